"""Form: the arguments of a layer or optimizer as controls with help in plain words.

It shows the Fields of `kit.studio.fields`, and says which of them a person changed.
"""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from kit.studio.fields import Field, next_rate
from kit.studio.finding import Finding
from kit.texts.language import translate
from kit.visualization.svg import escape
from kit.widgets.findings import finding_html, safely
from kit.widgets.panel import button, text
from kit.widgets.quiet import new, quiet


class Form(widgets.VBox):
    """Controls for some Fields; the less important ones are behind a button.

    Args:
        on_change: Called with the name and the new value of an argument.

    >>> from kit.layers.core import Dense
    >>> from kit.studio.fields import fields_of
    >>> changes = []
    >>> form = Form(lambda name, value: changes.append((name, value)))
    >>> form.show(fields_of(Dense, {"units": 10}))
    >>> form.controls["units"].value = 32
    >>> changes
    [('units', 32)]
    """

    def __init__(self, on_change: Callable[[str, Any], None]):
        super().__init__(**quiet(self, "kit-form"))
        self.controls: dict[str, widgets.Widget] = {}
        self._on_change = on_change
        self._fields: dict[str, Field] = {}
        self._showing = False
        self._first = new(widgets.Box, "kit-fields")
        self._more = new(widgets.Box, "kit-fields kit-further")
        self.more_button = new(
            widgets.ToggleButton,
            "kit-more",
            description=translate("More options"),
            tooltip=translate("Show the arguments that rarely change"),
        )
        self.more_button.observe(self._fold, "value")
        self.finding_card = text(css_class="kit-findings")

    def show_finding(self, finding: Finding | None) -> None:
        """Show what is wrong with what was typed, or take the card away."""
        self.finding_card.value = finding_html(finding)

    def show(self, fields: Sequence[Field]) -> None:
        """Show these fields; the same ones as before only get new values."""
        before = [_form_of(field) for field in self._fields.values()]
        self._fields = {field.name: field for field in fields}
        self._showing = True  # what the program sets is not a change by the person
        try:
            if before != [_form_of(field) for field in fields]:
                self._build(fields)
            for name, control in self.controls.items():
                _set_value(control, self._fields[name])
        finally:
            self._showing = False

    def _build(self, fields):
        self.controls = {}
        self._first.children = [self._item(f) for f in fields if f.first]
        self._more.children = []
        self._fold()

    def _item(self, field):
        control = self.controls[field.name] = _control(field)
        _set_value(control, field)
        control.observe(lambda _: self._changed(field.name), "value")
        helps = text(f"<p>{escape(field.help)}</p>", "kit-help")
        if field.kind == "rate":
            both = [*self._steppers(field), control]
            control = new(widgets.Box, "kit-stepper", children=both)
        names = f"kit-field kit-{field.kind}"
        return new(widgets.VBox, names, children=[control, helps])

    def _steppers(self, field):
        """Two buttons that go along 0.1, 0.2, 0.5, 1: no slider is as easy to hit."""
        control = self.controls[field.name]
        found = []
        ways = (
            ("−", translate("Smaller learning rate"), -1),
            ("+", translate("Larger learning rate"), 1),
        )
        for glyph, words, direction in ways:
            one = button(glyph, words, "kit-step")

            def press(_, direction=direction):
                control.value = next_rate(control.value, direction)

            one.on_click(press)
            found.append(one)
        return found

    def _fold(self, _=None):
        shown: list[Any] = [self._first] if self._first.children else []
        further = [field for field in self._fields.values() if not field.first]
        if further:
            shown.append(self.more_button)
        if further and self.more_button.value:
            if not self._more.children:  # made when they are first asked for
                self._more.children = [self._item(field) for field in further]
            shown.append(self._more)
        self.children = [*shown, self.finding_card]

    @safely
    def _changed(self, name):
        if self._showing:
            return
        field, control = self._fields[name], self.controls[name]
        self._on_change(name, _read_value(control, field))


def _form_of(field: Field) -> tuple:
    """What decides whether a field can go on using its control."""
    return field.name, field.kind, tuple(label for label, _ in field.choices)


def _control(field: Field) -> widgets.Widget:
    common: dict[str, Any] = {"description": field.label, "tooltip": field.help}
    if field.kind == "choice":
        labels = [label for label, _ in field.choices]
        return new(widgets.Dropdown, options=labels, **common)
    if field.kind == "flag":
        return new(widgets.Checkbox, indent=False, **common)
    common["continuous_update"] = False
    if field.kind == "share":
        return new(widgets.BoundedFloatText, min=0, max=0.99, step=0.05, **common)
    kinds = {"whole": widgets.IntText, "number": widgets.FloatText}
    kinds["rate"] = widgets.FloatText
    return new(kinds.get(field.kind, widgets.Text), **common)


def _set_value(control: widgets.Widget, field: Field) -> None:
    if field.kind == "choice":
        control.value = field.choice
    elif field.kind == "text":
        control.value = field.text
    else:
        control.value = field.value


def _read_value(control: widgets.Widget, field: Field) -> Any:
    if field.kind == "choice":
        return dict(field.choices)[control.value]
    return field.parse(control.value) if field.kind == "text" else control.value
