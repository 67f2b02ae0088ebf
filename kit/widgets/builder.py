"""LayerBuilder: the layers of a model as a list that can be edited.

Each row shows what its layer makes of the shape and how many numbers it learns; a row
that cannot work says why. It shows a `ModelSpec` of `kit.studio.builder`.
"""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
from traitlets import Int

from kit.studio import presets
from kit.studio.builder import ModelSpec
from kit.studio.data import StudioData
from kit.studio.entries import class_of
from kit.studio.fields import fields_of
from kit.studio.graph import connections
from kit.studio.menu import PURPOSES, STARTING_ARGUMENTS
from kit.texts.language import translate
from kit.visualization.diagram import graph_svg
from kit.visualization.svg import escape
from kit.widgets.finding_card import Fixing
from kit.widgets.findings import safely
from kit.widgets.form import Form
from kit.widgets.layer_row import LayerRow
from kit.widgets.panel import Panel, button, row, text
from kit.widgets.quiet import new

_LINE = "Sequential([...])"
_GRAPH_WORDS = (
    "These layers form a graph. Their arguments can be changed below; to add, remove "
    "or connect layers, make the model in a cell: Studio(model)."
)


class LayerBuilder(Fixing, Panel):
    """Adds, removes, moves, copies and configures the layers of a model.

    `spec` holds the result: `builder.to_model()` makes a model of it.

    Args:
        model: A Sequential made in code, or a ModelSpec; by default a small network
            for the data.
        data: What the model will learn from; with it, models to start from are shown.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> builder = LayerBuilder()
    >>> builder.spec.add("Dense", units=5)
    6
    >>> builder.to_model().output_shape
    (None, 5)
    """

    selected: Any = Int(
        None, allow_none=True, help="The place of the layer in the form."
    )

    def __init__(self, model: Any = None, data: Any = None, styled: bool = True):
        super().__init__(translate("Model"), name="kit-builder", styled=styled)
        self.data: Any = None
        if data is not None or model is None:
            self.data = StudioData.of(data)
        if model is None:
            model = ModelSpec.preset("dense", self.data)
        self.spec = ModelSpec.of(model)
        self._can_fix: Callable[[dict[str, Any]], bool] = lambda change: False
        self._rows: list[LayerRow] = []
        # The rows keep their places in the page and the form moves between them by
        # its `order`, so that whatever has the keyboard keeps it.
        self._row_box = new(widgets.VBox, "kit-contents")
        self.form = Form(self._configure)
        self.editor = self._make_editor()
        head = text(_table_head())
        head.layout.order = "-1"
        lines = [head, self._row_box, self.editor]
        table = new(widgets.VBox, "kit-layers", children=lines)
        self.total = text(css_class="kit-total")
        top = [self._make_presets()] if self.data is not None else []
        self.picture = text(css_class="kit-graph")
        self.menu_box = self._make_menu()
        parts = [*top, self.picture, table, self.total, self.menu_box]
        self.set_content(parts)
        self.spec.observe(self._draw, ["layers", "ends"])
        self.observe(self._draw, ["selected"])
        self._draw()

    def to_model(self) -> Any:
        """Make the model, with new weights."""
        return self.spec.to_model()

    def allow_fixes(
        self,
        fix: Callable[[dict[str, Any]], Any],
        can_fix: Callable[[dict[str, Any]], bool],
    ) -> None:
        """Give the cards of wrong rows a button.

        Args:
            fix: Makes the `change` of a Finding.
            can_fix: Tells whether it can be made.
        """
        self.fix, self._can_fix = fix, can_fix
        self._draw()

    # Controls

    def _make_presets(self):
        label = text(f"<span>{translate('Start from')}</span>", "kit-muted")
        buttons = []
        for name, words in presets.PRESETS.items():
            words = translate(words)
            title = words.partition(": ")[0]
            hint = translate("Replace all layers. {words}", words=words)
            one = button(title, hint, "kit-quiet")
            one.on_click(lambda _, name=name: self._use_preset(name))
            buttons.append(one)
        return row([label, *buttons], "kit-presets")

    def _make_editor(self):
        self._purpose = text(css_class="kit-help")
        self.actions = {}
        for label, shown, tooltip, icon, handler in self._actions():
            names = "kit-quiet kit-arrow" if icon.startswith("arrow") else "kit-quiet"
            self.actions[label] = button(shown, tooltip, names, icon)
            self.actions[label].on_click(handler)
        parts = [self._purpose, self.form, row(list(self.actions.values()))]
        return new(widgets.VBox, "kit-editor", children=parts)

    def _actions(self):
        return [
            (
                "Up",
                translate("Up"),
                translate("Move this layer up"),
                "arrow-up",
                self._move_up,
            ),
            (
                "Down",
                translate("Down"),
                translate("Move this layer down"),
                "arrow-down",
                self._move_down,
            ),
            (
                "Duplicate",
                translate("Duplicate"),
                translate("Put a copy behind this layer"),
                "clone",
                self._duplicate,
            ),
            (
                "Remove",
                translate("Remove"),
                translate("Take this layer out of the model"),
                "trash-o",
                self._remove,
            ),
        ]

    def _make_menu(self):
        self.menu = new(
            widgets.Dropdown,
            "kit-beside",
            options=list(STARTING_ARGUMENTS),
            description=translate("New layer"),
            tooltip=translate("The kind of layer to add"),
        )
        self.add_button = button(
            translate("Add"), translate("Add a layer of this kind"), icon="plus"
        )
        self.add_button.on_click(self._add)
        self._menu_words = text(css_class="kit-help")
        self.menu.observe(self._describe_menu, "value")
        self._describe_menu()
        parts = [row([self.menu, self.add_button]), self._menu_words]
        return new(widgets.VBox, "kit-menu", children=parts)

    # Handlers

    @safely
    def _use_preset(self, name):
        self.selected = None
        self.spec.use_preset(name, self.data)

    @safely
    def _add(self, _):
        at = None if self.selected is None else self.selected + 1
        self.selected = self.spec.add(str(self.menu.value), at)

    @safely
    def _move_up(self, _):
        self.selected = self.spec.move(self.selected, self.selected - 1)

    @safely
    def _move_down(self, _):
        self.selected = self.spec.move(self.selected, self.selected + 1)

    @safely
    def _duplicate(self, _):
        self.selected = self.spec.duplicate(self.selected)

    @safely
    def _remove(self, _):
        self.spec.remove(self.selected)
        self.selected = min(self.selected, len(self.spec.layers) - 1)

    @safely
    def _configure(self, name, value):
        self.spec.update(self.selected, **{name: value})

    @safely
    def _select(self, index):
        self.selected = None if self.selected == index else index

    def _describe_menu(self, _=None):
        self._menu_words.value = (
            f"<p>{escape(translate(PURPOSES[str(self.menu.value)]))}</p>"
        )

    # Drawing

    def _draw(self, _=None):
        rows = self.spec.rows()
        total = self.spec.count_params()
        while len(self._rows) < len(rows):
            place = len(self._rows)
            self._rows.append(
                LayerRow(place, lambda place=place: self._select(place), self._fix)
            )
        for view, line in zip(self._rows, rows, strict=False):
            can_apply = line.error is not None and self._can_fix(line.error.change)
            view.show(line, total, line.index == self.selected, can_apply)
        self._row_box.children = self._rows[: len(rows)]
        self.total.value = _total_words(rows)
        is_graph = self.spec.ends is not None
        self.show_code(f"model = keras.{'Model(...)' if is_graph else _LINE}")
        self.menu_box.layout.display = "none" if is_graph else None
        self.picture.layout.display = None if is_graph else "none"
        self.picture.value = _graph_html(self.spec, rows) if is_graph else ""
        self._draw_editor(rows)

    def _draw_editor(self, rows):
        index = self.selected
        if index is None or index >= len(rows):
            self.editor.layout.display = "none"
            words = translate("Add at the end")
        else:
            line, entry = rows[index], self.spec.layers[index]
            self.editor.layout.order = str(2 * index + 1)
            self.editor.layout.display = None
            purpose = translate(PURPOSES.get(line.class_name, ""))
            self._purpose.value = f"<p>{escape(purpose)}</p>"
            self.form.show(_fields(entry))
            is_input = line.class_name == "InputLayer"
            for action in self.actions.values():
                action.disabled = is_input or self.spec.ends is not None
            words = translate("Add below {layer}", layer=line.class_name)
        self.add_button.description = words


