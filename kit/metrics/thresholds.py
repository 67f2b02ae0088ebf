"""Right and wrong decisions counted at many thresholds in one pass.

Precision, Recall, AUC and their relatives all begin with these four counts.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from kit.losses.pair import float_pair
from kit.losses.reduction import broadcast_weights

# Below every score: with it, being among the top k is all that decides.
LOWEST = -1e10


class Counts(NamedTuple):
    """Weights of the four kinds of decisions, one number for each threshold."""

    true_positives: jax.Array
    false_positives: jax.Array
    true_negatives: jax.Array
    false_negatives: jax.Array


def threshold_list(
    name: str, thresholds: float | Sequence[float] | None, default: float = 0.5
) -> list[float]:
    """Return thresholds as a list.

    Args:
        name: The metric, for the message.
        thresholds: One number or several in [0, 1], or None.
        default: What None stands for.

    Raises:
        ValueError: If one is outside [0, 1].

    >>> threshold_list("precision", None), threshold_list("precision", [0.2, 0.4])
    ([0.5], [0.2, 0.4])
    """
    if thresholds is None:
        return [default]
    numbers = [float(t) for t in np.atleast_1d(thresholds)]
    for number in numbers:
        if not 0 <= number <= 1:
            raise ValueError(
                f'"{name}" has the threshold {number}.\n'
                "Expected numbers in [0, 1], which probabilities are compared with.\n"
                "Write for example thresholds=0.5, or 0 for numbers before a sigmoid."
            )
    return numbers


def spaced_thresholds(count: int) -> list[float]:
    """Return `count - 2` numbers at equal distances between 0 and 1.

    >>> spaced_thresholds(5)
    [0.25, 0.5, 0.75]
    """
    return [(i + 1) / (count - 1) for i in range(count - 2)]


def decision_pair(
    name: str, y_true: Any, y_pred: Any, dtype: str
) -> tuple[jax.Array, jax.Array]:
    """Return yes/no labels and scores of one shape and number format.

    Raises:
        ValueError: If the shapes differ, for example integers beside ten classes.
    """
    y_true, y_pred = float_pair(y_true, jnp.asarray(y_pred, dtype))
    if y_true.shape != y_pred.shape:
        raise ValueError(
            f'"{name}" got labels {y_true.shape} and predictions {y_pred.shape}.\n'
            "It judges yes/no decisions, so both need the same shape: one number per\n"
            "sample, or one-hot labels beside one column per class.\n"
            f"Convert integers: y = kit.utils.to_categorical(y, {y_pred.shape[-1]})."
        )
    return y_true, y_pred


def only_top_k(scores: jax.Array, k: int) -> jax.Array:
    """Keep the `k` highest scores of every row and lower the others below all.

    >>> only_top_k(jnp.array([0.2, 0.5, 0.3]), 2) > LOWEST
    Array([False,  True,  True], dtype=bool)
    """
    _, best = jax.lax.top_k(scores, k)
    chosen = jnp.any(jax.nn.one_hot(best, scores.shape[-1], dtype=bool), axis=-2)
    return jnp.where(chosen, scores, LOWEST)


def count_decisions(
    y_true: jax.Array,
    y_pred: jax.Array,
    thresholds: jax.Array,
    weights: Any = None,
    evenly: bool = False,
) -> Counts:
    """Count right and wrong decisions `y_pred > threshold`, at every threshold.

    A score is above as many thresholds as are smaller than it. So every sample goes
    into the bin of this number, and sums from the right give the counts: one step
    per sample, however many thresholds there are.

    Args:
        y_true: Labels; 0 is "no", all else "yes".
        y_pred: Scores, of the same shape.
        thresholds: In rising order, `(t,)`.
        weights: How much each counts, `(batch,)` or of the shape of `y_pred`.
        evenly: Whether they divide 0 to 1 evenly, up to the ends a little outside, and
            all scores are between 0 and 1: then no search is needed.

    Returns:
        Four arrays of shape `(t,)`.

    >>> counts = count_decisions(
    ...     jnp.array([1, 1, 0]), jnp.array([0.3, 0.7, 0.6]), jnp.array([0.2, 0.65]))
    >>> counts.true_positives.tolist(), counts.false_positives.tolist()
    ([2.0, 1.0], [1.0, 0.0])
    """
    weights = jnp.asarray(1.0 if weights is None else weights, y_pred.dtype)
    weights = broadcast_weights(weights, y_pred.shape).ravel()
    yes = y_true.ravel() != 0
    scores = y_pred.ravel()
    if evenly:
        bins = _even_bins(scores, thresholds)
    else:
        bins = jnp.searchsorted(thresholds, scores, side="left")  # 0 to t
    tp, fn = _sums(jnp.where(yes, weights, 0), bins, thresholds.size)
    fp, tn = _sums(jnp.where(yes, 0, weights), bins, thresholds.size)
    return Counts(tp, fp, tn, fn)


def _even_bins(scores, thresholds):
    """How many thresholds are smaller than each score, found by a division.

    What it rounds wrongly by one, a look at the two neighbours puts right.
    """
    last = thresholds.size - 1
    guess = jnp.clip(jnp.ceil(scores * last).astype("int32"), 1, last)
    too_few = thresholds[guess] < scores
    too_many = thresholds[guess - 1] >= scores
    return guess + too_few.astype("int32") - too_many.astype("int32")


def _sums(weights, bins, count):
    """Return the weight above each threshold, and the weight below or at it."""
    per_bin = jnp.zeros(count + 1, weights.dtype).at[bins].add(weights)
    return jnp.cumsum(per_bin[::-1])[::-1][1:], jnp.cumsum(per_bin)[:-1]
