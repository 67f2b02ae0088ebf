"""The arguments of a layer call: lists of numbers and Variables become JAX arrays.

Structures (lists, tuples and dicts of arrays) keep their form.
"""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kit.layers.call_context import current_context
from kit.variables import Variable


def as_arrays(structure: Any, dtype: str | None) -> Any:
    """Return the structure with arrays of JAX in it.

    Args:
        structure: Arguments of a call, nested in any way.
        dtype: Number format for real numbers; None leaves them as they are.

    >>> as_arrays([[1.0, 2.0]], "float32").dtype
    dtype('float32')
    """
    context = current_context()

    def convert(leaf):
        if not isinstance(leaf, np.ndarray | jax.Array | Variable | np.generic):
            return leaf
        array = jnp.asarray(leaf)
        if dtype and jnp.issubdtype(array.dtype, jnp.floating):
            array = array.astype(dtype)
        if context is not None:
            context.hand_on_mask(leaf, array)
        return array

    return jax.tree.map(
        convert,
        lists_to_arrays(structure),
        is_leaf=lambda leaf: isinstance(leaf, Variable),
    )


def lists_to_arrays(structure: Any) -> Any:
    """Turn nested lists of numbers, but not lists of arrays, into arrays.

    >>> lists_to_arrays({"a": [1, 2]})
    {'a': array([1, 2])}
    """
    if isinstance(structure, dict):
        return {key: lists_to_arrays(value) for key, value in structure.items()}
    if isinstance(structure, tuple):
        return tuple(lists_to_arrays(value) for value in structure)
    if isinstance(structure, list):
        leaves = jax.tree.leaves(structure)
        if leaves and all(type(leaf) in (int, float, bool) for leaf in leaves):
            return np.asarray(structure)
        return [lists_to_arrays(value) for value in structure]
    return structure