def _fields(entry: Any) -> Any:
    try:
        return fields_of(class_of(entry), entry["config"])
    except ValueError:  # an unknown layer has no form; its row says so
        return ()


def _graph_html(spec: ModelSpec, rows: Any) -> str:
    """Draw a graph of layers, and say what can be changed in it."""
    cards = [
        {
            "name": line.name,
            "class_name": line.class_name,
            "output_shape": line.shape,
            "params": line.params,
        }
        for line in rows
    ]
    for card in cards:  # what is not known is not drawn
        for key in [key for key, value in card.items() if value is None]:
            del card[key]
    note = translate(_GRAPH_WORDS)
    drawing = graph_svg(cards, connections(spec.layers))
    return f'<p class="kit-help">{note}</p>{drawing}'


def _total_words(rows: Any) -> str:
    trainable = sum(line.trainable for line in rows if line.known)
    frozen = sum(line.frozen for line in rows if line.known)
    words = translate("<b>{count:,}</b> parameters", count=trainable + frozen)
    if frozen:
        words += translate(", of which {count:,} learn", count=trainable)
    if any(line.error for line in rows):
        words += " " + translate("so far")
    return f'<p role="status"><span>{translate("Total")}</span> {words}</p>'


def _table_head() -> str:
    heads = (translate("Layer"), translate("Output"), translate("Parameters"))
    cells = "".join(f"<span>{head}</span>" for head in heads)
    return f'<div class="kit-table-head">{cells}</div>'
