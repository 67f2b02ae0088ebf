"""EinsumDense: a Dense layer whose kernel may have any number of axes."""

import copy
import re
from typing import Any, NamedTuple

import jax.numpy as jnp

from kit import activations, constraints, initializers, regularizers
from kit.initializers.variance_scaling import VarianceScaling
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer
from kit.serialization import register


@register("keras.layers")
class EinsumDense(Layer):
    """Connects inputs to outputs as an equation of axes says.

        outputs = activation(einsum(equation, inputs, kernel) + bias)

    In `"btf,fhd->bthd"` each letter is an axis: f is summed over, as it is missing
    behind the arrow, and h and d come from the kernel. `...` stands for any axes.

    Args:
        equation: The letters of inputs, kernel and outputs: `"ab,bc->ac"`.
        output_shape: Sizes of the outputs without the batch (and without `...`);
            `None` where the inputs say it.
        activation: Name or function; `None` leaves the sums unchanged.
        bias_axes: Letters of the outputs that the bias has, or None for no bias.
        kernel_initializer: How the kernel starts.
        bias_initializer: How the bias starts.
        kernel_regularizer: A penalty on the kernel.
        bias_regularizer: A penalty on the bias.
        kernel_constraint: A projection of the kernel after every update.
        bias_constraint: A projection of the bias after every update.

    >>> layer = EinsumDense("btf,fhd->bthd", (None, 2, 8), bias_axes="hd")
    >>> layer.compute_output_shape((None, 10, 16))
    (None, 10, 2, 8)
    """

    def __init__(
        self,
        equation: str,
        output_shape: int | tuple,
        activation: Any = None,
        bias_axes: str | None = None,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.equation = equation
        single = isinstance(output_shape, int)
        self.partial_output_shape = (output_shape,) if single else tuple(output_shape)
        self.bias_axes = bias_axes
        self.activation = activations.get(activation)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)

    def build(self, input_shape):
        """Make a kernel and a bias with the axes that the equation names."""
        plan = self._plan(input_shape)
        self.kernel = self.add_weight(
            name="kernel",
            shape=plan.kernel,
            initializer=self._initializer_for(plan),
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.bias = None
        if self.bias_axes is not None:
            self.bias = self.add_weight(
                name="bias",
                shape=plan.bias,
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        self.input_spec = InputSpec(ndim=len(input_shape))

    def _plan(self, input_shape):
        return plan_shapes(
            self.equation, self.partial_output_shape, self.bias_axes, input_shape
        )

    def _initializer_for(self, plan):
        """Tell the initializer which axes of the kernel are inputs and outputs."""
        if not isinstance(self.kernel_initializer, VarianceScaling):
            return self.kernel_initializer
        initializer = copy.copy(self.kernel_initializer)
        if initializer.input_axes is None or initializer.output_axes is None:
            initializer.input_axes = plan.input_axes
            initializer.output_axes = plan.output_axes
        return initializer

    def call(self, inputs):
        """Return activation(einsum(equation, inputs, kernel) + bias)."""
        outputs = jnp.einsum(self.equation, inputs, self.kernel)
        if self.bias is not None:
            outputs = outputs + self.bias
        return self.activation(outputs)

    def compute_output_shape(self, input_shape):
        """Return the sizes of the letters behind the arrow."""
        return self._plan(input_shape).outputs

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make the same layer."""
        return super().get_config() | {"output_shape": list(self.partial_output_shape)}


class EinsumShapes(NamedTuple):
    """The shapes that follow from an equation."""

    outputs: tuple
    kernel: tuple
    bias: tuple
    input_axes: list[int]
    output_axes: list[int]


def plan_shapes(
    equation: str, output_shape: tuple, bias_axes: str | None, input_shape: tuple
) -> EinsumShapes:
    """Return the shapes of outputs, kernel and bias that follow from an equation.

    Args:
        equation: Such as `"ab,bc->ac"`, or with `...` first or last.
        output_shape: Sizes of the outputs without the batch and without `...`.
        bias_axes: Letters of the outputs that the bias has, or None.
        input_shape: The shape of the inputs.

    Raises:
        ValueError: If the letters do not fit each other or the shapes.

    >>> plan_shapes("...x,xy->...y", (64,), "y", (None, 32, 128)).outputs
    (None, 32, 64)
    """
    inputs, kernel, outputs, side = _parts(equation)
    hidden = len(input_shape) - len(inputs)  # how many axes `...` stands for
    start = hidden if side == "left" else 0
    known = dict(zip(inputs, input_shape[start:], strict=False))
    first = input_shape[: max(start, 1)]
    last = input_shape[len(inputs) :] if side == "right" else ()
    full = (*first, *output_shape, *last)
    sizes = dict(zip(outputs, full[start:], strict=False))
    sizes = {
        letter: known.get(letter) if n is None else n for letter, n in sizes.items()
    }
    unknown = set(kernel) - set(sizes) - set(known) | set(bias_axes or "") - set(
        outputs
    )
    fits = hidden == 0 or (hidden > 0 and side)
    if not fits or unknown or len(full) != start + len(outputs) + len(last):
        raise ValueError(
            f'The equation "{equation}" does not fit the shape {tuple(input_shape)}.\n'
            f"Expected a size for each letter, from it or from {tuple(output_shape)}.\n"
            'Write for example EinsumDense("btf,fu->btu", (None, 64), bias_axes="u").'
        )
    shape = [(known | sizes)[letter] for letter in kernel]
    begin = min((outputs.index(letter) for letter in bias_axes or ""), default=0)
    bias = [sizes[n] if n in (bias_axes or "") else 1 for n in outputs[begin:]]
    return EinsumShapes(
        (*full[:start], *(sizes[letter] for letter in outputs), *last),
        tuple(shape),
        (*bias, *[1] * len(last)),
        [i for i, letter in enumerate(kernel) if letter not in outputs],
        [i for i, letter in enumerate(kernel) if letter in outputs],
    )


def _parts(equation):
    """Return the letters of inputs, kernel and outputs, and where `...` stands."""
    found = re.fullmatch(
        r"(\.{3})?([a-zA-Z]+)(\.{3})?,([a-zA-Z]+)->(\.{3})?([a-zA-Z]+)(\.{3})?",
        equation.replace(" ", ""),
    )
    if not found or found[1] != found[5] or found[3] != found[7]:
        raise ValueError(
            f'"{equation}" is not an equation of axes.\n'
            "Expected letters for inputs, kernel and outputs, and `...` on one side.\n"
            'Write for example "ab,bc->ac", or "...x,xy->...y".'
        )
    side = "left" if found[1] else "right" if found[3] else ""
    return found[2], found[4], found[6], side
