"""Initializers whose width fits the size of the layer: Glorot, He and Lecun.

They keep the size of activations and gradients alike from layer to layer.
"""

import math
from collections.abc import Sequence

import numpy as np

from kit.initializers.initializer import (
    RandomInitializer,
    normal,
    number_format,
    truncated_normal,
    uniform,
)
from kit.serialization import register, suggest

# Standard deviation of the normal distribution without what lies outside [-2, 2]
TRUNCATED_STDDEV = 0.8796256610342398

MODES = ("fan_in", "fan_out", "fan_avg")
DISTRIBUTIONS = ("uniform", "truncated_normal", "untruncated_normal")


def compute_fans(
    shape: Sequence[int],
    input_axes: Sequence[int] | None = None,
    output_axes: Sequence[int] | None = None,
) -> tuple[int, int]:
    """Return how many inputs and how many outputs a unit is connected to.

    Args:
        shape: The shape of a weight, with inputs and outputs on the last two axes and
            the window of a convolution on those before.
        input_axes: The axes of inputs, if they are others.
        output_axes: The axes of outputs, if they are others.

    >>> compute_fans((784, 10)), compute_fans((3, 3, 16, 32))
    ((784, 10), (144, 288))
    """
    shape = tuple(shape)
    if input_axes is not None and output_axes is not None:
        fan_in = math.prod(shape[axis] for axis in input_axes)
        fan_out = math.prod(shape[axis] for axis in output_axes)
        return fan_in, fan_out
    if len(shape) < 2:
        return math.prod(shape), math.prod(shape)
    window = math.prod(shape[:-2])
    return window * shape[-2], window * shape[-1]


