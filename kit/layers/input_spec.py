"""InputSpec: the shapes that a layer accepts, and the message for those it does not.

The check is a pure function of the description, the shapes and the layer's name.
"""

from typing import Any

import jax

from kit.diagnosis.shapes import missing_axis, other_size


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
    found = None
    if spec.ndim is not None:
        if not (spec.allow_last_axis_squeeze and spec.shape and spec.shape[-1] == 1):
            found = missing_axis(layer_name, shape, spec.ndim)
    elif spec.max_ndim is not None and ndim > spec.max_ndim:
        found = missing_axis(layer_name, shape, spec.max_ndim, "at most ")
    elif spec.min_ndim is not None and ndim < spec.min_ndim:
        found = missing_axis(layer_name, shape, spec.min_ndim, "at least ")
    if found is not None:
        raise found.error()
    for axis, size in _sizes(spec, ndim):
        if shape[axis] not in (None, size):
            raise other_size(layer_name, shape, axis, size).error()


def _sizes(spec, ndim):
    if spec.shape is not None and len(spec.shape) == ndim:
        yield from ((i, n) for i, n in enumerate(spec.shape) if n is not None)
    for axis, size in spec.axes.items():
        if size is not None and -ndim <= axis < ndim:
            yield axis, size
