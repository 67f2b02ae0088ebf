"""ModelSpec: a model in the making, which is the tuple of its Keras layer entries.

The builder edits it, the code view prints it, and `Sequential.from_config` makes the
model of it; there is no second description to keep in step.
"""

from dataclasses import dataclass
from typing import Any

from traitlets import Any as AnyTrait
from traitlets import Bool, HasTraits, Tuple, Unicode

from kit.models.model import Model
from kit.models.sequential import Sequential
from kit.saving.construction import MOST_WEIGHTS
from kit.serialization import article
from kit.studio import entries, graph, presets
from kit.studio.data import StudioData
from kit.studio.entries import Entry
from kit.studio.finding import Finding
from kit.studio.menu import STARTING_ARGUMENTS


@dataclass(frozen=True)
class Row:
    """One line of the builder's table.

    Args:
        index: Place in `ModelSpec.layers`.
        name: The layer's name.
        class_name: Such as `"Dense"`.
        summary: The most important choices, such as `"128 · relu"`.
        shape: Output shape with its batch; None where it is not known.
        trainable: How many numbers the layer learns.
        frozen: How many further numbers it keeps.
        error: What is wrong with it.
        known: False behind a wrong row, where nothing can be said.
    """

    index: int
    name: str
    class_name: str
    summary: str
    shape: tuple | None
    trainable: int
    frozen: int
    error: Finding | None
    known: bool

    @property
    def params(self) -> int | None:
        """How many numbers the layer keeps; None where that is not known."""
        return self.trainable + self.frozen if self.known else None


