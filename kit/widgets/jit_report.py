"""JitPanel: what `jax.jit` made of one step of training, and how long calls take.

It shows a `JitReport` of `kit.studio.jit_report`.
"""

from typing import Any

from kit.studio.jit_report import JitReport, measure
from kit.texts.language import translate
from kit.visualization.svg import escape
from kit.widgets.model_panel import ModelPanel, data_of
from kit.widgets.number_table import number_table
from kit.widgets.panel import button, row, text

_MOST = 8
# The operations that take the time, and what they are.
_HEAVY = {
    "dot_general": "{name}, a product of matrices",
    "conv_general_dilated": "{name}, a convolution",
}


class JitPanel(ModelPanel):
    """Measures the compiled step when asked to.

    Args:
        data: A StudioData, or a function that returns one.
        model: A model; with None the panel waits for `update`.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> from kit.studio.data import StudioData
    >>> JitPanel(StudioData.load()).measure_button.description
    'Measure'
    """

    def __init__(self, data: Any, model: Any = None, styled: bool = True):
        super().__init__(
            translate("What jit did"),
            "step = jax.jit(model.train_step)",
            "kit-jit",
            translate(
                "The first call with a new shape turns Python into one program; later "
                "calls only run it."
            ),
            data,
            model,
            styled,
        )

    def make(self) -> list[Any]:
        """Make the button and the two tables."""
        self.measure_button = button(
            translate("Measure"),
            translate("Compile one step of training, and call it four times"),
        )
        self.measure_button.on_click(self._measure)
        self.sentence = text(css_class="kit-jit-words")
        self.calls, self.operations = text(), text()
        return [
            row([self.measure_button, self.sentence], "kit-wide"),
            row([self.calls], "kit-look-left"),
            row([self.operations], "kit-look-right"),
        ]

    def look(self) -> None:
        """Forget the numbers of another model."""
        self.sentence.value = f"<p>{translate('It takes a second or two.')}</p>"
        self.calls.value = self.operations.value = ""

    def _measure(self, _) -> None:
        self.measure_button.disabled = True
        words = translate("Measuring …")
        self.sentence.value = f"<p role='status'>{words}</p>"
        self.later(self._take_times)

    def _take_times(self) -> None:
        try:
            data = self.data
            self._draw(measure(self.model, data.x_train, data.y_train))
        finally:
            self.measure_button.disabled = False

    def _draw(self, report: JitReport) -> None:
        self.sentence.value = f"<p role='status'>{escape(report.words)}</p>"
        longest = max(call.seconds for call in report.calls)
        rows = [
            [
                translate(
                    "Call {number} with {samples} samples",
                    number=number,
                    samples=call.samples,
                ),
                f"{1000 * call.seconds:,.1f} ms",
                translate("yes, a new shape") if call.compiled else translate("no"),
            ]
            for number, call in enumerate(report.calls, 1)
        ]
        self.calls.value = number_table(
            [translate("Call"), translate("time"), translate("compiled?")],
            rows,
            translate(
                "{compilations} compilations in {calls} calls",
                compilations=report.compilations,
                calls=len(report.calls),
            ),
            [call.seconds / longest for call in report.calls],
        )
        self._draw_operations(report)

    def _draw_operations(self, report: JitReport) -> None:
        total = sum(report.operations.values())
        counts = report.operations
        heavy = [
            (translate(words, name=name), counts[name])
            for name, words in _HEAVY.items()
            if counts[name]
        ]
        light = [pair for pair in counts.most_common() if pair[0] not in _HEAVY]
        rows = heavy + light[: _MOST - len(heavy)]
        self.operations.value = number_table(
            [translate("Operation"), translate("how often")],
            rows,
            translate(
                "One step is {total:,} operations (its jaxpr); some of them",
                total=total,
            ),
            [count / max(count for _, count in rows) for _, count in rows],
        )


def jit_of(studio: Any) -> JitPanel:
    """Make the panel for a studio."""
    return JitPanel(data_of(studio), styled=False)
