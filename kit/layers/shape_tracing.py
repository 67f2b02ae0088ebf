"""Output shapes without arithmetic: a layer is traced, not computed.

An unknown size, such as the batch, is tried with two prime numbers: an axis of the
output that differs between the two is unknown as well.
"""

from typing import Any

import jax

from kit.layers.call_context import CallContext
from kit.layers.shapes import example_inputs
from kit.layers.symbolic import KerasTensor
from kit.variables import Scope

# Primes, so that no product of other sizes gives one of them by chance.
_TRIAL_SIZES = (83, 89)


def trace_outputs(layer: Any, args: tuple, kwargs: dict) -> Any:
    """Return KerasTensors for what a layer gives for symbolic arguments.

    Args:
        layer: A layer; it is built if it was not.
        args: Positional arguments with KerasTensors among them.
        kwargs: Keyword arguments.
    """
    layer._build_for(args, kwargs)
    traced = [
        _evaluate_shapes(layer, *example_inputs((args, kwargs), size))
        for size in _TRIAL_SIZES
    ]
    return jax.tree.map(_merge_shapes, *traced)


def _evaluate_shapes(layer, args, kwargs):
    leaves, structure = jax.tree.flatten((args, kwargs))
    places = [i for i, leaf in enumerate(leaves) if _is_struct(leaf)]

    def compute(tensors):
        filled = list(leaves)
        for place, tensor in zip(places, tensors, strict=True):
            filled[place] = tensor
        args, kwargs = jax.tree.unflatten(structure, filled)
        with Scope(), CallContext():
            return layer(*args, **kwargs)

    return jax.eval_shape(compute, [leaves[place] for place in places])


def _is_struct(leaf):
    return isinstance(leaf, jax.ShapeDtypeStruct)


def _merge_shapes(one, other):
    pairs = zip(one.shape, other.shape, strict=True)
    shape = tuple(size if size == also else None for size, also in pairs)
    return KerasTensor(shape, dtype=str(one.dtype))