@register("keras.initializers")
class VarianceScaling(RandomInitializer):
    """Draws numbers whose variance is `scale` divided by the number of connections.

        n = fan_in, fan_out or (fan_in + fan_out) / 2, by mode
        uniform:             between -sqrt(3 * scale / n) and sqrt(3 * scale / n)
        untruncated_normal:  standard deviation sqrt(scale / n)
        truncated_normal:    the same, without numbers beyond two deviations

    Args:
        scale: A positive number.
        mode: `"fan_in"`, `"fan_out"` or `"fan_avg"`.
        distribution: `"uniform"`, `"truncated_normal"` (also called `"normal"`) or
            `"untruncated_normal"`.
        seed: A whole number that chooses the numbers, or None.
        input_axes: The axes of inputs, if not the last but one.
        output_axes: The axes of outputs, if not the last.

    >>> VarianceScaling(2.0, "fan_out", "uniform", seed=1)((4, 3)).shape
    (4, 3)
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: int | None = None,
        input_axes: Sequence[int] | None = None,
        output_axes: Sequence[int] | None = None,
    ):
        super().__init__(seed)
        if not scale > 0:
            raise ValueError(
                f"VarianceScaling received scale={scale!r}.\n"
                "Expected a positive number.\n"
                "Write for example scale=2.0."
            )
        distribution = distribution.lower()
        if distribution == "normal":
            distribution = "truncated_normal"
        _check_choice("mode", mode, MODES)
        _check_choice("distribution", distribution, DISTRIBUTIONS)
        self.scale = scale
        self.mode = mode
        self.distribution = distribution
        self.input_axes = input_axes
        self.output_axes = output_axes

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        """Return random numbers of this shape."""
        fan_in, fan_out = compute_fans(shape, self.input_axes, self.output_axes)
        average = (fan_in + fan_out) / 2
        connections = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": average}
        variance = self.scale / max(1.0, connections[self.mode])
        generator = self.generator()
        if self.distribution == "uniform":
            limit = math.sqrt(3 * variance)  # the variance of uniform is limit**2 / 3
            values = uniform(generator, shape, -limit, limit)
        elif self.distribution == "untruncated_normal":
            values = math.sqrt(variance) * normal(generator, shape)
        else:
            stddev = math.sqrt(variance) / TRUNCATED_STDDEV
            values = stddev * truncated_normal(generator, shape)
        return values.astype(number_format(dtype))

    def get_config(self) -> dict:
        """Return the arguments that make the same initializer."""
        config = {
            "scale": self.scale,
            "mode": self.mode,
            "distribution": self.distribution,
            **super().get_config(),
        }
        # Named only where they are used: earlier versions of Keras know no axes.
        if self.input_axes is not None:
            config["input_axes"] = list(self.input_axes)
        if self.output_axes is not None:
            config["output_axes"] = list(self.output_axes)
        return config


def _check_choice(argument, value, choices):
    if value not in choices:
        raise ValueError(
            f"VarianceScaling received {argument}={value!r}.{suggest(value, choices)}\n"
            f"Expected one of: {', '.join(choices)}.\n"
            f'Write for example {argument}="{choices[0]}".'
        )


class _NamedScaling(VarianceScaling):
    """VarianceScaling whose first three arguments are fixed by the class."""

    fixed = (1.0, "fan_in", "uniform")

    def __init__(
        self,
        seed: int | None = None,
        input_axes: Sequence[int] | None = None,
        output_axes: Sequence[int] | None = None,
    ):
        super().__init__(*self.fixed, seed, input_axes, output_axes)

    def get_config(self) -> dict:
        """Return the arguments that make the same initializer."""
        config = super().get_config()
        for name in ("scale", "mode", "distribution"):
            del config[name]
        return config


@register("keras.initializers")
class GlorotUniform(_NamedScaling):
    """Draws evenly; the usual choice for layers with tanh, sigmoid or softmax.

        between -limit and limit, with limit = sqrt(6 / (fan_in + fan_out))

    Args:
        seed: A whole number that chooses the numbers, or None.
        input_axes: The axes of inputs, if not the last but one.
        output_axes: The axes of outputs, if not the last.

    >>> bool(abs(GlorotUniform(seed=1)((4, 2))).max() <= 1)
    True
    """

    fixed = (1.0, "fan_avg", "uniform")


@register("keras.initializers")
class GlorotNormal(_NamedScaling):
    """Draws from a truncated normal distribution, for tanh, sigmoid or softmax.

        standard deviation sqrt(2 / (fan_in + fan_out))

    Args:
        seed: A whole number that chooses the numbers, or None.
        input_axes: The axes of inputs, if not the last but one.
        output_axes: The axes of outputs, if not the last.

    >>> GlorotNormal(seed=1)((4, 2)).shape
    (4, 2)
    """

    fixed = (1.0, "fan_avg", "truncated_normal")


@register("keras.initializers")
class HeUniform(_NamedScaling):
    """Draws evenly; suits layers with relu.

        between -limit and limit, with limit = sqrt(6 / fan_in)

    Args:
        seed: A whole number that chooses the numbers, or None.
        input_axes: The axes of inputs, if not the last but one.
        output_axes: The axes of outputs, if not the last.

    >>> bool(abs(HeUniform(seed=1)((6, 2))).max() <= 1)
    True
    """

    fixed = (2.0, "fan_in", "uniform")


@register("keras.initializers")
class HeNormal(_NamedScaling):
    """Draws from a truncated normal distribution; suits layers with relu.

        standard deviation sqrt(2 / fan_in)

    Args:
        seed: A whole number that chooses the numbers, or None.
        input_axes: The axes of inputs, if not the last but one.
        output_axes: The axes of outputs, if not the last.

    >>> HeNormal(seed=1)((4, 2)).shape
    (4, 2)
    """

    fixed = (2.0, "fan_in", "truncated_normal")


@register("keras.initializers")
class LecunUniform(_NamedScaling):
    """Draws evenly, by the number of inputs alone.

        between -limit and limit, with limit = sqrt(3 / fan_in)

    Args:
        seed: A whole number that chooses the numbers, or None.
        input_axes: The axes of inputs, if not the last but one.
        output_axes: The axes of outputs, if not the last.

    >>> bool(abs(LecunUniform(seed=1)((3, 2))).max() <= 1)
    True
    """

    fixed = (1.0, "fan_in", "uniform")


@register("keras.initializers")
class LecunNormal(_NamedScaling):
    """Draws from a truncated normal distribution; suits layers with selu.

        standard deviation sqrt(1 / fan_in)

    Args:
        seed: A whole number that chooses the numbers, or None.
        input_axes: The axes of inputs, if not the last but one.
        output_axes: The axes of outputs, if not the last.

    >>> LecunNormal(seed=1)((4, 2)).shape
    (4, 2)
    """

    fixed = (1.0, "fan_in", "truncated_normal")
