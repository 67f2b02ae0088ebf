"""Regularizers: penalties on weights that are added to the loss.

They keep weights small, so that a model follows the noise in its data less closely.
Layers find them by name through `get`.
"""

import math
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike

from kit import config, serialization
from kit.diagnosis.names import unknown_attribute as _unknown
from kit.serialization import register

MODULE = "keras.regularizers"


class Regularizer:
    """Turns a weight into a penalty; subclasses define `__call__`.

    >>> class Largest(Regularizer):
    ...     def __call__(self, x):
    ...         return jnp.max(jnp.abs(x))
    >>> float(Largest()(jnp.array([1.0, -3.0])))
    3.0
    """

    def __call__(self, x: ArrayLike) -> jax.Array:
        """Return the penalty, one number, for the weight `x`."""
        raise NotImplementedError(
            f'The regularizer "{type(self).__name__}" has no __call__ method.\n'
            "Expected a method that returns one number.\n"
            "Define def __call__(self, x) in the class."
        )

    def get_config(self) -> dict:
        """Return the arguments that make the same regularizer."""
        return {}

    @classmethod
    def from_config(cls, config: dict) -> "Regularizer":
        """Make a regularizer from what `get_config` returned."""
        return cls(**config)


@register(MODULE)
class L1(Regularizer):
    """Penalizes the absolute values, which makes many weights exactly 0.

        penalty = l1 * sum(|x|)

    Args:
        l1: The strength, at least 0.

    >>> float(L1(0.5)([1.0, -3.0]))
    2.0
    """

    def __init__(self, l1: float = 0.01):
        self.l1 = _strength("l1", l1)

    def __call__(self, x: ArrayLike) -> jax.Array:
        """Return the penalty for the weight `x`."""
        return self.l1 * jnp.sum(jnp.abs(jnp.asarray(x)))

    def get_config(self) -> dict:
        """Return the arguments that make the same regularizer."""
        return {"l1": self.l1}


@register(MODULE)
class L2(Regularizer):
    """Penalizes the squares, which makes large weights smaller.

        penalty = l2 * sum(x**2)

    Args:
        l2: The strength, at least 0.

    >>> float(L2(0.5)([1.0, -3.0]))
    5.0
    """

    def __init__(self, l2: float = 0.01):
        self.l2 = _strength("l2", l2)

    def __call__(self, x: ArrayLike) -> jax.Array:
        """Return the penalty for the weight `x`."""
        return self.l2 * jnp.sum(jnp.square(jnp.asarray(x)))

    def get_config(self) -> dict:
        """Return the arguments that make the same regularizer."""
        return {"l2": self.l2}


@register(MODULE, "l1_l2")
class L1L2(Regularizer):
    """Penalizes the absolute values and the squares.

        penalty = l1 * sum(|x|) + l2 * sum(x**2)

    Args:
        l1: The strength of the absolute values, at least 0.
        l2: The strength of the squares, at least 0.

    >>> float(L1L2(l1=0.5, l2=0.5)([1.0, -3.0]))
    7.0
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0):
        self.l1 = _strength("l1", l1 or 0.0)
        self.l2 = _strength("l2", l2 or 0.0)

    def __call__(self, x: ArrayLike) -> jax.Array:
        """Return the penalty for the weight `x`."""
        x = jnp.asarray(x)
        return self.l1 * jnp.sum(jnp.abs(x)) + self.l2 * jnp.sum(jnp.square(x))

    def get_config(self) -> dict:
        """Return the arguments that make the same regularizer."""
        return {"l1": self.l1, "l2": self.l2}


@register(MODULE)
class OrthogonalRegularizer(Regularizer):
    """Penalizes rows, or columns, of a matrix that point in similar directions.

        penalty = factor * mean over all pairs of |cos(angle between the two)|

    Args:
        factor: The strength, at least 0.
        mode: `"rows"` or `"columns"`.

    >>> float(OrthogonalRegularizer(1.0)([[1.0, 0.0], [0.0, 2.0]]))
    0.0
    """

    def __init__(self, factor: float = 0.01, mode: str = "rows"):
        if mode not in ("rows", "columns"):
            raise ValueError(
                f"OrthogonalRegularizer received mode={mode!r}.\n"
                'Expected "rows" or "columns".\n'
                'Write mode="rows" to compare the rows of the matrix.'
            )
        self.factor = _strength("factor", factor)
        self.mode = mode

    def __call__(self, x: ArrayLike) -> jax.Array:
        """Return the penalty for the matrix `x`.

        Raises:
            ValueError: If `x` does not have two axes.
        """
        x = jnp.asarray(x)
        if x.ndim != 2:
            raise ValueError(
                f"OrthogonalRegularizer received a weight of shape {x.shape}.\n"
                "Expected a matrix, with two axes.\n"
                "Use it for the kernel of a Dense layer, or choose L2."
            )
        vectors = x if self.mode == "rows" else x.T  # (count, size)
        count = len(vectors)
        lengths_squared = jnp.sum(jnp.square(vectors), axis=1, keepdims=True)
        inverse_lengths = jnp.minimum(
            jax.lax.rsqrt(lengths_squared), 1 / config.epsilon()
        )
        unit_vectors = vectors * inverse_lengths
        cosines = unit_vectors @ unit_vectors.T * (1 - jnp.eye(count, dtype=x.dtype))
        # Every pair stands in this matrix twice.
        return self.factor * jnp.sum(jnp.abs(cosines)) / (count * (count - 1))

    def get_config(self) -> dict:
        """Return the arguments that make the same regularizer."""
        return {"factor": self.factor, "mode": self.mode}


def _strength(argument, value):
    """Return the strength of a penalty as a number, or explain what is wrong."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or value < 0:
        raise ValueError(
            f"A regularizer received {argument}={value!r}.\n"
            "Expected a number that is at least 0.\n"
            f"Write for example {argument}=0.01."
        )
    return float(value)


# Keras offers the classes under these names too.
l1 = L1
l2 = L2
l1_l2 = L1L2
orthogonal_regularizer = OrthogonalRegularizer


def get(identifier: Any) -> Callable | None:
    """Return the regularizer that a name, a description or an object stands for.

    Args:
        identifier: A name such as `"l2"`, what `serialize` returned, a class, or a
            function from a weight to one number. `None` stays `None`. The name
            `"l1_l2"` stands for `L1L2(l1=0.01, l2=0.01)`.

    Raises:
        ValueError: If nothing has this name; it proposes the closest one.

    >>> get("l2").get_config()
    {'l2': 0.01}
    """
    # By itself L1L2() would be no penalty at all, which nobody means by its name.
    if isinstance(identifier, str) and identifier in ("l1_l2", "l1l2", "L1L2"):
        return L1L2(l1=0.01, l2=0.01)
    return serialization.get(identifier, MODULE, "regularizer")


def serialize(regularizer: Callable) -> dict:
    """Describe a regularizer as plain JSON.

    >>> serialize(L2(0.1))["config"]
    {'l2': 0.1}
    """
    return serialization.serialize(regularizer)


def deserialize(config: str | dict, custom_objects: dict | None = None) -> Any:
    """Return the regularizer that `serialize` described.

    Args:
        config: A name or a description.
        custom_objects: `{name: class}` for regularizers of your own.

    >>> deserialize({"class_name": "L1", "config": {"l1": 0.5}}).l1
    0.5
    """
    with serialization.CustomObjectScope(custom_objects):
        return get(config)


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
