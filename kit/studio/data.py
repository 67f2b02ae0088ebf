"""StudioData: the arrays to learn from and to be tested on, and what they are.

The data strip shows it, the fit panel trains on it, and the inspector looks at it.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from kit.datasets import mnist

# name -> (function, the code that does the same, sentence for the strip)
_SOURCES = {
    "mnist_sample": (
        mnist.load_sample,
        "keras.datasets.mnist.load_sample()",
        "Handwritten digits, 28 by 28 pixels, from 0 (paper) to 255 (ink).",
    ),
}


@dataclass(frozen=True, eq=False)
class StudioData:
    """Arrays to train on and to test on.

    Args:
        x_train: Inputs to learn from, `(samples, ...)`.
        y_train: Their labels or targets, `(samples, ...)`.
        x_test: Inputs that the network never learns from.
        y_test: Their labels.
        class_names: One name for each class; empty for other targets than classes.
        name: What `load` knows it by; `None` for arrays of the user's own.
        sentence: What it is, in plain words.

    >>> data = StudioData.load("mnist_sample")
    >>> data.input_shape, data.num_classes, len(data.x_train), len(data.x_test)
    ((28, 28), 10, 4000, 1000)
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    class_names: tuple[str, ...] = ()
    name: str | None = None
    sentence: str = field(default="", repr=False)

    @classmethod
    def load(cls, name: str = "mnist_sample") -> "StudioData":
        """Load a data set that kit brings along.

        Raises:
            ValueError: If there is none of this name.
        """
        if name not in _SOURCES:
            raise ValueError(
                f"The studio has no data set called {name!r}.\n"
                f"Expected one of: {', '.join(_SOURCES)}.\n"
                "Pass arrays of your own: ((x_train, y_train), (x_test, y_test))."
            )
        function, _, sentence = _SOURCES[name]
        (x_train, y_train), (x_test, y_test) = function()
        names = tuple(str(number) for number in range(10))
        return cls(x_train, y_train, x_test, y_test, names, name, sentence)

    @classmethod
    def of(cls, data: Any = None, class_names: Any = None) -> "StudioData":
        """Make it from what a user has.

        Args:
            data: None for the digits that kit brings along, a StudioData, the name
                of a data set, or arrays `((x_train, y_train), (x_test, y_test))` as
                every `load_data()` returns them.
            class_names: One name for each class.

        Raises:
            ValueError: If it is none of these, or the arrays do not fit together.

        >>> x, y = np.zeros((6, 4)), np.array([0, 1, 2, 0, 1, 2])
        >>> StudioData.of(((x, y), (x, y))).class_names
        ('0', '1', '2')
        """
        if isinstance(data, cls):
            return data
        if data is None or isinstance(data, str):
            return cls.load(data or "mnist_sample")
        try:
            (x_train, y_train), (x_test, y_test) = data
        except (TypeError, ValueError) as error:
            raise ValueError(
                f"The data is {_words(data)}, which is not two pairs of arrays.\n"
                "Expected ((x_train, y_train), (x_test, y_test)).\n"
                "Pass what load_data() returns, as it is."
            ) from error
        x_train, y_train = _checked_pair("train", x_train, y_train)
        x_test, y_test = _checked_pair("test", x_test, y_test)
        names = _class_names(class_names, y_train, y_test)
        sentence = "Arrays of your own."
        return cls(x_train, y_train, x_test, y_test, names, None, sentence)

    @property
    def train(self) -> tuple[np.ndarray, np.ndarray]:
        """The pair that `fit` learns from."""
        return self.x_train, self.y_train

    @property
    def test(self) -> tuple[np.ndarray, np.ndarray]:
        """The pair that `fit` only watches (`validation_data`)."""
        return self.x_test, self.y_test

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The shape of one sample."""
        return tuple(self.x_train.shape[1:])

    @property
    def num_classes(self) -> int | None:
        """How many classes there are; None where the targets are no classes."""
        return len(self.class_names) or None

    @property
    def is_images(self) -> bool:
        """Whether a sample can be drawn as a picture."""
        shape = self.input_shape
        return len(shape) == 2 or (len(shape) == 3 and shape[-1] in (1, 3, 4))

    @cached_property
    def labels(self) -> np.ndarray | None:
        """The class of every training sample as a number, also of one-hot rows."""
        if not self.class_names:
            return None
        y = self.y_train
        wide = y.ndim == 2 and y.shape[1] > 1
        return y.argmax(axis=1) if wide else y.reshape(-1).astype(int)

    @property
    def counts(self) -> list[int]:
        """How many training samples each class has."""
        if self.labels is None:
            return []
        return np.bincount(self.labels, minlength=len(self.class_names)).tolist()

    def thumbnails(self, shift: int = 0) -> tuple[np.ndarray, list[int]]:
        """Return one picture of every class, and the classes.

        Args:
            shift: 0 for the first picture of each class, 1 for the second, ...

        >>> pictures, classes = StudioData.load().thumbnails()
        >>> pictures.shape, classes
        ((10, 28, 28), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        """
        places, classes = [], []
        for number in range(len(self.class_names)):
            found = np.flatnonzero(self.labels == number)
            if len(found):
                places.append(found[shift % len(found)])
                classes.append(number)
        return self.x_train[places], classes

    @property
    def code(self) -> str:
        """The lines of a program that load the same arrays, or a comment."""
        if self.name is None:
            return "# x_train, y_train, x_test, y_test: the arrays that you brought"
        return (
            f"train, test = {_SOURCES[self.name][1]}\n"
            "(x_train, y_train), (x_test, y_test) = train, test"
        )


def source_names() -> tuple[str, ...]:
    """Return the names of the data sets that kit brings along.

    >>> "mnist_sample" in source_names()
    True
    """
    return tuple(_SOURCES)


def source_of_code(call: str) -> str | None:
    """Return the name of the data set that a call of a program loads.

    >>> source_of_code("keras.datasets.mnist.load_sample()")
    'mnist_sample'
    """
    return next((name for name, one in _SOURCES.items() if one[1] == call), None)


def _words(data: Any) -> str:
    shape = getattr(data, "shape", None)
    return f"an array of shape {shape}" if shape else f"a {type(data).__name__}"


def _checked_pair(part: str, x: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.asarray(x), np.asarray(y)
    if x.ndim >= 2 and y.ndim >= 1 and len(x) == len(y) and len(x):
        return x, y
    raise ValueError(
        f"x_{part} has shape {x.shape} and y_{part} has shape {y.shape}.\n"
        "Expected one label for each sample, and samples with at least one number.\n"
        "Check how the arrays were loaded or cut."
    )


def _class_names(names: Any, y_train: np.ndarray, y_test: np.ndarray) -> tuple:
    if names is not None:
        return tuple(str(name) for name in names)
    if y_train.ndim == 2 and y_train.shape[1] > 1:
        one_hot = ((y_train == 0) | (y_train == 1)).all()
        one_hot = one_hot and (y_train.sum(axis=1) == 1).all()
        return tuple(map(str, range(y_train.shape[1]))) if one_hot else ()
    whole = y_train.dtype.kind in "biu"
    last = max(int(y_train.max()), int(y_test.max())) if whole else -1
    first = min(int(y_train.min()), int(y_test.min())) if whole else -1
    return tuple(map(str, range(last + 1))) if 0 <= first and last < 1000 else ()
