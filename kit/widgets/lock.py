"""LockView: hides and disables what a teacher has locked, and says so.

It shows a `Lock` of `kit.studio.lock`.
"""

from typing import Any

import ipywidgets as widgets

from kit.studio.lock import Lock
from kit.texts.language import translate
from kit.visualization.svg import escape
from kit.widgets.quiet import quiet


class LockView(widgets.HTML):
    """One sentence above the panels, as long as something is fixed.

    Args:
        controls: The widget behind each name of `kit.studio.lock.NAMES`.
        also: Further widgets, by name, that would change what is fixed.

    >>> button = widgets.Button()
    >>> view = LockView({"start": button})
    >>> view.show(Lock(fix=("start",))); button.disabled
    True
    >>> view.show(Lock()); button.disabled
    False
    """

    def __init__(self, controls: dict[str, Any], also: dict[str, Any] | None = None):
        super().__init__(**quiet(self, "kit-lock-words"))
        self._also = also or {}
        self._controls = controls
        self._guard: Guard | None = None
        self._hidden: list[tuple[Any, Any]] = []

    def show(self, lock: Lock) -> None:
        """Hide and disable what a lock names, and bring the rest back.

        Args:
            lock: The Lock.
        """
        if self._guard is not None:
            self._guard.release()
        for widget, display in self._hidden:
            widget.layout.display = display
        self._hidden = []
        for name in lock.hide:
            widget = self._controls[name]
            self._hidden.append((widget, widget.layout.display))
            widget.layout.display = "none"
        reason = translate("Fixed by the teacher")
        fixed = [self._controls[name] for name in lock.fix]
        also = [one for name in lock.fix for one in self._also.get(name, ())]
        self._guard = Guard([*fixed, *also], reason)
        names = ", ".join(name.replace("_", " ") for name in lock.fix)
        words = translate("Fixed by the teacher: {names}.", names=names)
        self.value = f"<p>{escape(words)}</p>" if names else ""


class Guard:
    """Keeps widgets and all inside of them disabled, whatever their panels want.

    Args:
        controls: The widgets; what is put into one later is disabled too.
        reason: What its tooltip says meanwhile.
    """

    def __init__(self, controls: list[Any], reason: str):
        self._reason = reason
        self._kept: dict[Any, list] = {}  # widget -> [wanted disabled, tooltip]
        self._boxes: list[Any] = []
        self._is_forcing = False
        for widget in controls:
            self._guard(widget)

    def release(self) -> None:
        """Let every widget be as its panel wanted it meanwhile."""
        for box in self._boxes:
            box.unobserve(self._guard_new, "children")
        for widget, (disabled, tooltip) in self._kept.items():
            widget.unobserve(self._force, "disabled")
            widget.disabled = disabled
            if widget.tooltip == self._reason:
                widget.tooltip = tooltip

    def _guard(self, widget):
        if widget.has_trait("children") and widget not in self._boxes:
            self._boxes.append(widget)
            widget.observe(self._guard_new, "children")
            for child in widget.children:
                self._guard(child)
        if widget.has_trait("disabled") and widget not in self._kept:
            self._kept[widget] = [widget.disabled, widget.tooltip]
            widget.disabled, widget.tooltip = True, self._reason
            widget.observe(self._force, "disabled")

    def _guard_new(self, change):
        for child in change["new"]:
            if child not in self._kept and child not in self._boxes:
                self._guard(child)

    def _force(self, change):
        if self._is_forcing:
            return
        widget = change["owner"]
        self._kept[widget][0] = change["new"]
        self._is_forcing = True
        try:
            widget.disabled = True
        finally:
            self._is_forcing = False


def controls_of(studio: Any) -> dict[str, Any]:
    """Return the widget of a studio behind each name that can be locked."""
    fit, choices = studio.fit_panel, studio.compile_panel
    return {
        "data": studio.data_strip,
        "model": studio.builder,
        "compile": choices,
        "code": studio.code_view,
        "fit": fit,
        "predict": studio.inspector,
        "workbench": studio.workbench,
        "history": studio.history_bar,
        "optimizer": choices.optimizer,
        "loss": choices.loss,
        "metrics": choices.metric_box,
        "seed": choices.seed_field,
        "epochs": fit.epochs_field,
        "batch_size": fit.batch_size_field,
        "learning_rate": fit.rate,
        "guess": fit.guess,
        "curve_options": fit.options,
        **{
            name: getattr(fit.buttons, name)
            for name in ("start", "pause", "step", "epoch", "stop", "reset")
        },
    }


def also_of(studio: Any) -> dict[str, Any]:
    """Return the widgets that change what belongs to another control as well."""
    fit, choices = studio.fit_panel, studio.compile_panel
    return {
        "model": [fit.numbers],
        "compile": [fit.numbers, fit.rate],
        "optimizer": [fit.numbers, choices.form],
    }
