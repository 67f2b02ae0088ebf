"""Activation functions as layers, for those that have settings or weights.

The functions themselves are in kit.activations; `Activation` takes any of them.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit import activations, config, constraints, initializers, regularizers
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer
from kit.serialization import register


class ActivationLayer(Layer):
    """The common part: the shape stays, and so does the mask."""

    supports_masking = True

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        return input_shape


@register("keras.layers")
class ReLU(ActivationLayer):
    """Keeps positive numbers and sets the others to 0.

        outputs = max(inputs, 0)

    and with all settings

        outputs = max_value                              where inputs >= max_value
                = inputs                                 where inputs > threshold
                = negative_slope * (inputs - threshold)  elsewhere

    Args:
        max_value: The largest value of the outputs; `None` means no limit.
        negative_slope: The slope at and below the threshold, at least 0.
        threshold: Where the numbers start to be kept, at least 0.

    Output shape: the input's.

    >>> import numpy as np
    >>> ReLU(max_value=6)(np.array([-1.0, 2.0, 9.0])).tolist()
    [0.0, 2.0, 6.0]
    """

    def __init__(
        self,
        max_value: float | None = None,
        negative_slope: float = 0.0,
        threshold: float = 0.0,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if max_value is not None:
            check_not_negative(max_value, "max_value")
        self.max_value = max_value
        self.negative_slope = check_not_negative(negative_slope, "negative_slope")
        self.threshold = check_not_negative(threshold, "threshold")

    def call(self, inputs):
        """Return the rectified inputs."""
        return activations.relu(
            inputs, self.negative_slope, self.max_value, self.threshold
        )


@register("keras.layers")
class LeakyReLU(ActivationLayer):
    """Keeps positive numbers and makes negative ones smaller.

        outputs = inputs                     where inputs >= 0
                = negative_slope * inputs    where inputs < 0

    Args:
        negative_slope: The slope of the negative side, at least 0. The function
            `kit.activations.leaky_relu` has another default, 0.2.

    Output shape: the input's.

    >>> import numpy as np
    >>> LeakyReLU(negative_slope=0.5)(np.array([-1.0, 2.0])).tolist()
    [-0.5, 2.0]
    """

    def __init__(self, negative_slope: float = 0.3, **kwargs):
        if "alpha" in kwargs:
            negative_slope = kwargs.pop("alpha")
            config.note("LeakyReLU(alpha=...) is called negative_slope today.")
        super().__init__(**kwargs)
        self.negative_slope = check_not_negative(negative_slope, "negative_slope")

    def call(self, inputs):
        """Return the inputs, the negative ones made smaller."""
        return activations.leaky_relu(inputs, self.negative_slope)


@register("keras.layers")
class ELU(ActivationLayer):
    """Bends negative numbers smoothly towards `-alpha`.

        outputs = inputs                         where inputs > 0
                = alpha * (exp(inputs) - 1)      where inputs <= 0

    Args:
        alpha: The limit on the negative side.

    Output shape: the input's.

    >>> import numpy as np
    >>> print(ELU()(np.array([-1.0, 2.0])).round(3))
    [-0.632  2.   ]
    """

    def __init__(self, alpha: float = 1.0, **kwargs):
        super().__init__(**kwargs)
        self.alpha = alpha

    def call(self, inputs):
        """Return the inputs, the negative ones bent."""
        return activations.elu(inputs, self.alpha)


@register("keras.layers")
class PReLU(ActivationLayer):
    """A leaky relu that learns its negative slope.

        outputs = max(inputs, 0) - alpha * max(-inputs, 0)

    Args:
        alpha_initializer: How the slopes start.
        alpha_regularizer: A penalty on the slopes.
        alpha_constraint: A projection of the slopes after every update.
        shared_axes: Axes along which there is one slope for all: `[1, 2]` gives each
            channel of an image one slope.

    Output shape: the input's.

    >>> import numpy as np
    >>> PReLU("ones")(np.array([[-1.0, 2.0]])).tolist()
    [[-1.0, 2.0]]
    """

    def __init__(
        self,
        alpha_initializer: Any = "Zeros",
        alpha_regularizer: Any = None,
        alpha_constraint: Any = None,
        shared_axes: int | list[int] | None = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.alpha_initializer = initializers.get(alpha_initializer)
        self.alpha_regularizer = regularizers.get(alpha_regularizer)
        self.alpha_constraint = constraints.get(alpha_constraint)
        several = shared_axes is None or isinstance(shared_axes, list | tuple)
        self.shared_axes = shared_axes if several else [shared_axes]

    def build(self, input_shape):
        """Make one slope for each place of a sample that does not share one."""
        shared = self.shared_axes or []
        shape = [1 if axis in shared else n for axis, n in enumerate(input_shape)]
        self.alpha = self.add_weight(
            name="alpha",
            shape=tuple(shape[1:]),
            initializer=self.alpha_initializer,
            regularizer=self.alpha_regularizer,
            constraint=self.alpha_constraint,
        )
        own = [axis for axis in range(1, len(shape)) if axis not in shared]
        axes = {axis: input_shape[axis] for axis in own}
        self.input_spec = InputSpec(ndim=len(input_shape), axes=axes)

    def call(self, inputs):
        """Return the inputs, the negative ones times alpha."""
        positive, negative = activations.relu(inputs), activations.relu(-inputs)
        return positive - self.alpha * negative


@register("keras.layers")
class Softmax(ActivationLayer):
    """Turns numbers into probabilities that add up to 1.

        outputs[i] = exp(inputs[i]) / (exp(inputs[0]) + exp(inputs[1]) + ...)

    Args:
        axis: The axis, or axes, along which the outputs add up to 1.

    A mask, given to the call, says with `True` which entries take part; the others
    become 0. Its shape must fit the inputs.

    Output shape: the input's.

    >>> import numpy as np
    >>> x = np.array([[1.0, 1.0, 5.0]])
    >>> Softmax()(x, mask=np.array([[True, True, False]])).tolist()
    [[0.5, 0.5, 0.0]]
    """

    def __init__(self, axis: int | list[int] = -1, **kwargs):
        super().__init__(**kwargs)
        self.axis: Any = axis

    def call(self, inputs, mask=None):
        """Return the probabilities."""
        if mask is None:
            return activations.softmax(inputs, self.axis)
        mask = self._checked_mask(mask, inputs)
        lowest = -3e4 if inputs.dtype == jnp.float16 else -1e9
        outputs = activations.softmax(jnp.where(mask, inputs, lowest), self.axis)
        return jnp.where(mask, outputs, 0)  # also where the mask leaves out everything

    def _checked_mask(self, mask, inputs) -> jax.Array:
        pairs = zip(mask.shape[::-1], inputs.shape[::-1], strict=False)
        if mask.ndim > inputs.ndim or any(m not in (1, n) for m, n in pairs):
            raise ValueError(
                f'Layer "{self.name}" received a mask of shape {mask.shape}.\n'
                f"Expected a shape that fits the inputs, {inputs.shape}.\n"
                "Add axes of size 1 to the mask where it is the same for all."
            )
        return mask if mask.dtype == bool else mask > 0.5


def check_not_negative(value: Any, name: str) -> float:
    """Return a number from 0 up.

    Raises:
        ValueError: For anything else.

    >>> check_not_negative(0.3, "negative_slope")
    0.3
    """
    if not hasattr(value, "__float__") or not float(value) >= 0:
        raise ValueError(
            f"{name}={value!r} is not available.\n"
            "Expected a number from 0 up.\n"
            f"Write for example {name}=0.1."
        )
    return value
