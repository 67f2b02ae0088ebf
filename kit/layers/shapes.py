"""Shapes of nested inputs: from tensors to shapes and from shapes to tensors.

A shape is a tuple of sizes with `None` for one that may vary; inputs may be nested in
lists, tuples and dicts, and their shapes are nested in the same way.
"""

from typing import Any

import jax

from kit.layers.symbolic import KerasTensor


def is_shape(value: Any) -> bool:
    """Tell whether a value is one shape, such as `(None, 784)`.

    >>> is_shape((None, 784)), is_shape([(None, 1), (None, 2)])
    (True, False)
    """
    if not isinstance(value, list | tuple):
        return False
    return all(size is None or isinstance(size, int) for size in value)


def shapes_of(tensors: Any) -> Any:
    """Return the shapes of nested tensors; `None` for what has no shape.

    >>> shapes_of([KerasTensor((None, 1)), KerasTensor((None, 2))])
    [(None, 1), (None, 2)]
    """
    if isinstance(tensors, dict):
        return {key: shapes_of(value) for key, value in tensors.items()}
    if isinstance(tensors, list):
        return [shapes_of(value) for value in tensors]
    if isinstance(tensors, tuple):
        return tuple(shapes_of(value) for value in tensors)
    if not hasattr(tensors, "shape"):
        return None
    # While shapes are traced, an unknown size is a symbol instead of None.
    return tuple(n if isinstance(n, int) else None for n in tensors.shape)


def from_shapes(shapes: Any, dtype: str) -> Any:
    """Return KerasTensors of nested shapes.

    >>> from_shapes((None, 784), "float32")
    <KerasTensor shape=(None, 784), dtype=float32>
    """
    if is_shape(shapes):
        return KerasTensor(tuple(shapes), dtype)
    if isinstance(shapes, dict):
        return {key: from_shapes(value, dtype) for key, value in shapes.items()}
    return type(shapes)(from_shapes(value, dtype) for value in shapes)


def kept_dtype(tensor: Any) -> str | None:
    """Return the number format of whole numbers, which no layer converts; else None.

    >>> kept_dtype(KerasTensor((None, 2), "int32"))
    'int32'
    """
    dtype = getattr(tensor, "dtype", "float32")
    return None if "float" in str(dtype) else str(dtype)


def example_inputs(structure: Any, size: int) -> Any:
    """Replace KerasTensors by array descriptions, with `size` for unknown sizes."""

    def fill(leaf):
        if not isinstance(leaf, KerasTensor):
            return leaf
        shape = tuple(size if n is None else n for n in leaf.shape)
        return jax.ShapeDtypeStruct(shape, leaf.dtype)

    return jax.tree.map(fill, structure)


def standardize_tuple(value: Any, rank: int, name: str, zero: bool = False) -> tuple:
    """Return `rank` whole numbers from one number or a tuple, as `kernel_size` takes.

    Args:
        value: A whole number, or a tuple or list of `rank` of them.
        rank: How many are wanted.
        name: The argument's name, for the message.
        zero: Whether 0 is allowed.

    Raises:
        ValueError: For anything else.

    >>> standardize_tuple(3, 2, "kernel_size")
    (3, 3)
    """
    numbers = tuple(value) if isinstance(value, list | tuple) else (value,) * rank
    lowest = 0 if zero else 1
    fits = len(numbers) == rank and all(
        isinstance(n, int) and not isinstance(n, bool) and n >= lowest for n in numbers
    )
    if not fits:
        raise ValueError(
            f"{name}={value!r} is not a size.\n"
            f"Expected a whole number from {lowest} up, or a tuple of {rank}.\n"
            f"Write for example {name}={(3,) * rank}."
        )
    return numbers


def _meant(value):
    """The whole number that a text or a fraction stands for, else a usual one."""
    try:
        return max(1, round(float(value))) if float(value) >= 1 else 64
    except (TypeError, ValueError, OverflowError):
        return 64


def positive_integer(value: Any, name: str) -> int:
    """Return `value` as a whole number above zero.

    Raises:
        ValueError: For anything else.

    >>> positive_integer(128, "units")
    128
    """
    whole = hasattr(value, "__index__") and not isinstance(value, bool)
    if not whole or int(value) < 1:
        raise ValueError(
            f"{name}={value!r} is not a size.\n"
            "Expected a whole number from 1 up.\n"
            f"Write for example {name}={_meant(value)}."
        )
    return int(value)
