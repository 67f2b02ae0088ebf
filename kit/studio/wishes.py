"""Wishes: numbers that a training is to take over from its next batch on.

Someone turns a knob while a `FitRun` trains; its thread grants the wish between two
batches, and writes down what was changed.
"""

from typing import Any

from kit.studio.fit_record import FitRecord
from kit.studio.fit_start import rate_of
from kit.training.numbers import Number, numbers_of

RATE = "learning rate"


class Wishes:
    """The numbers of a model by name, as they are and as they are to be.

    The learning rate is an input of the compiled step. The others, such as momentum,
    are compiled into it; the first change of one compiles it once more.

    >>> wishes = Wishes()
    >>> wishes.ask(RATE, 0.5); wishes.value(RATE) is None  # there is no model yet
    True
    """

    def __init__(self):
        self._wished: dict[str, float] = {}
        self._model: Any = None
        self._numbers: dict[str, Number] = {}
        self._values: dict[str, float] = {}

    @property
    def numbers(self) -> dict[str, float]:
        """All but the learning rate, such as `{"momentum": 0.9}`."""
        return {
            name: self._wished.get(name, self._values[name]) for name in self._numbers
        }

    def value(self, name: str) -> float | None:
        """Return the number of the next batch; None where there is none."""
        now = self._values.get(name)
        return now if now is None else self._wished.get(name, now)

    def ask(self, name: str, value: float) -> None:
        """Wish for another number from the next batch on."""
        self._wished[name] = float(value)

    def clear(self) -> None:
        """Forget what was wished for."""
        self._wished = {}

    def look(self, model: Any, anew: bool = False) -> None:
        """Take down the numbers of a model.

        Args:
            model: A compiled model.
            anew: Whether its layers may have changed, so that it has to be searched.
        """
        if anew or model is not self._model:
            self._model = model
            found = numbers_of(model) if getattr(model, "optimizer", None) else []
            self._numbers = {number.label: number for number in found}
        rate = rate_of(model)
        self._values = {} if rate is None else {RATE: rate}
        self._values |= {name: one.value for name, one in self._numbers.items()}

    def grant(self, record: FitRecord) -> bool:
        """Give the model the numbers that were wished for; tell whether any changed.

        Args:
            record: Where it is noted.
        """
        wished, self._wished = self._wished, {}
        any_changed = False
        for name, after in wished.items():
            before = self._values.get(name)
            if before is None or after == before:
                continue
            if name == RATE:
                self._model.optimizer.learning_rate = after
            else:
                self._numbers[name].value = after
            self._values[name] = after
            record.note(name, before, after)
            any_changed = True
        return any_changed


def limits(name: str) -> tuple[float, float]:
    """Return the least and the greatest sensible value of a number.

    A momentum stays above 0, as at 0 its rule would have no memory to go on with.

    >>> limits("momentum"), limits("l2 of dense")
    ((0.01, 0.9999), (0.0, 10.0))
    """
    if name.startswith("rate of "):
        return 0.0, 0.95
    if name in ("momentum", "rho", "beta_1", "beta_2"):
        return 0.01, 0.9999
    return 0.0, 10.0
