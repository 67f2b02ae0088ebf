"""What can be said at the end of a fit: did the loss fall, and what to try next?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kit.diagnosis import learning, measures
from kit.diagnosis.endings import HISTORY_RULES, easier_validation
from kit.diagnosis.facts import DISTANCE, OptimizerFacts
from kit.diagnosis.finding import Finding
from kit.training.facts import has_own_step, loss_facts
from kit.training.search import dead_shares, gradient_sizes

_STILL = 5e-4  # a loss that changes by less than this share stands still
_HARDER_IN_TRAINING = ("Dropout", "Random", "Gaussian", "Spatial", "Alpha")


@dataclass
class Course:
    """What is remembered of a fit while it goes on.

    Args:
        optimizer: The optimizer.
        counts: How often each class occurs among the labels, or None.
        example: One batch, to look closer if something goes wrong.
        first: The loss of the first batches.
        epoch: The epoch that is going on, from 0.
        batches: How many batches of it were in blocks that are done.
        lost: Whether the loss is not finite any more.
    """

    optimizer: OptimizerFacts
    counts: Any
    example: tuple
    first: float | None = None
    epoch: int = 0
    batches: int = 0
    lost: bool = False

    def placed(self, lost: Any, loss: float, batch: int) -> Any:
        """Give a LostLoss its epoch and batch, counted from 1."""
        number = self.batches + batch + 1
        return replace(lost, value=loss, epoch=self.epoch + 1, batch=number)


def end_findings(
    model: Any, course: Course, history: dict, callbacks: list
) -> Iterator[Finding | None]:
    """Yield what the history of a fit shows.

    Args:
        model: The model that was trained.
        course: What was remembered.
        history: The numbers of every epoch.
        callbacks: Those of the fit.
    """
    losses = [value for value in history.get("loss", []) if np.isfinite(value)]
    if not losses or has_own_step(model):
        return
    bad = next(_failures(model, course, losses), None)
    yield bad
    if bad is not None:
        return
    for name in ("accuracy", "acc", "binary_accuracy"):
        if name in history and course.counts is not None and len(losses) > 1:
            shares = course.counts / course.counts.sum()
            yield measures.always_one_class(history[name][-1], shares.tolist(), name)
    stops = any(hasattr(callback, "restore_best_weights") for callback in callbacks)
    if not stops:
        yield next((found for rule in HISTORY_RULES if (found := rule(history))), None)
    yield easier_validation(history, _harder_layers(model))


def _failures(model, course, losses):
    first, optimizer = course.first, course.optimizer
    found = learning.rate_too_high(_fair(model, first, losses), losses, optimizer)
    if found is not None:
        yield found
    seen = losses if len(losses) > 1 or first is None else [first, *losses]
    found = learning.rate_too_low(seen, optimizer)
    if found is not None:
        yield found
    if _stands_still(course, losses) and optimizer.rate != 0:
        yield from _reasons(model, course, losses[-1])


def _fair(model, first, losses):
    """The loss of the first batch, unless distances make it a matter of chance."""
    loss = model._compiled_loss.losses if model._compiled_loss else []
    names = [loss_facts(one).name for one in loss if one is not None]
    by_chance = not names or names[0] in (*DISTANCE, "")
    if by_chance and first is not None:
        return first * 5
    return first


def _stands_still(course, losses):
    last = losses[-1]
    if len(losses) > 1 and abs(losses[-2] - last) <= _STILL * abs(last):
        unchanged = abs(losses[0] - last) <= _STILL * abs(last)
        return unchanged or _is_guessing(course, last)
    return course.first is not None and course.first == last


def _is_guessing(course, loss):
    """Whether the loss is that of a model that gives all samples the same answer."""
    if course.counts is None:
        return False
    shares = course.counts[course.counts > 0] / course.counts.sum()
    entropy = float(-(shares * np.log(shares)).sum())
    return abs(loss - entropy) < 0.01 * max(entropy, 1e-3)


def _reasons(model, course, loss):
    """Look closer at one batch: units that are dead, gradients that vanish."""
    if not model.trainable_variables:
        return
    state = (
        [variable.value for variable in model.trainable_variables],
        [variable.value for variable in model.non_trainable_variables],
        [],
        [variable.value for variable in model.metrics_variables],
    )
    gradients = gradient_sizes(model, state, course.example)
    found = learning.dead_units(loss, dead_shares(model, state, course.example))
    if found is not None:
        yield found
    if gradients and max(gradients.values()) == 0:
        yield learning.no_gradient(loss, list(gradients))
    found = learning.vanishing_gradients(loss, gradients)
    if found is not None:
        yield found


def _harder_layers(model):
    layers = model._flatten_layers()
    return [
        layer.name
        for layer in layers
        if type(layer).__name__.startswith(_HARDER_IN_TRAINING)
    ]
