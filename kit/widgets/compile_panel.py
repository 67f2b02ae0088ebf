"""CompilePanel: how the model will learn: optimizer, loss, metrics and seed.

Every choice is explained in one line. It shows a `CompileSpec` of
`kit.studio.compile_panel`.
"""

from typing import Any

import ipywidgets as widgets
from traitlets import Int

from kit.studio import menu
from kit.studio.compile_panel import CompileSpec, name_of
from kit.studio.fields import fields_of
from kit.texts.language import translate
from kit.visualization.svg import escape
from kit.widgets.finding_card import FindingCard, Fixing
from kit.widgets.findings import safely
from kit.widgets.form import Form
from kit.widgets.panel import Panel, button, dropdown, row, text
from kit.widgets.quiet import new


class CompilePanel(Fixing, Panel):
    """Chooses what `model.compile` is called with.

    Given a model, the button "Compile" compiles it with the choices; given a
    CompileSpec, the choices are in it at once.

    Args:
        model: A model or a CompileSpec; by default new choices.
        seed: Where random numbers start; None hides the field.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> panel = CompilePanel()
    >>> panel.optimizer.value = "SGD"
    >>> panel.spec.optimizer["config"]["learning_rate"]
    0.01
    """

    seed = Int(0, min=0, max=2**32 - 1, help="Where random numbers start.")

    def __init__(self, model: Any = None, seed: int | None = None, styled: bool = True):
        super().__init__(
            translate("Compile"), "model.compile(...)", "kit-compile", styled=styled
        )
        is_model = hasattr(model, "compile")
        self.model = model if is_model else None
        self.spec = CompileSpec() if model is None else CompileSpec.of(model)
        self.optimizer = self._menu(translate("Optimizer"), menu.OPTIMIZERS)
        self.loss = self._menu(translate("Loss"), menu.LOSSES)
        self.optimizer_words = text(css_class="kit-help")
        self.loss_words = text(css_class="kit-help")
        self.advice = FindingCard(self._fix)
        self.metric_words = text(css_class="kit-help")
        self.form = Form(self._configure)
        self.metric_box = new(widgets.Box, "kit-checks")
        self._metric_boxes: dict[str, widgets.Checkbox] = {}
        self.optimizer.observe(self._choose_optimizer, "value")
        self.loss.observe(self._choose_loss, "value")
        metrics_label = text(f"<span>{translate('Metrics')}</span>", "kit-label")
        self.set_content(
            [
                _field([self.optimizer, self.optimizer_words]),
                self.form,
                _field([self.loss, self.loss_words, self.advice]),
                _field([metrics_label, self.metric_box, self.metric_words]),
                *self._ending(seed),
            ]
        )
        self.spec.observe(self._draw, ["optimizer", "loss", "metrics"])
        self._draw()

    def _menu(self, label, table):
        return dropdown(label, label, options=list(table))

    def _ending(self, seed):
        found = []
        if seed is not None:
            self.seed = seed
            number = new(
                widgets.BoundedIntText,
                min=0,
                max=2**32 - 1,
                value=seed,
                description=translate("Seed"),
                tooltip=translate("The same seed gives the same weights"),
            )
            widgets.link((self, "seed"), (number, "value"))
            self.seed_field = number
            words = translate(
                "Where random numbers start: the same seed, the same weights."
            )
            found.append(_field([number, text(f"<p>{words}</p>", "kit-help")]))
        if self.model is not None:
            self.compile_button = button(
                translate("Compile"),
                translate("Compile the model with these choices"),
                "kit-primary",
            )
            self.compile_button.on_click(self._compile)
            self.compiled_words = text(css_class="kit-muted")
            found.append(row([self.compile_button, self.compiled_words]))
        return found

    def show_advice(self, finding: Any, can_apply: bool = False) -> None:
        """Show what does not fit together, or that it does.

        Args:
            finding: A Finding, or None.
            can_apply: Whether `fix` can make the change that it proposes.
        """
        self.advice.show(finding, can_apply)

    # Handlers

    @safely
    def _choose_optimizer(self, change):
        self.spec.use_optimizer(change["new"])

    @safely
    def _configure(self, name, value):
        try:
            self.spec.update_optimizer(**{name: value})
        finally:
            self._draw()  # a value that was refused leaves its field again

    @safely
    def _choose_loss(self, change):
        self.spec.use_loss(change["new"])

    @safely
    def _choose_metrics(self, _):
        self.spec.use_metrics(
            [name for name, box in self._metric_boxes.items() if box.value]
        )

    @safely
    def _compile(self, _):
        self.spec.apply(self.model)
        words = translate("Compiled; weights stay as they are.")
        self.compiled_words.value = f"<p>{words}</p>"

    # Drawing

    def _draw(self, _=None):
        spec = self.spec
        _show_choice(self.optimizer, spec.optimizer_name)
        _show_choice(self.loss, name_of(spec.loss))
        self.optimizer_words.value = f"<p>{escape(spec.optimizer_words)}</p>"
        self.loss_words.value = f"<p>{escape(spec.loss_words)}</p>"
        self.metric_words.value = f"<p>{escape(spec.metric_words)}</p>"
        self.form.show(fields_of(spec.optimizer_class, spec.optimizer["config"]))
        self._draw_metrics()

    def _draw_metrics(self):
        names = self.spec.metric_choices
        if names != list(self._metric_boxes):
            self._metric_boxes = {
                name: new(widgets.Checkbox, description=name, indent=False)
                for name in names
            }
            self.metric_box.children = list(self._metric_boxes.values())
            for box in self._metric_boxes.values():
                box.observe(self._choose_metrics, "value")
        chosen = [name_of(metric) for metric in self.spec.metrics]
        for name, box in self._metric_boxes.items():
            with self.hold_trait_notifications():
                box.value = name in chosen


def _field(children):
    return new(widgets.VBox, "kit-field", children=children)


def _show_choice(dropdown: widgets.Dropdown, name: str) -> None:
    """Choose an option, adding it if it came from code."""
    if name not in dropdown.options:
        dropdown.options = [*dropdown.options, name]
    dropdown.value = name
