"""StudioData: the arrays to learn from and to be tested on, and what they are.

The data strip shows it, the fit panel trains on it, and the inspector looks at it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from kit.datasets import fashion_mnist, mnist, toy
from kit.studio.data_recipe import Arrays, DataRecipe, applied

_DIGITS = tuple(str(number) for number in range(10))


class Source(NamedTuple):
    """A data set that the studio can load.

    Attributes:
        title: What a menu shows.
        load: Returns its arrays, or the points of a toy.
        call: The code that does the same.
        sentence: What it is, in plain words.
        class_names: One name for each class.
        module: Where it comes from, if it has to be on this computer first; it has
            `is_cached` and `download`.
        size: How much that fetches.
    """

    title: str
    load: Callable[..., Any]
    call: str
    sentence: str
    class_names: tuple[str, ...]
    module: Any = None
    size: str = ""


def _toy_source(title: str, function: Callable, sentence: str) -> Source:
    call = f"keras.datasets.toy.{function.__name__}"
    return Source(title, function, call, sentence, ("0", "1"))


SOURCES = {
    "mnist_sample": Source(
        "Digits",
        mnist.load_sample,
        "keras.datasets.mnist.load_sample()",
        "Handwritten digits, 28 by 28 pixels, from 0 (paper) to 255 (ink).",
        _DIGITS,
    ),
    "mnist": Source(
        "MNIST, all digits",
        mnist.load_data,
        "keras.datasets.mnist.load_data()",
        "Handwritten digits, 28 by 28 pixels, from 0 (paper) to 255 (ink).",
        _DIGITS,
        mnist,
        "11 MB",
    ),
    "fashion_mnist": Source(
        "Fashion-MNIST",
        fashion_mnist.load_data,
        "keras.datasets.fashion_mnist.load_data()",
        "Pieces of clothing, 28 by 28 pixels, from 0 (paper) to 255 (ink).",
        fashion_mnist.class_names,
        fashion_mnist,
        "31 MB",
    ),
    "moons": _toy_source(
        "Moons", toy.moons, "Two half circles that reach into each other."
    ),
    "circles": _toy_source("Circles", toy.circles, "A circle inside another."),
    "spirals": _toy_source(
        "Spirals", toy.spirals, "Two arms of a spiral: hard for a small network."
    ),
    "xor": _toy_source(
        "XOR", toy.xor, "Class 1 where the two numbers differ in their sign."
    ),
}
OWN_SENTENCE = "Arrays of your own."


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
        recipe: How these arrays were chosen among all there are.
        whole: The data with all samples, if these are only some.

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
    recipe: DataRecipe = DataRecipe(None)
    whole: "StudioData | None" = field(default=None, repr=False)

    @classmethod
    def load(cls, name: str = "mnist_sample") -> "StudioData":
        """Load a data set by its name, with all its samples.

        Raises:
            ValueError: If there is none of this name, or it would have to be fetched
                from the web first.
        """
        return cls.made(DataRecipe(name).completed)

    @classmethod
    def made(
        cls, recipe: DataRecipe, whole: "StudioData | None" = None
    ) -> "StudioData":
        """Make the data that a recipe describes.

        Args:
            recipe: The recipe.
            whole: The data with all samples: for arrays of the user's own, or to spare
                the loading.

        Raises:
            ValueError: If the data is missing or has too few samples.

        >>> len(StudioData.made(DataRecipe("moons", 100, 20)).x_train)
        80
        """
        if recipe.is_toy:
            whole = _toy(recipe)
        elif whole is None or whole.name != recipe.name:
            whole = _loaded(recipe.name)
        return whole.with_recipe(recipe)

    def with_recipe(self, recipe: DataRecipe) -> "StudioData":
        """Return some of these samples; these are all there are."""
        if not recipe.lines or (recipe.is_toy and not recipe.wrong_labels):
            return replace(self, recipe=recipe)
        arrays = Arrays(self.x_train, self.y_train, self.x_test, self.y_test)
        changed = applied(recipe, arrays)._asdict()
        whole = None if recipe.is_toy else self
        return replace(self, **changed, recipe=recipe, whole=whole)

    @property
    def all_samples(self) -> "StudioData":
        """The data with all samples that there are."""
        return self if self.whole is None else self.whole

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
        return cls(x_train, y_train, x_test, y_test, names, None, OWN_SENTENCE)

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

    @property
    def is_plane(self) -> bool:
        """Whether the samples are points in the plane, in classes."""
        return self.input_shape == (2,) and bool(self.class_names)

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
        """The lines of a program that make the same arrays, or a comment."""
        recipe = self.recipe
        if self.name is None:
            first = "# x_train, y_train, x_test, y_test: the arrays that you brought"
        elif recipe.is_toy:
            numbers = f"num_samples={recipe.samples}, seed={recipe.seed}"
            first = f"x, y = {SOURCES[self.name].call}({numbers})"
        else:
            first = (
                f"train, test = {SOURCES[self.name].call}\n"
                "(x_train, y_train), (x_test, y_test) = train, test"
            )
        return "\n".join([first, *recipe.lines])


def source_names() -> tuple[str, ...]:
    """Return the names of the data sets that the studio can load.

    >>> "mnist_sample" in source_names()
    True
    """
    return tuple(SOURCES)


def source_of_code(call: str) -> str | None:
    """Return the name of the data set that a call of a program loads.

    >>> source_of_code("keras.datasets.mnist.load_sample()")
    'mnist_sample'
    """
    return next((name for name, one in SOURCES.items() if one.call == call), None)


def is_available(name: str | None) -> bool:
    """Tell whether a data set is on this computer, so that nothing is fetched.

    >>> is_available("mnist_sample")
    True
    """
    module = SOURCES[name].module if name in SOURCES else None
    return module is None or module.is_cached()


def _loaded(name):
    if name is None:
        raise ValueError(
            "The data are arrays of your own, which are missing.\n"
            "Expected them again: ((x_train, y_train), (x_test, y_test)).\n"
            "Pass them along with the project."
        )
    if name not in SOURCES:
        raise ValueError(
            f"The studio has no data set called {name!r}.\n"
            f"Expected one of: {', '.join(SOURCES)}.\n"
            "Pass arrays of your own: ((x_train, y_train), (x_test, y_test))."
        )
    source = SOURCES[name]
    if not is_available(name):
        raise ValueError(
            f"{source.title} is not on this computer yet.\n"
            "Expected it in Keras's cache folder; the studio fetches nothing unasked.\n"
            f"Press Download, or run {source.call} in a cell."
        )
    (x_train, y_train), (x_test, y_test) = source.load()
    names, sentence = source.class_names, source.sentence
    recipe = DataRecipe(name)
    return StudioData(x_train, y_train, x_test, y_test, names, name, sentence, recipe)


def _toy(recipe):
    source = SOURCES[recipe.name]
    x, y = source.load(num_samples=recipe.samples, seed=recipe.seed)
    cut = recipe.tested
    arrays = Arrays(x[cut:], y[cut:], x[:cut], y[:cut])
    return StudioData(*arrays, source.class_names, recipe.name, source.sentence, recipe)


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
