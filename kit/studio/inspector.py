"""Predictions: what a model says about many samples, sorted and filtered.

The inspector shows them; a notebook may ask the same questions without any screen.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from kit.texts.language import translate

_ROWS = 128  # the images inside a convolutional network take 60 times their own room
ALL, RIGHT, WRONG = "all", "right", "wrong"
# name -> what the learner reads
ORDERS = {
    "index": "as in the data",
    "confident": "most confident first",
    "unsure": "least confident first",
    "mistakes": "most confident mistakes first",
}
NUMBER_ORDERS = {
    "index": "as in the data",
    "error": "largest error first",
    "accurate": "smallest error first",
}


_NUMBER = "Sample {number}: the model says {guess}."
_NUMBER_AND_TARGET = "Sample {number}: the model says {guess}; the target is {truth}."
_GUESS = "Sample {number}: the model says {guess}, {sure:.1f} % sure."
_GUESS_RIGHT = (
    "Sample {number}: the model says {guess}, {sure:.1f} % sure, which is right."
)
_GUESS_WRONG = (
    "Sample {number}: the model says {guess}, {sure:.1f} % sure, but it is {truth}."
)


class Predictions:
    """The outputs of a model for some inputs, beside what would have been right.

    Outputs become one of three kinds: `"classes"` with a probability for each class,
    `"numbers"` for other targets, or `"unknown"` where there are several outputs.

    Args:
        outputs: What `model.predict` returned.
        y: Labels, one-hot rows or target values; may be left out.
        class_names: One name for each class; by default the class numbers.

    >>> found = Predictions([[0.9, 0.1], [0.2, 0.8]], [0, 0])
    >>> found.summary
    '1 of 2 right (50.0 %)'
    >>> found.select(show="wrong").tolist()
    [1]
    """

    def __init__(
        self, outputs: Any, y: Any = None, class_names: Sequence[str] | None = None
    ):
        several = isinstance(outputs, dict | tuple) or (
            isinstance(outputs, list) and isinstance(outputs[0], np.ndarray)
        )
        self.note, self.are_logits = "", False
        self.targets = None if y is None else np.asarray(y)
        self.outputs = np.empty(0) if several else np.asarray(outputs, dtype=float)
        if not several:
            _check_length(self.outputs, self.targets)
        self.kind = "unknown" if several else _kind(self.outputs, self.targets)
        if self.kind == "unknown":
            self.note = translate(
                "The model has several outputs; only single ones can be shown."
            )
        if self.kind == "classes":
            found = _probabilities(self.outputs)
            self.probabilities, self.note, self.are_logits = found
            self.class_names = _names(class_names, self.probabilities.shape[1])

    @classmethod
    def of(
        cls, model: Any, x: Any, y: Any = None, class_names: Any = None
    ) -> "Predictions":
        """Ask a model about all inputs, a few at a time to spare the memory."""
        if not hasattr(x, "__array__"):  # several inputs in a list or dict
            return cls(model.predict(x, verbose=0), y, class_names)
        outputs = []
        for start in range(0, len(x), _ROWS):
            piece = model.predict(x[start : start + _ROWS], verbose=0)
            if not isinstance(piece, np.ndarray):
                return cls(piece)  # several outputs: it will say so
            outputs.append(piece)
        return cls(np.concatenate(outputs), y, class_names)

    def __len__(self) -> int:
        return len(self.outputs)

    # What the model says, one value for each sample

    @cached_property
    def labels(self) -> np.ndarray | None:
        """The right classes; None where there are none."""
        if self.targets is None or self.kind != "classes":
            return None
        is_rows = self.targets.ndim == 2 and self.targets.shape[1] > 1
        flat = self.targets.argmax(axis=1) if is_rows else self.targets.reshape(-1)
        return flat.astype(int)

    @cached_property
    def guesses(self) -> np.ndarray:
        """The likeliest classes."""
        return np.nan_to_num(self.probabilities, nan=-1.0).argmax(axis=1)

    @cached_property
    def confidences(self) -> np.ndarray:
        """The probabilities of the likeliest classes."""
        return np.nan_to_num(self.probabilities, nan=0.0).max(axis=1)

    @cached_property
    def right(self) -> np.ndarray | None:
        """Whether each guess is right; None where nobody knows."""
        if self.labels is None:
            return None
        is_known = np.isfinite(self.probabilities).all(axis=1)
        return (self.guesses == self.labels) & is_known

    @cached_property
    def errors(self) -> np.ndarray | None:
        """How far numbers are from their targets, on average over the outputs."""
        if self.targets is None or self.kind != "numbers":
            return None
        if self.targets.size != self.outputs.size:
            return None
        with np.errstate(invalid="ignore"):  # infinity less infinity
            difference = self.outputs - self.targets.reshape(self.outputs.shape)
        return np.abs(difference).reshape(len(self), -1).mean(axis=1)

    # Which samples, and in which order

    @property
    def orders(self) -> dict[str, str]:
        """The orders that make sense for this kind, and their names."""
        if self.kind == "classes":
            known = self.right is not None
            found = {k: v for k, v in ORDERS.items() if known or k != "mistakes"}
        elif self.errors is not None:
            found = NUMBER_ORDERS
        else:
            found = {"index": ORDERS["index"]}
        return {name: translate(words) for name, words in found.items()}

    def select(
        self, show: str = ALL, true_class: int | None = None, order: str = "index"
    ) -> np.ndarray:
        """Return the numbers of the samples that pass, in order.

        Args:
            show: `"all"`, `"right"` or `"wrong"`.
            true_class: Only samples of this class.
            order: One of `orders`; mistakes first come before what is right.

        >>> found = Predictions([[0.9, 0.1], [0.4, 0.6], [0.2, 0.8]], [0, 0, 1])
        >>> found.select(order="unsure").tolist(), found.select("wrong").tolist()
        ([1, 2, 0], [1])
        """
        passes = np.ones(len(self), dtype=bool)
        if show != ALL and self.right is not None:
            passes &= self.right if show == RIGHT else ~self.right
        if true_class is not None and self.labels is not None:
            passes &= self.labels == true_class
        found = np.flatnonzero(passes)
        return found[np.argsort(self._sort_key(order)[found], kind="stable")]

    def _sort_key(self, order: str) -> np.ndarray:
        if order not in self.orders or order == "index":
            return np.zeros(len(self))
        if self.errors is not None:
            known = np.nan_to_num(self.errors, nan=np.inf)
            return known if order == "accurate" else -known
        if order == "unsure":
            return self.confidences
        if order == "mistakes" and self.right is not None:
            return 2 * self.right - self.confidences
        return -self.confidences

    # In words

    @property
    def summary(self) -> str:
        """How good all of them are, in a few words."""
        if self.kind == "unknown":
            return self.note
        if self.right is not None:
            count, total = int(self.right.sum()), len(self)
            return translate(
                "{count:,} of {total:,} right ({percent:.1f} %)",
                count=count,
                total=total,
                percent=100 * count / total,
            )
        if self.errors is not None:
            return translate(
                "{count:,} samples, {error:.4g} off on average",
                count=len(self),
                error=self.errors.mean(),
            )
        return translate("{count:,} samples without labels", count=len(self))

    def is_lost(self, index: int) -> bool:
        """Whether the output for a sample is no number (NaN or infinity)."""
        return not np.isfinite(self.outputs[index]).all()

    def name(self, label: int) -> str:
        """The name of a class, also of one that the model does not know."""
        known = 0 <= label < len(self.class_names)
        return self.class_names[label] if known else str(label)

    def guess_text(self, index: int) -> str:
        """What the model says about a sample, as short as possible."""
        if self.is_lost(index):
            return "NaN"
        if self.kind == "classes":
            return self.name(int(self.guesses[index]))
        return _numbers(self.outputs[index]) if self.kind == "numbers" else "?"

    def truth_text(self, index: int) -> str:
        """What would be right for a sample; empty where nobody knows."""
        if self.labels is not None:
            return self.name(int(self.labels[index]))
        return "" if self.errors is None else _numbers(self.targets[index])

    def describe(self, index: int, number: int | None = None) -> str:
        """Say in one sentence what the model makes of a sample.

        Args:
            index: Its place in the predictions.
            number: What it is called; the same if left out.

        >>> Predictions([[0.9, 0.1]], [1], ["cat", "dog"]).describe(0)
        'Sample 0: the model says cat, 90.0 % sure, but it is dog.'
        """
        if self.kind == "unknown":
            return self.note
        number = index if number is None else number
        if self.is_lost(index):
            return translate(
                "Sample {number}: the model says nothing, its output is NaN.",
                number=number,
            )
        guess, truth = self.guess_text(index), self.truth_text(index)
        right = self.right is not None and bool(self.right[index])
        return translate(
            _sentence(self.kind, truth, right),
            number=number,
            guess=guess,
            truth=truth,
            sure=100 * self.confidences[index] if self.kind == "classes" else 0,
        )


def _sentence(kind: str, truth: str, right: bool) -> str:
    """Return the words for one sample, still without its numbers."""
    if kind == "numbers":
        return _NUMBER_AND_TARGET if truth else _NUMBER
    if not truth:
        return _GUESS
    return _GUESS_RIGHT if right else _GUESS_WRONG


def _check_length(outputs: np.ndarray, targets: np.ndarray | None) -> None:
    if targets is not None and len(targets) != len(outputs):
        raise ValueError(
            f"There are {len(outputs)} samples but {len(targets)} labels.\n"
            "Expected one label for each sample, in the same order.\n"
            "Cut both at the same place, for example x[:100] and y[:100]."
        )


def _kind(outputs: np.ndarray, targets: np.ndarray | None) -> str:
    if outputs.ndim != 2:
        return "numbers"
    if outputs.shape[1] == 1:
        is_binary = targets is not None and np.isin(targets, (0, 1)).all()
        return "classes" if is_binary else "numbers"
    if targets is None:
        sums = outputs.sum(axis=1)
        is_share = (outputs >= 0).all() and np.allclose(sums, 1, atol=1e-3)
        return "classes" if is_share else "numbers"
    is_rows = targets.shape == outputs.shape
    if is_rows:
        one_hot = np.isin(targets, (0, 1)).all() and (targets.sum(axis=1) == 1).all()
        return "classes" if one_hot else "numbers"
    is_whole = targets.dtype.kind in "iub" or bool((targets == targets.round()).all())
    return "classes" if targets.size == len(outputs) and is_whole else "numbers"


def _probabilities(outputs: np.ndarray) -> tuple[np.ndarray, str, bool]:
    """Return probabilities `(samples, classes)`, words about them, and if from logits.

    A model without a last softmax or sigmoid gives logits.
    """
    lost = ~np.isfinite(outputs).all(axis=1)
    known = outputs[~lost]
    note = ""
    if lost.any():
        note = translate(
            "{count:,} outputs are not numbers (NaN): the training lost its way. "
            "Take a smaller learning rate.",
            count=lost.sum(),
        )
    in_range = bool(((known >= 0) & (known <= 1)).all())
    if outputs.shape[1] == 1:
        if not in_range:
            outputs = 1 / (1 + np.exp(-np.clip(outputs, -500, 500)))
            note = note or translate("The model gives logits; shown is their sigmoid.")
        return np.concatenate([1 - outputs, outputs], axis=1), note, not in_range
    if in_range and np.allclose(known.sum(axis=1), 1, atol=1e-3):
        return outputs, note, False
    with np.errstate(invalid="ignore"):  # infinity less infinity
        powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    note = note or translate("The model gives logits; shown is their softmax.")
    return powers / powers.sum(axis=1, keepdims=True), note, True


def _names(names: Sequence[str] | None, count: int) -> list[str]:
    names = [str(number) for number in range(count)] if names is None else list(names)
    if len(names) < count:
        raise ValueError(
            f"There are {len(names)} class names, but the model has {count} outputs.\n"
            "Expected one name for each output, in their order.\n"
            "Add the missing names, or leave them out to see numbers."
        )
    return [str(name) for name in names]


def _numbers(values: Any) -> str:
    flat = np.asarray(values).reshape(-1)
    text = ", ".join(f"{value:.3g}" for value in flat[:3])
    return f"{text}, …" if len(flat) > 3 else text
