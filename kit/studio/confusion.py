"""Confusion: which classes a model mixes up, and the samples behind every number.

The confusion panel shows it; it is made of the `Predictions` that the inspector has.
"""

from typing import NamedTuple

import numpy as np

from kit.studio.inspector import Predictions
from kit.texts.language import translate

_ONE_RIGHT = "{count} sample is {true} and rightly recognized."
_SOME_RIGHT = "{count:,} samples are {true} and rightly recognized."
_ONE_WRONG = "{count} sample is {true} but is taken for {predicted}."
_SOME_WRONG = "{count:,} samples are {true} but are taken for {predicted}."
_PAIR_ONCE = "{first} and {second}: once ({first} taken for {second})"
_PAIR_ONE_WAY = "{first} and {second}: {total:,} times ({first} taken for {second})"
_PAIR = (
    "{first} and {second}: {total:,} times ({first} taken for {second}: {there:,}, "
    "{second} taken for {first}: {back:,})"
)


class Pair(NamedTuple):
    """Two classes that are mixed up: how often one way, and the other way."""

    first: int
    second: int
    there: int
    back: int

    @property
    def total(self) -> int:
        """How often they are mixed up at all."""
        return self.there + self.back


class Confusion:
    """The counts of true and predicted classes.

    Args:
        predictions: Predictions of classes whose labels are known.

    Attributes:
        counts: Array `(classes, classes)`; row: true, column: predicted.

    Raises:
        ValueError: If there are no classes or no labels.

    >>> found = Predictions([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]], [0, 0, 1])
    >>> Confusion(found).counts.tolist()
    [[1, 1], [0, 1]]
    """

    def __init__(self, predictions: Predictions):
        if predictions.kind != "classes" or predictions.labels is None:
            raise ValueError(
                "These predictions have no classes that could be mixed up.\n"
                "Expected a model that chooses between classes, and their labels.\n"
                "Take data with labels such as 0, 1, 2."
            )
        self.predictions = predictions
        labels, guesses = predictions.labels, predictions.guesses
        known = np.isfinite(predictions.probabilities).all(axis=1)
        known &= (labels >= 0) & (labels < len(predictions.class_names))
        self._known = known
        size = len(predictions.class_names)
        self.counts = np.zeros((size, size), int)
        np.add.at(self.counts, (labels[known], guesses[known]), 1)

    @property
    def class_names(self) -> list[str]:
        """The names of the classes, in the order of rows and columns."""
        return self.predictions.class_names

    def behind(self, true: int, predicted: int) -> np.ndarray:
        """Return the samples behind one cell, the most confident first.

        >>> found = Predictions([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]], [0, 0, 0])
        >>> Confusion(found).behind(0, 1).tolist()
        [1, 2]
        """
        found = self.predictions
        chosen = (found.labels == true) & (found.guesses == predicted) & self._known
        return self._sorted(chosen)

    def mistakes(self) -> np.ndarray:
        """Return the samples that are predicted wrongly, the most confident first."""
        found = self.predictions
        return self._sorted((found.labels != found.guesses) & self._known)

    def pairs(self) -> list[Pair]:
        """Return the classes that are mixed up, the most frequent first."""
        size = len(self.counts)
        pairs = [
            Pair(*_larger_first(self.counts, a, b))
            for a in range(size)
            for b in range(a + 1, size)
        ]
        return sorted((p for p in pairs if p.total), key=lambda p: -p.total)

    # In words

    def describe_cell(self, true: int, predicted: int) -> str:
        """Say what one number of the matrix means.

        >>> found = Predictions([[0.9, 0.1], [0.2, 0.8]], [0, 0], ["cat", "dog"])
        >>> Confusion(found).describe_cell(0, 1)
        '1 sample is cat but is taken for dog.'
        """
        count, names = int(self.counts[true, predicted]), self.class_names
        if true == predicted:
            words = _ONE_RIGHT if count == 1 else _SOME_RIGHT
        else:
            words = _ONE_WRONG if count == 1 else _SOME_WRONG
        return translate(
            words, count=count, true=names[true], predicted=names[predicted]
        )

    def describe_pairs(self, most: int = 3) -> list[str]:
        """Say which classes are mixed up most often.

        >>> found = Predictions([[0.9, 0.1], [0.2, 0.8]], [1, 0], ["cat", "dog"])
        >>> Confusion(found).describe_pairs()
        ['cat and dog: 2 times (cat taken for dog: 1, dog taken for cat: 1)']
        """
        return [self._pair_words(pair) for pair in self.pairs()[:most]]

    def _pair_words(self, pair: Pair) -> str:
        first, second = self.class_names[pair.first], self.class_names[pair.second]
        words = _PAIR_ONCE if pair.total == 1 else _PAIR_ONE_WAY
        return translate(
            _PAIR if pair.back else words,
            first=first,
            second=second,
            total=pair.total,
            there=pair.there,
            back=pair.back,
        )

    def _sorted(self, chosen: np.ndarray) -> np.ndarray:
        found = np.flatnonzero(chosen)
        order = np.argsort(-self.predictions.confidences[found], kind="stable")
        return found[order]


def _larger_first(counts: np.ndarray, a: int, b: int) -> tuple[int, int, int, int]:
    there, back = int(counts[a, b]), int(counts[b, a])
    return (a, b, there, back) if there >= back else (b, a, back, there)