class ModelSpec(HasTraits):
    """A line of layers that can be edited; it never holds weights.

    `layers` is replaced as a whole at every change, so observers hear of it. A layer
    with impossible arguments may stand in it: its row then says what is wrong.

    A model whose layers form a graph may be in it too. Then its layers can be changed,
    but not its connections.

    Args:
        layers: Entries as in `Sequential.get_config()["layers"]`.
        name: The name of the model.
        trainable: Whether its weights may change.

    >>> spec = ModelSpec.preset("dense", StudioData.load())
    >>> [row.class_name for row in spec.rows()]
    ['InputLayer', 'Rescaling', 'Flatten', 'Dense', 'Dropout', 'Dense']
    >>> spec.count_params()
    101770
    """

    layers = Tuple()
    name = Unicode("sequential")
    trainable = Bool(True)
    # Where a graph begins and ends, as in its config; None for layers in a line.
    ends = AnyTrait(None)

    def __init__(self, layers: Any = (), **traits):
        super().__init__(layers=tuple(_copied(entry) for entry in layers), **traits)

    @classmethod
    def from_model(cls, model: Any) -> "ModelSpec":
        """Open a model that was made in code; its weights are not looked at.

        Raises:
            TypeError: If it is neither a Sequential nor a graph of layers.
        """
        if not isinstance(model, Model) or model._graph is None:
            if not isinstance(model, Sequential):
                raise _not_a_line(model)
        config = entries.plain(model.get_config())
        spec = cls(config["layers"], name=config["name"], trainable=config["trainable"])
        if "input_layers" in config:
            spec.ends = {word: config[word] for word in _ENDS}
        return spec

    @classmethod
    def preset(cls, name: str, data: StudioData) -> "ModelSpec":
        """Begin with a well-known model that fits the data.

        Args:
            name: One of `kit.studio.presets.PRESETS`.
            data: What the model will learn from.
        """
        spec = cls()
        spec.use_preset(name, data)
        return spec

    @classmethod
    def of(cls, model: Any) -> "ModelSpec":
        """Return a spec as it is, or open a model."""
        return model if isinstance(model, cls) else cls.from_model(model)

    @property
    def content(self) -> dict[str, Any]:
        """The model as plain values: its name and its layers."""
        return {
            "name": self.name,
            "trainable": self.trainable,
            "layers": list(self.layers),
            **(self.ends or {}),
        }

    def use_content(self, content: dict[str, Any]) -> None:
        """Become the model that such a content describes.

        Args:
            content: A content that `kit.studio.content` has checked.
        """
        with self.hold_trait_notifications():
            self.name, self.trainable = content["name"], content["trainable"]
            self.layers = tuple(_copied(entry) for entry in content["layers"])
            is_graph = "input_layers" in content
            self.ends = {word: content[word] for word in _ENDS} if is_graph else None

    def to_model(self) -> Any:
        """Make the model, with new weights.

        Raises:
            ValueError: If a layer is wrong; it says which and how to fix it.
        """
        self._check_size()
        cls = Sequential if self.ends is None else Model
        return cls.from_config(entries.plain(self.content))

    def _check_size(self):
        wanted = self.count_params()
        if wanted > MOST_WEIGHTS:
            raise ValueError(
                f"The model has {wanted:,} weights.\n"
                f"Expected at most {MOST_WEIGHTS:,}: more do not fit in usual memory.\n"
                "Make a layer smaller, or put pooling before Flatten."
            )

    # Editing

    def add(self, class_name: str, at: int | None = None, **arguments) -> int:
        """Put a layer in, with good values to start from, and return its place.

        Args:
            class_name: Such as `"Dense"`.
            at: The place; by default the end.
            **arguments: What to write between the brackets of the layer.

        Raises:
            ValueError: If there is no such layer or a value is impossible.

        >>> spec = ModelSpec([entries.input_entry((784,))])
        >>> spec.add("Dense", units=10)
        1
        """
        arguments = arguments or STARTING_ARGUMENTS.get(class_name, {})
        name = entries.automatic_name(class_name, self._names())
        entry = entries.make_entry(class_name, arguments, name)
        place = self._free_place(len(self.layers) if at is None else at)
        self._replace(place, place, entry)
        return place

    def remove(self, index: int) -> None:
        """Take a layer out; the Input stays."""
        if not entries.is_input(self.layers[index]):
            self._replace(index, index + 1)

    def move(self, index: int, to: int) -> int:
        """Move a layer to another place and return where it went.

        The Input stays first, and nothing moves past the ends.
        """
        if entries.is_input(self.layers[index]):
            return index
        self._check_line()
        others = [*self.layers[:index], *self.layers[index + 1 :]]
        place = min(self._free_place(to), len(others))
        self.layers = (*others[:place], self.layers[index], *others[place:])
        return place

    def duplicate(self, index: int) -> int:
        """Put a copy behind a layer and return its place."""
        entry = _copied(self.layers[index])
        if entries.is_input(entry):
            return index
        name = entries.automatic_name(entry["class_name"], self._names())
        entry["config"]["name"] = name
        self._replace(index + 1, index + 1, entry)
        return index + 1

    def update(self, index: int, **arguments) -> None:
        """Change arguments of a layer; a wrong value shows up as its row's error.

        What followed from an argument still does: with the size of a pooling window
        its strides change, unless they were chosen.
        """
        entry = self.layers[index]
        changed = entries.changed(entry, arguments)
        kept = {key: entry[key] for key in ("name", "inbound_nodes") if key in entry}
        self._replace(index, index + 1, {**changed, **kept}, rewires=False)

    def use_preset(self, name: str, data: StudioData) -> None:
        """Replace all layers by those of a well-known model."""
        layers = presets.layers_of(name, data)
        with self.hold_trait_notifications():
            self.layers, self.ends = layers, None

    def use_input(self, shape: tuple) -> None:
        """Let the model begin with an Input of this shape, if it has none."""
        has_input = bool(self.layers) and entries.is_input(self.layers[0])
        if self.ends is None and not has_input:
            self._replace(0, 0, entries.input_entry(shape))

    def _check_line(self):
        if self.ends is not None:
            raise ValueError(
                "The layers of this model form a graph.\n"
                "Expected layers in a line to add, remove or move one.\n"
                "Change the arguments of its layers, or connect them anew in code."
            )

    def _names(self) -> set[str]:
        return {entry["config"].get("name", "") for entry in self.layers}

    def _free_place(self, place: int) -> int:
        first = 1 if self.layers and entries.is_input(self.layers[0]) else 0
        return min(max(place, first), len(self.layers))

    def _replace(self, start: int, end: int, *new: Entry, rewires: bool = True):
        if rewires:
            self._check_line()
        self.layers = (*self.layers[:start], *new, *self.layers[end:])

    # Looking

    def rows(self) -> tuple[Row, ...]:
        """Return what each layer does; behind the first wrong one nothing is known."""
        if self.ends is not None:
            found = graph.outlines(self.layers)
            return tuple(
                _row(index, entry, here or _UNKNOWN, here is not None)
                for index, (entry, here) in enumerate(
                    zip(self.layers, found, strict=True)
                )
            )
        rows, shape, known = [], None, True
        for index, entry in enumerate(self.layers):
            here = entries.outline(entry, shape) if known else _UNKNOWN
            known = known and here.error is None
            shape = here.shape if known else None
            rows.append(_row(index, entry, here, known))
        return tuple(rows)

    @property
    def error(self) -> Finding | None:
        """What is wrong with the first wrong layer."""
        return next((row.error for row in self.rows() if row.error), None)

    @property
    def output_shape(self) -> tuple | None:
        """The shape of the last layer's outputs; None where it is not known."""
        rows = self.rows()
        if self.ends is not None:
            last = graph.first_name(self.ends["output_layers"])
            rows = [row for row in rows if row.name == last]
        return rows[-1].shape if rows else None

    def count_params(self) -> int:
        """Return how many numbers all layers keep, as far as that is known."""
        return sum(row.params or 0 for row in self.rows())


