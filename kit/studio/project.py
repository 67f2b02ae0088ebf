"""Project: everything that the studio is about, in one object without a screen.

Data, model, compile choices, seed and length of the training; `prepare` is what
pressing Start does first, and `code` is the same as a program.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from traitlets import HasTraits, Instance, Int, Tuple

from kit import random
from kit.models.sequential import Sequential
from kit.optimizers.adam import Adam
from kit.saving import json_text
from kit.studio import content as contents
from kit.studio import presets
from kit.studio.builder import ModelSpec
from kit.studio.code_view import program
from kit.studio.compile_panel import CompileSpec
from kit.studio.data import StudioData
from kit.studio.data_recipe import DataRecipe
from kit.studio.drawn_set import DrawnSet
from kit.studio.fit_start import make_weights
from kit.studio.lock import Lock, is_fixed

_EPOCHS, _EPOCHS_IN_THE_PLANE = 5, 60


class Project(HasTraits):
    """One experiment.

    Args:
        data: What `StudioData.of` takes; by default the digits that kit brings along.
        model: A Sequential or a ModelSpec; by default a small Dense network.
        seed: Where all random numbers start.
        epochs: How often fit goes through the data.
        batch_size: Samples per step.
        compile: A CompileSpec; by default the model's own choices, or Adam and the
            loss that fits the data.

    Attributes:
        drawings: The DrawnSet of the drawings that were kept.
        prepared: The content as it was when `prepare` was called last.
        by_hand: What was changed by hand in the training that is shown; a comment in
            the program says so.
        lock: What a teacher has hidden or fixed.

    >>> project = Project(seed=3)
    >>> model, data = project.prepare()
    >>> model.count_params(), model.compiled
    (101770, True)
    """

    data = Instance(StudioData)
    model = Instance(ModelSpec)
    compile = Instance(CompileSpec)
    seed = Int(0, min=0, max=contents.GREATEST_SEED)
    epochs = Int(5, min=1)
    batch_size = Int(32, min=1)
    by_hand = Tuple()
    lock = Instance(Lock, ())

    def __init__(
        self,
        data: Any = None,
        model: Any = None,
        *,
        seed: int = 0,
        epochs: int = 5,
        batch_size: int = 32,
        compile: CompileSpec | None = None,  # noqa: A002 - Keras's word
    ):
        data = StudioData.of(data)
        if compile is None:
            compiled = isinstance(model, Sequential) and model.compiled
            compile = CompileSpec.of(model) if compiled else usual_compile(data)
        spec = _usual_model(data) if model is None else ModelSpec.of(model)
        spec.use_input(data.input_shape)
        self.drawings = DrawnSet()
        self._listeners: list[Callable[[], None]] = []
        self._held, self._changed_meanwhile = 0, False
        self.prepared: dict[str, Any] = {}
        super().__init__(
            data=data,
            model=spec,
            compile=compile,
            seed=seed,
            epochs=epochs,
            batch_size=batch_size,
        )
        self.observe(self._tell, ["data", "seed", "epochs", "batch_size", "by_hand"])
        self.model.observe(self._tell)
        self.compile.observe(self._tell)
        self.observe(self._allow, "lock")

    def prepare(self) -> tuple[Sequential, StudioData]:
        """Set the seed, build and compile: all that comes before `fit`.

        The program in `code` does the same steps in the same order, so it ends with
        the same weights. The seed is that of this thread alone: a cell that runs
        meanwhile neither changes these weights nor has its own changed.

        Raises:
            ValueError: If the model or a choice is wrong.
        """
        self.prepared = self.content
        with random.seeded(self.seed):
            model = self.model.to_model()
            self.compile.apply(model)
            rows = {"x": self.data.x_train, "batch_size": self.batch_size}
            make_weights(model, rows)
        return model, self.data

    @property
    def code(self) -> str:
        """The program that does the same."""
        return program(self)

    # Changes

    def on_change(self, callback: Callable[[], None]) -> None:
        """Call a function without arguments after every change of the project."""
        self._listeners.append(callback)

    @contextmanager
    def one_change(self) -> Iterator[None]:
        """Let all that is changed inside a `with` block be heard as one change.

        >>> project, heard = Project(), []
        >>> project.on_change(lambda: heard.append(project.epochs))
        >>> with project.one_change():
        ...     project.seed, project.epochs = 8, 9
        >>> heard
        [9]
        """
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            if not self._held and self._changed_meanwhile:
                self._tell()

    def _tell(self, _: Any = None) -> None:
        self._changed_meanwhile = bool(self._held)
        if self._held:
            return
        if self.lock.fix:
            self._obey_lock()
        for callback in self._listeners:
            callback()

    def _allow(self, _: Any = None) -> None:
        """Remember the choices of now as those that a lock keeps."""
        self._allowed = (self.content, self.data)

    def _obey_lock(self) -> None:
        """Take a change back that a lock forbids, wherever it came from."""
        content, data = self._allowed
        broken = self.lock.broken_by(content, self.content)
        if "data" in self.lock.fix and data.all_samples is not self.data.all_samples:
            broken.append("data")
        if not broken:
            self._allow()
            return
        self.become(content, data)
        raise is_fixed(broken)

    @property
    def content(self) -> dict[str, Any]:
        """All choices as plain values."""
        return contents.content_of(self)

    @property
    def shared_content(self) -> dict[str, Any]:
        """All choices and the teacher's lock: what a file and a line hold."""
        lock = {"lock": self.lock.content} if self.lock else {}
        return self.content | lock

    def restore(self, content: dict[str, Any], data: Any = None) -> None:
        """Make the choices that a content describes, as one change.

        Args:
            content: What `content` returned, or something that claims to be it.
            data: The arrays, where the content is about arrays of the user's.

        Raises:
            ValueError: If it is not the content of a project; then nothing changes.

        >>> project = Project(seed=3)
        >>> project.restore(Project(seed=4).content)
        >>> project.seed
        4
        """
        lock = Lock()
        if isinstance(content, dict) and "lock" in content:
            lock = Lock.of(content["lock"])
            content = {key: content[key] for key in content if key != "lock"}
        content = contents.checked(content)
        self.become(content, self._data_for(content["data"], data))
        self.lock = self.lock | lock  # no text unlocks anything

    def become(self, content: dict[str, Any], data: StudioData) -> None:
        """Make the choices of a content that is the studio's own, as one change.

        Args:
            content: What `content` returned.
            data: The arrays that belong to it, or all samples of which it takes some.
        """
        recipe = DataRecipe.of_content(content["data"])
        if data.recipe != recipe:
            data = StudioData.made(recipe, data)
        choices = CompileSpec(**content["compile"])
        with self.one_change():
            self.data = data
            self.model.use_content(content["model"])
            for name in ("optimizer", "loss", "metrics"):
                setattr(self.compile, name, getattr(choices, name))
            for name in ("seed", "epochs", "batch_size"):
                setattr(self, name, content[name])

    def use_data(self, data: Any) -> None:
        """Learn from other data, as one change.

        Samples of another form or with other classes get a model, a loss and a number
        of epochs that suit them.

        Args:
            data: What `StudioData.of` takes.

        >>> project = Project()
        >>> project.use_data("moons")
        >>> project.model.layers[0]["config"]["batch_shape"], project.epochs
        ([None, 2], 60)
        """
        data, before = StudioData.of(data), self.data
        with self.one_change():
            self.data = data
            if _form(data) == _form(before):
                return
            self.model.use_preset(presets.usual(data), data)
            choices = usual_compile(data)
            for name in ("optimizer", "loss", "metrics"):
                setattr(self.compile, name, getattr(choices, name))
            if data.is_plane != before.is_plane:
                self.epochs = _EPOCHS_IN_THE_PLANE if data.is_plane else _EPOCHS

    def _data_for(self, content, data):
        recipe = DataRecipe.of_content(content)
        if data is not None:
            data = StudioData.of(data).all_samples
        elif recipe == self.data.recipe:
            return self.data
        elif recipe.name == self.data.name:
            data = self.data.all_samples
        elif recipe.name is None:
            raise _arrays_are_missing()
        if data is not None and data.name != recipe.name:
            return data  # the reader brought arrays in place of a data set
        return StudioData.made(recipe, data)

    # To a file and back

    def to_json(self) -> str:
        """Describe the project as JSON text; arrays of the user's are not in it.

        Drawings that were kept are.

        >>> Project.from_json(Project(seed=3).to_json()).seed
        3
        """
        drawings = {"drawings": self.drawings.content} if len(self.drawings) else {}
        return json.dumps(self.shared_content | drawings, indent=1)

    @classmethod
    def from_json(cls, text: str, data: Any = None) -> "Project":
        """Make a project from what `to_json` returned.

        Args:
            text: The JSON text.
            data: The arrays, if the project was about arrays of the user's own.

        Raises:
            ValueError: If the text is no project, or its arrays are missing.
        """
        try:
            read = json_text.parse(text, "The project")
        except contents.RefusedFileError as error:
            raise contents.not_a_project() from error
        drawn = read.pop("drawings", []) if isinstance(read, dict) else []
        lock = Lock.of(read.pop("lock", None) if isinstance(read, dict) else None)
        content = contents.checked(read)
        if data is None and content["data"] is None:
            raise _arrays_are_missing()
        project = cls(data)
        project.restore(content, data)
        project.lock = lock
        project.drawings = DrawnSet.of_content(drawn)
        return project


def _usual_model(data):
    return ModelSpec.preset(presets.usual(data), data)


def usual_compile(data: StudioData) -> CompileSpec:
    """Return the choices that fit the labels of some data.

    >>> usual_compile(StudioData.load()).loss
    'sparse_categorical_crossentropy'
    """
    if data.num_classes is None:
        return CompileSpec(loss="mean_squared_error", metrics=["mean_absolute_error"])
    one_hot = data.y_train.ndim == 2 and data.y_train.shape[1] > 1
    prefix = "" if one_hot else "sparse_"
    rate = 0.02 if data.is_plane else 0.001  # few samples make few steps
    return CompileSpec(Adam(rate), f"{prefix}categorical_crossentropy")


def _form(data):
    """Return what the first and the last layer of a model depend on."""
    head = data.y_train.shape[1:], data.num_classes
    return data.input_shape, data.x_train.dtype, head


def _arrays_are_missing() -> ValueError:
    return ValueError(
        "The project was about arrays of its own, which are not in the text.\n"
        "Expected them again: ((x_train, y_train), (x_test, y_test)).\n"
        "Write Studio.load(file, data), or Project.from_json(text, data)."
    )
