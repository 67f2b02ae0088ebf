"""One step of training with all its numbers: forward, loss, gradient, update.

It is what `fit` repeats for every batch, on values of the model's weights: the model
itself stays as it is.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from kit.layers.call_context import CallContext
from kit.studio.probe import Probe
from kit.training.preparation import prepare
from kit.variables import Scope


class WeightStep(NamedTuple):
    """What one step does to one array of weights."""

    name: str
    before: np.ndarray
    gradient: np.ndarray
    update: np.ndarray
    after: np.ndarray

    @property
    def norms(self) -> tuple[float, float, float]:
        """The lengths of weights, gradient and update."""
        before, gradient, update = map(
            float, map(np.linalg.norm, (self.before, self.gradient, self.update))
        )
        return before, gradient, update

    def strongest(self, count: int = 5) -> list[tuple[int, ...]]:
        """Return the places with the largest gradients, the largest first."""
        order = np.argsort(-np.abs(self.gradient).reshape(-1), kind="stable")[:count]
        places = np.unravel_index(order, self.gradient.shape)
        return [tuple(map(int, place)) for place in zip(*places, strict=True)]


class StepRecord(NamedTuple):
    """One step: outputs and loss before, every array of weights, and the loss after."""

    outputs: np.ndarray
    loss: float
    loss_after: float
    rate: float | None
    weights: tuple[WeightStep, ...]


class OneStep:
    """Takes steps on values.

    Args:
        probe: A compiled model with the weights of one moment.

    Raises:
        ValueError: If the model is not compiled.

    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> model = Sequential([Input((2,)), Dense(1, kernel_initializer="ones")])
    >>> model.compile("sgd", "mse")
    >>> record = OneStep(Probe(model)).take(np.ones((1, 2)), np.zeros((1, 1)), 0.1)
    >>> record.loss, record.weights[0].gradient.tolist()
    (4.0, [[4.0], [4.0]])
    """

    def __init__(self, probe: Probe):
        if not probe.model.compiled:
            raise ValueError(
                "The model has no loss and no optimizer yet.\n"
                "Expected a compiled model, as one step needs both.\n"
                'Call model.compile(optimizer="adam", loss=...) first.'
            )
        self.probe, self.model = probe, probe.model

    def take(self, x: Any, y: Any, rate: float | None = None) -> StepRecord:
        """Take one step on a batch.

        Args:
            x: Inputs, `(samples, ...)`.
            y: Labels.
            rate: Another learning rate than the optimizer's.
        """
        model = self.model
        prepare(model, (x, y, None))
        state = [variable.value for variable in model.optimizer.variables]
        place = self._rate_place()
        if rate is not None and place is not None:
            state[place] = jnp.asarray(rate, state[place].dtype)
        run = self.probe.compiled("one step", self._step)
        loss, after, outputs, gradients, new = run(
            self.probe.values, state, jnp.asarray(x), jnp.asarray(y)
        )
        variables = model.trainable_variables
        old = self.probe.values[: len(variables)]
        steps = [
            _weight_step(*parts)
            for parts in zip(variables, old, gradients, new, strict=True)
        ]
        used = None if place is None else float(state[place])
        return StepRecord(
            np.asarray(outputs), float(loss), float(after), used, tuple(steps)
        )

    @property
    def rate(self) -> float | None:
        """The learning rate of the optimizer; None where a schedule chooses it."""
        place = self._rate_place()
        return None if place is None else float(self.model.optimizer.learning_rate)

    def _rate_place(self) -> int | None:
        optimizer = self.model.optimizer
        variables = getattr(optimizer, "variables", [])
        known = getattr(optimizer, "_learning_rate", None)
        return next((i for i, v in enumerate(variables) if v is known), None)

    def _step(self, values, state, x, y):
        """Compute everything as a pure function, with the dropout of one moment."""
        count = len(self.model.trainable_variables)
        trainable, others = values[:count], values[count:]
        optimizer = self.model.optimizer

        def loss_of(trainable):
            with (
                Scope(self.probe.variables, [*trainable, *others]),
                CallContext(training=True),
            ):
                outputs = self.model(x, training=True)
                loss = self.model.compute_loss(x, y, outputs, None, training=True)
            return loss, outputs

        def scaled(trainable):
            loss, outputs = loss_of(trainable)
            return optimizer.scale_loss(loss), (loss, outputs)

        gradients, (loss, outputs) = jax.grad(scaled, has_aux=True)(trainable)
        new, _ = optimizer.stateless_apply(state, gradients, trainable)
        size = optimizer.loss_scale_factor or 1.0
        shown = [gradient / size for gradient in gradients]
        return loss, loss_of(new)[0], outputs, shown, new


def _weight_step(variable, before, gradient, after) -> WeightStep:
    before, after = np.asarray(before), np.asarray(after)
    return WeightStep(
        variable.path, before, np.asarray(gradient), after - before, after
    )
