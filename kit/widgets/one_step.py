"""OneStepPanel: one batch through forward, loss, gradient and update, with numbers.

It shows a `StepRecord` of `kit.studio.one_step`.
"""

from typing import Any

import ipywidgets as widgets
import numpy as np

from kit.studio.inspector import Predictions
from kit.studio.one_step import OneStep, StepRecord, WeightStep
from kit.studio.probe import Probe
from kit.texts.language import translate
from kit.visualization.svg import escape
from kit.widgets.findings import safely
from kit.widgets.model_panel import ModelPanel, data_of, offer
from kit.widgets.number_table import number_table
from kit.widgets.panel import button, dropdown, row, text
from kit.widgets.quiet import new

_BATCH = 32
_WHO = (
    "<b>Who does what?</b> <code>compile</code> chooses the loss of 2 and the "
    "optimizer of 4. <code>fit</code> repeats 1 to 4 for every batch. "
    "<code>predict</code> is 1 alone."
)
_AFTER_LESS = (
    "On the same batch the loss is <b>{loss:.4f}</b>, {percent:.1f}&nbsp;% less&nbsp;✓."
)
_AFTER_MORE = (
    "On the same batch the loss is <b>{loss:.4f}</b>, {percent:.1f}&nbsp;% more&nbsp;✗"
    ": the step was too long."
)


