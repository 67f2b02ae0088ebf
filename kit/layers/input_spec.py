"""InputSpec: the shapes that a layer accepts, and the message for those it does not.

The check is a pure function of the description, the shapes and the layer's name.
"""

from typing import Any

import jax


class InputSpec:
    """Describes one input of a layer.

    Args:
        dtype: Kept for Keras's signature.
        shape: The whole shape, `None` where any size will do.
        ndim: Exact number of axes.
        max_ndim: Most axes.
        min_ndim: Fewest axes.
        axes: Sizes that single axes must have, such as `{-1: 784}`.

    >>> InputSpec(min_ndim=2, axes={-1: 784}).axes
    {-1: 784}
    """

    def __init__(
        self,
        dtype: str | None = None,
        shape: tuple | None = None,
        ndim: int | None = None,
        max_ndim: int | None = None,
        min_ndim: int | None = None,
        axes: dict[int, int | None] | None = None,
        allow_last_axis_squeeze: bool = False,
        name: str | None = None,
        optional: bool = False,
    ):
        self.dtype = dtype
        self.shape = None if shape is None else tuple(shape)
        self.ndim = len(self.shape) if self.shape is not None else ndim
        self.max_ndim = max_ndim
        self.min_ndim = min_ndim
        self.axes = {int(axis): size for axis, size in (axes or {}).items()}
        self.allow_last_axis_squeeze = allow_last_axis_squeeze
        self.name = name
        self.optional = optional


def assert_input_compatibility(spec: Any, inputs: Any, layer_name: str) -> None:
    """Check inputs against a layer's `input_spec`.

    Args:
        spec: An InputSpec, a list of them, or None for anything.
        inputs: Arrays or KerasTensors.
        layer_name: For the message.

    Raises:
        ValueError: That names the layer, the axis, what was expected and what came.

    >>> assert_input_compatibility(InputSpec(ndim=2), jax.numpy.zeros((3, 4)), "dense")
    """
    if spec is None:
        return
    specs = jax.tree.leaves(spec)
    tensors = jax.tree.leaves(inputs)
    if len(specs) != len(tensors):
        raise ValueError(
            f'Layer "{layer_name}" received {len(tensors)} inputs.\n'
            f"Expected {len(specs)}.\n"
            "Pass the inputs as one list: layer([a, b])."
        )
    for one, tensor in zip(specs, tensors, strict=True):
        _check(one, tuple(tensor.shape), layer_name)


def _check(spec: InputSpec, shape: tuple, layer_name: str) -> None:
    ndim = len(shape)
    wanted = None
    if spec.ndim is not None and ndim != spec.ndim:
        if not (spec.allow_last_axis_squeeze and spec.shape and spec.shape[-1] == 1):
            wanted = f"{spec.ndim} axes, {describe_axes(spec.ndim)}"
    elif spec.max_ndim is not None and ndim > spec.max_ndim:
        wanted = f"at most {spec.max_ndim} axes"
    elif spec.min_ndim is not None and ndim < spec.min_ndim:
        wanted = f"at least {spec.min_ndim} axes, {describe_axes(spec.min_ndim)}"
    if wanted:
        raise ValueError(
            f'Layer "{layer_name}" received an input of shape {shape}, {ndim} axes.\n'
            f"Expected {wanted}.\n{_axes_fix(spec, shape)}"
        )
    for axis, size in _sizes(spec, ndim):
        if shape[axis] not in (None, size):
            raise ValueError(
                f'Layer "{layer_name}" received an input of shape {shape}.\n'
                f"Expected size {size} along axis {axis}, found {shape[axis]}.\n"
                "Make the previous layer, or the data, end in that size, or build "
                "this layer anew for the new size."
            )


def _sizes(spec, ndim):
    if spec.shape is not None and len(spec.shape) == ndim:
        yield from ((i, n) for i, n in enumerate(spec.shape) if n is not None)
    for axis, size in spec.axes.items():
        if size is not None and -ndim <= axis < ndim:
            yield axis, size


def describe_axes(ndim: int) -> str:
    """Say in words what the axes of a batch mean.

    >>> describe_axes(4)
    '(batch, rows, columns, channels)'
    """
    words = {
        1: "(batch,)",
        2: "(batch, features)",
        3: "(batch, steps, features)",
        4: "(batch, rows, columns, channels)",
        5: "(batch, depth, rows, columns, channels)",
    }
    return words.get(ndim, f"{ndim} axes")


def _axes_fix(spec, shape):
    wanted = spec.ndim or spec.min_ndim or spec.max_ndim or 0
    if wanted == 4 and len(shape) == 3:
        return (
            "Add the channel axis: x = x[..., None], or begin the model with "
            f"Reshape({(*shape[1:], 1)})."
        )
    if wanted == 3 and len(shape) == 2:
        return (
            "Add the axis of features to a sequence: x = x[..., None]; "
            "or use Embedding for word numbers."
        )
    if wanted < len(shape):
        return "Flatten() turns everything after the batch into one axis."
    return "Reshape the data so that it has these axes."
