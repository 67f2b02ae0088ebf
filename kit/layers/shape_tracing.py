"""Output shapes without arithmetic: a layer is traced, not computed.

An unknown size, such as the batch, is a symbol. Code that needs whole numbers is tried
with two primes instead: an axis of the output that then differs is unknown as well.
"""

from typing import Any

import jax
from jax import export

from kit.layers.call_context import CallContext
from kit.layers.shapes import example_inputs
from kit.layers.symbolic import KerasTensor
from kit.variables import Scope

# What a program shows that prints shapes inside of a layer, in Keras and here.
_UNKNOWN_SIZE = export.symbolic_shape(
    "dynamic_dimension", constraints=["dynamic_dimension>=2"]
)[0]
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

    def trace(size):
        return _evaluate_shapes(layer, *example_inputs((args, kwargs), size))

    try:
        return jax.tree.map(_merge_shapes, trace(_UNKNOWN_SIZE))
    except Exception:  # anything may go wrong where a number is expected
        return jax.tree.map(_merge_shapes, *map(trace, _TRIAL_SIZES))


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


def _merge_shapes(one, other=None):
    """Put None where the size is a symbol, or differs between two trials."""
    sizes = zip(one.shape, (other or one).shape, strict=True)
    shape = [n if isinstance(n, int) and n == also else None for n, also in sizes]
    return KerasTensor(tuple(shape), dtype=str(one.dtype))
