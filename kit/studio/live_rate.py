"""LiveRate: the learning rate, also while a model learns.

Of all numbers of an optimizer only the rate is always an input of the compiled step;
for the others see `kit.studio.wishes`.
"""

import math
from typing import Any

from kit.studio.compile_panel import CompileSpec
from kit.studio.fit_panel import FitRun
from kit.studio.fit_record import OVER
from kit.studio.fit_start import rate_of
from kit.studio.wishes import RATE

LEAST, GREATEST = 1e-5, 10.0


class LiveRate:
    """One number, wherever it is kept at the moment.

    While a training goes on it is the rate of that training; before and after, it is
    that of the choices of `compile`, or of a model that was given.

    Args:
        run: The FitRun.
        spec: The choices with which the next training begins.
        model: A compiled model, where there are no such choices.

    >>> spec = CompileSpec()
    >>> rate = LiveRate(FitRun(), spec)
    >>> rate.set(0.0123); spec.optimizer["config"]["learning_rate"], rate.value
    (0.012, 0.012)
    """

    def __init__(self, run: FitRun, spec: CompileSpec | None = None, model: Any = None):
        self.run, self.spec, self.model = run, spec, model

    @property
    def is_live(self) -> bool:
        """Whether a change counts for a training that goes on."""
        return self.run.status not in OVER

    @property
    def value(self) -> float | None:
        """The rate; None where it follows a plan, or where there is no model."""
        if self.is_live:
            return self.run.learning_rate
        if self.spec is None:
            return rate_of(self.run.model or self.model)
        rate = self.spec.optimizer["config"]["learning_rate"]
        return float(rate) if isinstance(rate, int | float) else None

    def set(self, rate: float) -> None:
        """Take another rate, of two digits.

        Args:
            rate: A number above 0.
        """
        rate = two_digits(rate)
        if self.is_live:
            self.run.change(RATE, rate)
        elif self.spec is not None:
            self.spec.update_optimizer(learning_rate=rate)
        else:
            model = self.run.model or self.model
            if rate_of(model) is not None:
                model.optimizer.learning_rate = rate


def two_digits(value: float) -> float:
    """Round a positive number to two digits, as the slider shows it.

    >>> two_digits(0.012589), two_digits(0.1)
    (0.013, 0.1)
    """
    places = 1 - math.floor(math.log10(value))
    return round(value, places)
