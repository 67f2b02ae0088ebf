"""From one loss per sample to one number: weights, masks and Keras's reductions.

`Loss` ends with `reduce_values`; the metrics use the same rule for their weights.
"""

from typing import Any

import jax
import jax.numpy as jnp

REDUCTIONS = ("sum_over_batch_size", "mean", "sum", "mean_with_sample_weight", "none")


def check_reduction(reduction: str | None) -> str | None:
    """Return the name of a reduction if there is one of this name.

    Raises:
        ValueError: For any other value.

    >>> check_reduction("sum")
    'sum'
    """
    if reduction is None or reduction in REDUCTIONS:
        return reduction
    raise ValueError(
        f"A loss has no reduction called {reduction!r}.\n"
        f"Expected one of {', '.join(REDUCTIONS)}, or None.\n"
        'Leave it out for the mean of the batch, "sum_over_batch_size".'
    )


def divide_no_nan(x: jax.Array, y: jax.Array) -> jax.Array:
    """Divide, with 0 wherever the divisor is 0.

    >>> divide_no_nan(jnp.array([1.0, 2.0]), jnp.array([0.0, 4.0]))
    Array([0. , 0.5], dtype=float32)
    """
    empty = y == 0
    return jnp.where(empty, 0, x / jnp.where(empty, 1, y))


def broadcast_weights(weights: jax.Array, shape: tuple[int, ...]) -> jax.Array:
    """Spread weights over values of `shape`, from the first axis on.

    A weight per sample, `(n,)`, holds for all values `(n, t)` of that sample.

    Raises:
        ValueError: If the sizes do not fit.

    >>> broadcast_weights(jnp.array([1.0, 0.0]), (2, 2)).tolist()
    [[1.0, 1.0], [0.0, 0.0]]
    """
    given = weights.shape
    while weights.ndim > len(shape) and weights.shape[-1] == 1:
        weights = weights[..., 0]
    if weights.ndim <= len(shape):
        weights = weights.reshape(weights.shape + (1,) * (len(shape) - weights.ndim))
        if all(w in (1, n) for w, n in zip(weights.shape, shape, strict=True)):
            return jnp.broadcast_to(weights, shape)
    raise ValueError(
        f"The weights have shape {given}, but the values have shape {shape}.\n"
        "Expected one weight per sample, or one per value.\n"
        f"Pass a sample_weight of shape {shape[:1]}."
    )


def weigh(values: jax.Array, weights: jax.Array) -> jax.Array:
    """Multiply, so that a weight of 0 removes even a value that is not finite.

    >>> weigh(jnp.array([2.0, jnp.nan]), jnp.array([3.0, 0.0])).tolist()
    [6.0, 0.0]
    """
    return jnp.where(weights == 0, 0, values * weights)


def mask_weights(mask: Any, weights: jax.Array | None, reduction: str | None):
    """Join a mask to the weights, as Keras does.

    For a mean over the batch, entries that count weigh `total / valid`, so that the
    later division by the number of all entries gives the mean of the valid ones.

    >>> mask_weights(jnp.array([True, False]), None, "mean").tolist()
    [2.0, 0.0]
    """
    mask = jnp.asarray(mask, bool)
    joined = mask.astype(weights.dtype if weights is not None else "float32")
    if reduction in ("mean", "sum_over_batch_size"):
        total = jnp.asarray(mask.size, joined.dtype)
        joined = joined * divide_no_nan(total, jnp.sum(joined))
    if weights is None:
        return joined
    if weights.ndim > joined.ndim:
        return weights * broadcast_weights(joined, weights.shape)
    return joined * broadcast_weights(weights, joined.shape)


def reduce_values(
    values: jax.Array,
    sample_weight: Any = None,
    mask: Any = None,
    reduction: str | None = "sum_over_batch_size",
) -> jax.Array:
    """Weigh one loss per sample and reduce them to a number.

        sum(weight * value) / number of values        "sum_over_batch_size", "mean"
        sum(weight * value) / sum(weight)             "mean_with_sample_weight"
        sum(weight * value)                           "sum"

    Args:
        values: `(batch, ...)`.
        sample_weight: `(batch,)` or `(batch, ...)`; by default 1.
        mask: Booleans, `(batch,)` or `(batch, ...)`; False removes an entry.
        reduction: One of the names above; `"none"` or None keeps the values.

    >>> reduce_values(jnp.array([1.0, 5.0]), mask=[True, False])
    Array(1., dtype=float32)
    """
    weights = None
    if sample_weight is not None:
        weights = jnp.asarray(sample_weight, values.dtype)
    if mask is not None:
        weights = mask_weights(mask, weights, reduction).astype(values.dtype)
    if weights is not None:
        if values.ndim == 0:  # a function of the user's that averages by itself
            values = jnp.broadcast_to(values, weights.shape)
        weights = broadcast_weights(weights, values.shape)
        values = weigh(values, weights)
    if reduction in (None, "none"):
        return values
    total = jnp.sum(values)
    if reduction == "sum":
        return total
    if reduction == "mean_with_sample_weight" and weights is not None:
        return divide_no_nan(total, jnp.sum(weights))
    return total / max(values.size, 1)