_UNKNOWN = entries.Outline(None, 0, 0)
_ENDS = ("input_layers", "output_layers")


def _row(index: int, entry: Entry, here: entries.Outline, known: bool) -> Row:
    known = known and here.error is None
    return Row(
        index,
        entry["config"].get("name", ""),
        entry["class_name"],
        summary(entry),
        here.shape if known else None,
        here.trainable,
        here.frozen,
        here.error,
        known and here.shape is not None,
    )


def _not_a_line(model: Any) -> TypeError:
    return TypeError(
        f"The builder received {article(type(model).__name__)}.\n"
        "Expected a kit.Sequential or a kit.Model of connected layers.\n"
        "A model written as a class has its layers inside of its code."
    )


def _copied(entry: Entry) -> Entry:
    """Copy an entry, without the shapes that its model was built for."""
    copy = entries.plain(entry)
    copy.pop("build_config", None)
    return copy


# What a row says about a layer, beside its class.
_SUMMARIES = {
    "InputLayer": lambda c: "",
    "Rescaling": lambda c: f"× {_short(c.get('scale'))}",
    "Reshape": lambda c: shape_text((None, *c.get("target_shape", ()))),
}
_SPOKEN = ("units", "filters", "kernel_size", "pool_size", "rate", "activation")


def summary(entry: Entry) -> str:
    """Return the most important choices of a layer in a few letters.

    >>> summary({"class_name": "Dense", "config": {"units": 8, "activation": "relu"}})
    '8 · relu'
    """
    config = entry["config"]
    if entry["class_name"] in _SUMMARIES:
        try:
            return _SUMMARIES[entry["class_name"]](config)
        except (TypeError, ValueError):  # a value that its row complains about
            return ""
    parts = [_short(config[key]) for key in _SPOKEN if config.get(key) is not None]
    return " · ".join(part for part in parts if part != "linear")


def _short(value: Any) -> str:
    if isinstance(value, list):
        return "×".join(str(item) for item in value)
    if isinstance(value, float) and 0 < value < 0.1 and (1 / value) % 1 < 1e-9:
        return f"1/{round(1 / value)}"
    if isinstance(value, dict):
        return str(value.get("class_name", "…"))
    return f"{value:g}" if isinstance(value, float) else str(value)


def shape_text(shape: Any) -> str:
    """Write a shape without its batch, as people say it.

    >>> shape_text((None, 28, 28, 1)), shape_text(None)
    ('28 × 28 × 1', '?')
    """
    if shape is None:
        return "?"
    sizes = ["?" if size is None else str(size) for size in shape[1:]]
    return " × ".join(sizes) if sizes else "1 number"
