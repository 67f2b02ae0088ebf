"""DataRecipe: which data, how many, how they are split, and which labels are wrong.

It stands below `kit.studio.data`: the same recipe is applied to arrays here, kept in a
project as plain values, and written and read as lines of a program.
"""

import ast
import re
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from kit.saving.refusal import refuse

MOST_WRONG = 50  # percent of the labels
MOST_SAMPLES = 1_000_000
MOST_POINTS = 20_000  # of a toy
GREATEST_SEED = 2**32 - 1
TOYS = ("moons", "circles", "spirals", "xor")
_TOY_POINTS, _TOY_TESTED = 500, 150
# Each line of a program that holds a number of the recipe; {} is the number.
_LINES = {
    "seed": "generator = np.random.default_rng({})",
    "tested": "tested = {}",
    "samples": "some = generator.permutation(len(x_train))[:{}]",
    "wrong_labels": "wrong = generator.random(len(y_train)) < {}",
}


class Arrays(NamedTuple):
    """What a program calls x_train, y_train, x_test and y_test."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


@dataclass(frozen=True)
class DataRecipe:
    """How the arrays of a project are made; the same recipe gives the same arrays.

    Args:
        name: The data set; None for arrays of the user's own.
        samples: How many samples to learn from, or points in the plane in all; None
            for all there are.
        tested: How many samples to test with, of all samples mixed; None for the
            split that the data set has.
        wrong_labels: How many percent of the training labels to make wrong, 0 to 50.
        seed: Decides which samples and which labels.

    >>> DataRecipe("moons").completed
    DataRecipe(name='moons', samples=500, tested=150, wrong_labels=0, seed=0)
    >>> DataRecipe("mnist_sample").content
    'mnist_sample'
    """

    name: str | None = "mnist_sample"
    samples: int | None = None
    tested: int | None = None
    wrong_labels: int = 0
    seed: int = 0

    @property
    def is_toy(self) -> bool:
        """Whether a formula makes the points."""
        return self.name in TOYS

    @property
    def completed(self) -> "DataRecipe":
        """The recipe with all that follows from what it says."""
        if not self.is_toy:
            return self if self.lines else replace(self, seed=0)
        points = _TOY_POINTS if self.samples is None else max(self.samples, 10)
        usual = points * _TOY_TESTED // _TOY_POINTS
        tested = usual if self.tested is None else self.tested
        tested = min(max(tested, 1), points - 2)
        return replace(self, samples=points, tested=tested)

    @property
    def is_random(self) -> bool:
        """Whether another seed would give other samples or labels."""
        return self.is_toy or bool(self.lines)

    def with_seed(self, seed: int) -> "DataRecipe":
        """Return the same recipe with another seed."""
        return replace(self, seed=seed % (GREATEST_SEED + 1))

    @property
    def needs_numpy(self) -> bool:
        """Whether its lines of a program use NumPy."""
        return any("np." in line for line in self.lines)

    # As plain values

    @property
    def content(self) -> Any:
        """The recipe as plain values: a name alone, where all else is usual."""
        if self == DataRecipe(self.name).completed:
            return self.name
        return asdict(self)

    @classmethod
    def of_content(cls, content: Any) -> "DataRecipe":
        """Read what `content` returned, or something that claims to be it.

        Raises:
            ValueError: If it is no such thing; the name is not looked up here.
        """
        if content is None or isinstance(content, str):
            return cls(content).completed
        if not isinstance(content, dict) or set(content) != set(asdict(cls())):
            raise refuse("The project's data is strange", "a name or a recipe")
        recipe = cls(**content)
        if recipe.name is not None and not isinstance(recipe.name, str):
            raise refuse("The data has a strange name", "a text")
        limits = {
            "samples": (1, MOST_POINTS if recipe.is_toy else MOST_SAMPLES),
            "tested": (1, MOST_SAMPLES),
            "wrong_labels": (0, MOST_WRONG),
            "seed": (0, GREATEST_SEED),
        }
        for name, (least, most) in limits.items():
            number = content[name]
            may_miss = number is None and name in ("samples", "tested")
            if not may_miss and not (type(number) is int and least <= number <= most):
                raise refuse(
                    f"The data has {name}={number!r:.40}",
                    f"a whole number from {least} to {most:,}",
                )
        return recipe.completed

    # As lines of a program

    @property
    def lines(self) -> list[str]:
        """The lines that come after all samples are loaded."""
        split, few = [], []
        if self.tested is not None:
            split = [
                f"tested = {self.tested}",
                "x_test, y_test = x[:tested], y[:tested]",
                "x_train, y_train = x[tested:], y[tested:]",
            ]
        if self.is_toy:  # these are mixed already
            return [*split, *self._from_generator(self._label_lines)]
        if split:
            split = [
                "x = np.concatenate([x_train, x_test])",
                "y = np.concatenate([y_train, y_test])",
                "order = generator.permutation(len(x))",
                "x, y = x[order], y[order]",
                *split,
            ]
        if self.samples is not None:
            few = [
                f"some = generator.permutation(len(x_train))[:{self.samples}]",
                "x_train, y_train = x_train[some], y_train[some]",
            ]
        return self._from_generator([*split, *few, *self._label_lines])

    @property
    def _label_lines(self):
        if not self.wrong_labels:
            return []
        return [
            f"wrong = generator.random(len(y_train)) < {self.wrong_labels / 100:g}",
            "classes = int(y_train.max()) + 1",
            "shift = generator.integers(1, classes, len(y_train))",
            "y_train = np.where(wrong, (y_train + shift) % classes, y_train)",
        ]

    def _from_generator(self, lines):
        start = f"generator = np.random.default_rng({self.seed})"
        return [start, *lines] if lines else []

    def with_lines(self, lines: list[str]) -> "DataRecipe":
        """Return the recipe whose lines these are, as far as their numbers tell.

        >>> recipe = DataRecipe(samples=100, wrong_labels=20, seed=3)
        >>> DataRecipe().with_lines(recipe.lines) == recipe
        True
        """
        found: dict[str, Any] = {}
        for name, line in _LINES.items():
            before, after = map(re.escape, line.split("{}"))
            for text in lines:
                match = re.fullmatch(rf"{before}(\d+\.?\d*){after}", text)
                if match:
                    found[name] = float(match[1])
        if "wrong_labels" in found:
            share = min(max(found["wrong_labels"], 0), MOST_WRONG / 100)
            found["wrong_labels"] = round(100 * share)
        if self.is_toy:
            found.pop("seed", None)  # the call that makes the points says it
        return replace(self, **{k: int(v) for k, v in found.items()}).completed


def is_recipe_line(text: str) -> bool:
    """Tell whether a statement looks like one that `DataRecipe.lines` returns.

    >>> is_recipe_line("x, y = x[order], y[order]"), is_recipe_line("x = x / 255")
    (True, False)
    """
    return _mask(text) in _MASKED


def normal(line: str) -> str:
    """Return a line of a program in the form that does not depend on its spaces.

    >>> normal("x=y  # why")
    'x = y'
    """
    return ast.unparse(ast.parse(line))


def _mask(text: str) -> str:
    return re.sub(r"\b\d+\.?\d*\b", "0", normal(text))


_EVERY_LINE = DataRecipe("own", 1, 1, 1, 1).lines
_MASKED = {_mask(line) for line in _EVERY_LINE}


def applied(recipe: DataRecipe, arrays: Arrays) -> Arrays:
    """Return what the lines of a recipe make of arrays.

    Raises:
        ValueError: If there are not enough samples, or no labels to make wrong.

    >>> x, y = np.arange(10.0)[:, None], np.arange(10) % 2
    >>> made = applied(DataRecipe(samples=4, tested=5), Arrays(x, y, x, y))
    >>> len(made.x_train), len(made.x_test)
    (4, 5)
    """
    x_train, y_train, x_test, y_test = arrays
    generator = np.random.default_rng(recipe.seed)
    if recipe.tested is not None and not recipe.is_toy:
        x = np.concatenate([x_train, x_test])
        y = np.concatenate([y_train, y_test])
        _check_enough(recipe.tested, len(x) - 1, "to test")
        order = generator.permutation(len(x))
        x, y = x[order], y[order]
        x_test, y_test = x[: recipe.tested], y[: recipe.tested]
        x_train, y_train = x[recipe.tested :], y[recipe.tested :]
    if recipe.samples is not None and not recipe.is_toy:
        _check_enough(1, len(x_train), "to learn from")
        some = generator.permutation(len(x_train))[: recipe.samples]
        x_train, y_train = x_train[some], y_train[some]
    if recipe.wrong_labels:
        _check_labels(y_train)
        wrong = generator.random(len(y_train)) < recipe.wrong_labels / 100
        classes = int(y_train.max()) + 1
        shift = generator.integers(1, classes, len(y_train))
        y_train = np.where(wrong, (y_train + shift) % classes, y_train)
    return Arrays(x_train, y_train, x_test, y_test)


def takes_wrong_labels(y: np.ndarray) -> bool:
    """Tell whether labels are class numbers, of which some can be made wrong.

    >>> takes_wrong_labels(np.array([0, 1])), takes_wrong_labels(np.eye(2))
    (True, False)
    """
    is_numbers = y.ndim == 1 and y.dtype.kind in "iu" and len(y) > 0
    return is_numbers and int(y.min()) >= 0 and 1 <= int(y.max()) < 1000


def _check_labels(y: np.ndarray) -> None:
    if not takes_wrong_labels(y):
        raise ValueError(
            f"Labels of shape {y.shape} and type {y.dtype} cannot be made wrong.\n"
            "Expected class numbers 0, 1, 2, ...: whole numbers in one row.\n"
            "Choose 0 % wrong labels for these data."
        )


def _check_enough(wanted: int, available: int, purpose: str) -> None:
    if wanted > available:
        raise ValueError(
            f"{wanted:,} samples {purpose} are more than there are.\n"
            f"Expected at most {available:,}.\n"
            "Choose a smaller number."
        )
