"""LayerRow: one line of the builder: a layer, its output shape, its parameters.

The whole line is a button, so it can be chosen by mouse and by keyboard.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import ipywidgets as widgets

from kit.studio.builder import Row, shape_text
from kit.texts.language import translate
from kit.visualization.svg import escape
from kit.widgets.finding_card import FindingCard
from kit.widgets.panel import text
from kit.widgets.quiet import new


class LayerRow(widgets.VBox):
    """Shows one Row.

    Args:
        place: Its place in the list.
        on_press: Called when it is chosen.
        fix: Called with the `change` of a Finding when the row's card is to make it.

    >>> from kit.studio.builder import ModelSpec
    >>> from kit.studio.data import StudioData
    >>> row = LayerRow(3, lambda: None)
    >>> row.show(ModelSpec.preset("dense", StudioData.load()).rows()[3], 101_770, False)
    >>> row.button.description
    'Dense 128 · relu, output 128, 100,480 parameters'
    """

    def __init__(
        self,
        place: int,
        on_press: Callable[[], None],
        fix: Callable[[dict[str, Any]], Any] | None = None,
    ):
        self._line = text()
        self.button = new(
            widgets.Button, tooltip=translate("Show or hide the choices of this layer")
        )
        self.button.on_click(lambda _: on_press())
        both = [self._line, self.button]
        self._top = new(widgets.Box, "kit-layer", children=both)
        self._fix = fix or (lambda change: None)
        super().__init__(
            [self._top],
            layout=widgets.Layout(order=str(2 * place)),
            _dom_classes=["kit-layer-row"],
        )

    @cached_property
    def error(self) -> FindingCard:
        """The card of what is wrong with the layer; few rows ever have one."""
        return FindingCard(self._fix)

    def show(
        self, row: Row, total: int, is_selected: bool, can_apply: bool = False
    ) -> None:
        """Show what is known of a layer.

        Args:
            row: The layer.
            total: Parameters of all layers, for the length of the bar.
            is_selected: Whether its form is open.
            can_apply: Whether the card of its error gets a button.
        """
        name = "Input" if row.class_name == "InputLayer" else row.class_name
        shape, params = shape_text(row.shape), _params_text(row)
        self._line.value = (
            f'<span class="kit-what"><b>{escape(name)}</b> '
            f"<span>{escape(row.summary)}</span></span>"
            f'<span class="kit-shape">{shape}</span>'
            f"{_params_html(row, params, total)}"
        )
        problem = translate("output {shape}", shape=shape)
        if row.error:
            problem = translate("has a problem")
        spoken = " ".join(part for part in (name, row.summary) if part)
        numbers = translate("{count} parameters", count=params)
        words = [spoken, problem, numbers]
        words += [translate("chosen")] if is_selected else []
        self.button.description = ", ".join(words)
        self.children = [self._top, self.error] if row.error else [self._top]
        if row.error:
            self.error.show(row.error, can_apply)
        for css_class, wanted in (
            ("kit-selected", is_selected),
            ("kit-wrong", row.error is not None),
            ("kit-unknown", not row.known and row.error is None),
        ):
            (self.add_class if wanted else self.remove_class)(css_class)


def _params_html(row: Row, params: str, total: int) -> str:
    if not row.params:
        return f'<span class="kit-params kit-none">{params}</span>'
    share = 100 * row.params / max(total, 1)
    bar = f'<span class="kit-bar"><i style="width:{share:.1f}%"></i></span>'
    return f'<span class="kit-params">{params}{bar}</span>'


def _params_text(row: Row) -> str:
    if row.params is None:
        return "?"
    return f"{row.params:,}"
