"""Monitor: the number that a callback watches, and whether less or more is better."""

from typing import Any

import numpy as np

from kit import config
from kit.diagnosis.options import monitor_is_no_name
from kit.diagnosis.watching import unknown_direction
from kit.serialization import suggest

# Names of the Keras 2 years and what they are called today, in both directions.
OLD_NAMES = {"acc": "accuracy", "val_acc": "val_accuracy"}
_OTHER_NAMES = OLD_NAMES | {new: old for old, new in OLD_NAMES.items()}


class Monitor:
    """Reads a number from the logs and compares it with the best so far.

    Args:
        name: Key of the logs, such as `"val_loss"`.
        mode: `"min"`, `"max"` or `"auto"`, which asks the metric.
        min_delta: How much better a number must be to count as better.
        owner: The callback's name, for messages.

    >>> monitor = Monitor("val_loss")
    >>> monitor.resolve(None)
    >>> monitor.is_better(0.4, 0.5), monitor.is_better(0.4, None)
    (True, True)
    """

    def __init__(
        self,
        name: str,
        mode: str = "auto",
        min_delta: float = 0.0,
        owner: str = "callback",
    ):
        if mode not in ("min", "max", "auto"):
            raise ValueError(
                f"{owner} received mode={mode!r}.\n"
                'Expected "min", "max" or "auto".\n'
                'Write mode="max" for a number that should grow.'
            )
        found = monitor_is_no_name(owner, name)
        if found is not None:
            raise found.error(TypeError)
        self.name, self.mode, self.owner = name, mode, owner
        self.told = False  # that the number is not there
        self.min_delta = abs(min_delta)
        self.less_is_better: bool | None = None
        if mode != "auto":
            self.less_is_better = mode == "min"

    def resolve(self, model: Any) -> None:
        """Find out whether less or more is better.

        Raises:
            ValueError: If the metric does not say, as a function of one's own.
        """
        if self.less_is_better is not None:
            return
        plain = self.name.removeprefix("val_")
        if plain == "loss" or plain.endswith("_loss"):
            self.less_is_better = True
            return
        direction = _direction(model, plain)
        if direction is None:
            fewer = any(word in plain for word in ("error", "distance", "miss"))
            mode = "min" if fewer else "max"
            raise unknown_direction(self.owner, self.name, mode).error()
        self.less_is_better = direction == "down"

    def tell_new_name(self, model: Any) -> None:
        """Tell today's name of an older one now, not in the middle of a bar."""
        plain = self.name.removeprefix("val_")
        other = _OTHER_NAMES.get(plain)
        compiled = getattr(model, "_compiled_metrics", None)
        if self.told or other is None or compiled is None:
            return
        if compiled.metric_named(plain) is not None:
            return
        if compiled.metric_named(other) is not None:
            self._note(_OTHER_NAMES[self.name])

    def _note(self, other):
        if not self.told:
            config.note(f'monitor="{self.name}" is called "{other}" in this model.')

    def other_name(self) -> str | None:
        """Return what the number was called in older or newer years.

        >>> Monitor("val_acc").other_name()
        'val_accuracy'
        """
        return _OTHER_NAMES.get(self.name)

    def read(self, logs: dict | None) -> float | None:
        """Return the number, or None (with one note) if the logs do not have it."""
        logs = logs or {}
        if self.name in logs:
            return logs[self.name]
        other = _OTHER_NAMES.get(self.name)
        if other in logs:
            self._note(other)
            return logs[other]
        if self.told:
            return None
        config.note(
            f'{self.owner} watches "{self.name}", which is not there.'
            f"{suggest(self.name, logs)} Available: {', '.join(logs)}."
        )
        return None

    def is_better(self, value: float, best: float | None) -> bool:
        """Tell whether a number beats the best so far by more than `min_delta`.

        NaN never does, so that weights that have become NaN are not kept as the best.
        """
        if np.isnan(value):
            return False
        if best is None:
            return True
        if self.less_is_better:
            return bool(np.less(value + self.min_delta, best))
        return bool(np.greater(value - self.min_delta, best))


def _direction(model, name):
    """Ask the compiled metric of this name; guess as Keras 2 did for accuracies."""
    compiled = getattr(model, "_compiled_metrics", None)
    for known in (name, _OTHER_NAMES.get(name)):
        metric = compiled.metric_named(known) if compiled and known else None
        if metric is not None:
            return metric._direction
    return "up" if name in ("acc", "accuracy") else None
