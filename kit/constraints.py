"""Constraints: rules that weights are brought back to after every update.

A layer's weight may carry one; the optimizer applies it. Layers find them by name
through `get`.
"""

from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike

from kit import config, serialization
from kit.diagnosis.names import unknown_attribute as _unknown
from kit.serialization import register

MODULE = "keras.constraints"


class Constraint:
    """Turns a weight into the nearest one that is allowed; subclasses say which.

    >>> class AtMostOne(Constraint):
    ...     def __call__(self, w):
    ...         return jnp.minimum(w, 1.0)
    >>> AtMostOne()(jnp.array([0.5, 2.0])).tolist()
    [0.5, 1.0]
    """

    def __call__(self, w: ArrayLike) -> ArrayLike:
        """Return the weight as it is; subclasses return one that is allowed."""
        return w

    def get_config(self) -> dict:
        """Return the arguments that make the same constraint."""
        return {}

    @classmethod
    def from_config(cls, config: dict) -> "Constraint":
        """Make a constraint from what `get_config` returned."""
        return cls(**config)


def _lengths(w, axis):
    """Return the length of every vector along `axis`, which keeps size 1."""
    axis = tuple(axis) if isinstance(axis, list) else axis
    return jnp.sqrt(jnp.sum(jnp.square(w), axis, keepdims=True))


@register(MODULE)
class MaxNorm(Constraint):
    """Shortens the vectors of a weight that are longer than a limit.

        w * min(length, max_value) / length

    Args:
        max_value: The greatest length.
        axis: The axis, or axes, along which a vector lies: 0 for the inputs of each
            unit of a Dense layer, `[0, 1, 2]` for the filters of a Conv2D layer.

    >>> print(MaxNorm(1.0)([[3.0, 0.3], [4.0, 0.4]]).round(3))
    [[0.6 0.3]
     [0.8 0.4]]
    """

    def __init__(self, max_value: float = 2, axis: int | Sequence[int] = 0):
        self.max_value = max_value
        self.axis = axis

    def __call__(self, w: ArrayLike) -> jax.Array:
        """Return the weight with its vectors shortened."""
        w = jnp.asarray(w)
        lengths = _lengths(w, self.axis)
        allowed = jnp.clip(lengths, 0, self.max_value)
        return w * (allowed / (config.epsilon() + lengths))

    def get_config(self) -> dict:
        """Return the arguments that make the same constraint."""
        return {"max_value": self.max_value, "axis": self.axis}


@register(MODULE)
class NonNeg(Constraint):
    """Replaces negative weights by 0.

        max(w, 0)

    >>> NonNeg()([-1.0, 2.0]).tolist()
    [0.0, 2.0]
    """

    def __call__(self, w: ArrayLike) -> jax.Array:
        """Return the weight without negative numbers."""
        return jnp.maximum(jnp.asarray(w), 0)


@register(MODULE)
class UnitNorm(Constraint):
    """Gives all vectors of a weight the length 1.

        w / length

    Args:
        axis: The axis, or axes, along which a vector lies.

    >>> print(UnitNorm()([[3.0], [4.0]]).round(3))
    [[0.6]
     [0.8]]
    """

    def __init__(self, axis: int | Sequence[int] = 0):
        self.axis = axis

    def __call__(self, w: ArrayLike) -> jax.Array:
        """Return the weight with vectors of length 1."""
        w = jnp.asarray(w)
        return w / (config.epsilon() + _lengths(w, self.axis))

    def get_config(self) -> dict:
        """Return the arguments that make the same constraint."""
        return {"axis": self.axis}


@register(MODULE)
class MinMaxNorm(Constraint):
    """Brings the vectors of a weight towards a range of lengths.

        wanted = rate * clip(length, min_value, max_value) + (1 - rate) * length
        w * wanted / length

    Args:
        min_value: The smallest length.
        max_value: The greatest length.
        rate: Which part of the way a vector goes each time; 1 is the whole way.
        axis: The axis, or axes, along which a vector lies.

    >>> print(MinMaxNorm(1.0, 2.0)([[3.0, 0.3], [4.0, 0.4]]).round(3))
    [[1.2 0.6]
     [1.6 0.8]]
    """

    def __init__(
        self,
        min_value: float = 0.0,
        max_value: float = 1.0,
        rate: float = 1.0,
        axis: int | Sequence[int] = 0,
    ):
        self.min_value = min_value
        self.max_value = max_value
        self.rate = rate
        self.axis = axis

    def __call__(self, w: ArrayLike) -> jax.Array:
        """Return the weight with its vectors brought towards the range."""
        w = jnp.asarray(w)
        lengths = _lengths(w, self.axis)
        allowed = jnp.clip(lengths, self.min_value, self.max_value)
        wanted = self.rate * allowed + (1 - self.rate) * lengths
        return w * (wanted / (config.epsilon() + lengths))

    def get_config(self) -> dict:
        """Return the arguments that make the same constraint."""
        return {
            "min_value": self.min_value,
            "max_value": self.max_value,
            "rate": self.rate,
            "axis": self.axis,
        }


# Keras offers the classes under these names too.
max_norm = MaxNorm
non_neg = NonNeg
unit_norm = UnitNorm
min_max_norm = MinMaxNorm


def get(identifier: Any) -> Callable | None:
    """Return the constraint that a name, a description or an object stands for.

    Args:
        identifier: A name such as `"max_norm"`, what `serialize` returned, a class, or
            a function from weight to weight. `None` stays `None`.

    Raises:
        ValueError: If nothing has this name; it proposes the closest one.

    >>> get("max_norm").get_config()
    {'max_value': 2, 'axis': 0}
    """
    return serialization.get(identifier, MODULE, "constraint")


def serialize(constraint: Callable) -> dict:
    """Describe a constraint as plain JSON.

    >>> serialize(NonNeg())["class_name"]
    'NonNeg'
    """
    return serialization.serialize(constraint)


def deserialize(config: str | dict, custom_objects: dict | None = None) -> Any:
    """Return the constraint that `serialize` described.

    Args:
        config: A name or a description.
        custom_objects: `{name: class}` for constraints of your own.

    >>> deserialize({"class_name": "UnitNorm", "config": {"axis": 1}}).axis
    1
    """
    with serialization.CustomObjectScope(custom_objects):
        return get(config)


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