class OneStepPanel(ModelPanel):
    """The microscope: one step of training in its parts; the model stays as it is.

    Args:
        data: A StudioData, or a function that returns one.
        model: A model; with None the panel waits for `update`.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> from kit.studio.data import StudioData
    >>> OneStepPanel(StudioData.load()).batch_field.value
    0
    """

    def __init__(self, data: Any, model: Any = None, styled: bool = True):
        self.taker: OneStep | None = None
        self.record: Any = None  # a StepRecord, once a step is taken
        super().__init__(
            translate("One step"),
            "model.train_on_batch(x, y)",
            "kit-one-step",
            translate(
                "What training does with one batch, in slow motion and with the real "
                "numbers. The model itself does not change here."
            ),
            data,
            model,
            styled,
        )

    def make(self) -> list[Any]:
        """Make the fields, the five parts and the table."""
        self.batch_field = new(
            widgets.BoundedIntText,
            max=0,
            description=translate("Batch"),
            tooltip=translate("{count} training samples", count=_BATCH),
        )
        self.rate_field = new(
            widgets.BoundedFloatText,
            value=0.001,
            max=1e6,
            step=None,
            description=translate("Learning rate"),
            tooltip=translate("How large the step is"),
        )
        self.more_button = button(
            "× 10", translate("Ten times the learning rate"), "kit-quiet"
        )
        self.less_button = button(
            "÷ 10", translate("A tenth of the learning rate"), "kit-quiet"
        )
        self.more_button.on_click(lambda _: self._scale(10))
        self.less_button.on_click(lambda _: self._scale(0.1))
        self.weights_menu = dropdown(
            translate("Weights"), translate("Which weights to show")
        )
        self.batch_field.observe(self._on_choice, "value")
        self.rate_field.observe(self._on_choice, "value")
        self.weights_menu.observe(self._on_weights, "value")
        self.steps = text(css_class="kit-steps")
        self.numbers = text(css_class="kit-step-numbers")
        self.norms = text(css_class="kit-step-norms")
        self.rates = row([self.rate_field, self.less_button, self.more_button])
        left = row([self.weights_menu, self.numbers], "kit-look-left")
        right = row([self.norms], "kit-look-right")
        fields = row([self.batch_field, self.rates], "kit-wide")
        who = text(f"<p>{translate(_WHO)}</p>", "kit-wide")
        return [fields, row([self.steps], "kit-wide"), left, right, who]

    def look(self) -> None:
        """Take the weights and the learning rate of now, and take a step."""
        probe = Probe.of(self.model, self.taker.probe if self.taker else None)
        self.taker = OneStep(probe)
        rate = self.taker.rate
        self.rates.layout.display = "none" if rate is None else None
        with self.quietly():
            self.batch_field.max = max(0, len(self.data.x_train) // _BATCH - 1)
            if rate is not None:
                self.rate_field.value = float(f"{rate:.6g}")
        self._take()

    # Handlers

    @safely
    def _on_choice(self, _) -> None:
        if not self.is_setting and self.taker is not None:
            self.later(self._take)

    @safely
    def _on_weights(self, _) -> None:
        if not self.is_setting:
            self.later(self._draw_numbers)

    @safely
    def _scale(self, factor: float) -> None:
        self.rate_field.value = float(f"{self.rate_field.value * factor:.6g}")

    def _take(self) -> None:
        start = self.batch_field.value * _BATCH
        x = self.data.x_train[start : start + _BATCH]
        y = self.data.y_train[start : start + _BATCH]
        rate = None if self.taker.rate is None else self.rate_field.value
        self.record = self.taker.take(x, y, rate)
        self._labels = y
        with self.quietly():
            offer(self.weights_menu, [(_title(w), w.name) for w in self.record.weights])
        self._draw()

    # Drawing

    def _draw(self) -> None:
        record: StepRecord = self.record
        parts = [
            ("y_pred = model(x, training=True)", self._forward_words()),
            ("loss = model.compute_loss(x, y, y_pred)", self._loss_words()),
            ("gradient = jax.grad(loss_of)(weights)", _gradient(record)),
            (self._update_code(), self._update_words()),
            ("loss_of(weights)", _after_words(record)),
        ]
        titles = (
            translate("Forward"),
            translate("Loss"),
            translate("Gradient"),
            translate("Update"),
            translate("And now?"),
        )
        items = [
            _part_html(title, *part) for title, part in zip(titles, parts, strict=True)
        ]
        self.steps.value = f"<ol>{''.join(items)}</ol>"
        self._draw_numbers()
        largest = max((_ratio(w) for w in record.weights), default=0) or 1.0
        self.norms.value = number_table(
            [
                translate("Weights"),
                translate("length"),
                translate("gradient"),
                translate("update"),
                translate("update ÷ length"),
            ],
            [[w.name, *w.norms, _ratio(w)] for w in record.weights],
            translate("Lengths of all weights, gradients and updates"),
            [_ratio(w) / largest for w in record.weights],
        )

    def _draw_numbers(self) -> None:
        name = self.weights_menu.value
        steps = self.record.weights if self.record else ()
        chosen = next((step for step in steps if step.name == name), None)
        self.numbers.value = "" if chosen is None else _numbers_html(chosen)

    def _forward_words(self) -> str:
        outputs, labels = self.record.outputs, self._labels
        words = translate(
            "{count} samples in, outputs of shape {shape} out.",
            count=len(outputs),
            shape=outputs.shape,
        )
        found = Predictions(outputs, labels, self.data.class_names or None)
        if found.kind != "classes" or found.labels is None:
            return words
        label = int(found.labels[0])
        share = 100 * found.probabilities[0, label]
        first = translate(
            "The first is {name}; it gets {share:.1f} %.",
            name=escape(found.name(label)),
            share=share,
        )
        return f"{words} {first}"

    def _loss_words(self) -> str:
        loss = self.model.loss
        name = loss if isinstance(loss, str) else getattr(loss, "name", "loss")
        return translate(
            "<b>{loss:.4f}</b>: {name}, averaged over the batch.",
            loss=self.record.loss,
            name=escape(name.replace("_", " ")),
        )

    def _update_code(self) -> str:
        if type(self.model.optimizer).__name__ == "SGD":
            return "weights = weights - learning_rate * gradient"
        return "weights = weights + update(gradient)"

    def _update_words(self) -> str:
        name = type(self.model.optimizer).__name__
        rate = self.record.rate
        largest = max(float(np.abs(w.update).max()) for w in self.record.weights)
        if rate is not None:
            name = translate("{name} with learning rate {rate:g}", name=name, rate=rate)
        return translate(
            "{name}. The largest change of a weight is {largest:.2g}.",
            name=name,
            largest=largest,
        )


def one_step_of(studio: Any) -> OneStepPanel:
    """Make the panel for a studio."""
    return OneStepPanel(data_of(studio), styled=False)


def _title(step: WeightStep) -> str:
    return f"{step.name} ({' × '.join(map(str, step.before.shape))})"


def _ratio(step: WeightStep) -> float:
    before, _, update = step.norms
    return update / before if before else 0.0


def _part_html(title: str, code: str, words: str) -> str:
    return f"<li><b>{title}</b><code>{escape(code)}</code><p>{words}</p></li>"


def _gradient(record: StepRecord) -> str:
    count = sum(step.before.size for step in record.weights)
    strongest = max(record.weights, key=lambda w: float(np.abs(w.gradient).max()))
    slope = strongest.gradient[strongest.strongest(1)[0]]
    return translate(
        "One slope for each of {count:,} weights. The steepest is {slope}, in {name}.",
        count=count,
        slope=f"{slope:.3g}".replace("-", "−"),
        name=escape(strongest.name),
    )


def _after_words(record: StepRecord) -> str:
    change = record.loss_after - record.loss
    share = abs(change) / record.loss if record.loss else 0.0
    words = _AFTER_LESS if change < 0 else _AFTER_MORE
    return translate(words, loss=record.loss_after, percent=100 * share)


def _numbers_html(step: WeightStep) -> str:
    rows = []
    for place in step.strongest(6):
        arrays = (step.before, step.gradient, step.update, step.after)
        index = ", ".join(map(str, place))
        rows.append([f"[{index}]", *(float(array[place]) for array in arrays)])
    return number_table(
        [
            translate("Place"),
            translate("before"),
            translate("gradient"),
            translate("update"),
            translate("after"),
        ],
        rows,
        translate("The six weights with the steepest slopes"),
    )
