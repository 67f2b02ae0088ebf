"""The pure steps of training, testing and predicting, as methods of every model.

Each takes the state as lists of arrays and a batch, and returns new lists: nothing is
remembered here. A model may override `train_step`; the signatures are Keras's on JAX.
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from kit.layers.call_context import CallContext, current_context
from kit.training.compiled import batch_weight
from kit.utils.unpack import unpack_x_y_sample_weight
from kit.variables import Scope


class Steps:
    """The part of a model that computes one step."""

    __call__: Callable

    def train_step(self, state: tuple, data: tuple) -> tuple[dict, tuple]:
        """Run forward, loss, gradient and update on one batch.

        Args:
            state: `(trainable, non_trainable, optimizer, metrics)` variables.
            data: `(x, y, sample_weight)`.

        Returns:
            The results by name, and the new state.
        """
        trainable, non_trainable, optimizer_variables, metrics_variables = state
        x, y, sample_weight = unpack_x_y_sample_weight(data)

        def loss_and_updates(trainable):
            variables = (trainable, non_trainable, metrics_variables)
            with self._lend(*variables) as scope, _context(training=True):
                y_pred = self(x, training=True)
                loss = self.compute_loss(x, y, y_pred, sample_weight, training=True)
                self._track_loss(loss, y_pred)
                logs = self.compute_metrics(x, y, y_pred, sample_weight)
            kept = self._values(scope)
            return self.optimizer.scale_loss(loss), (logs, *kept)

        gradients, (logs, non_trainable, metrics_variables) = jax.grad(
            loss_and_updates, has_aux=True
        )(trainable)
        trainable, optimizer_variables = self.optimizer.stateless_apply(
            optimizer_variables, gradients, trainable
        )
        state = (trainable, non_trainable, optimizer_variables, metrics_variables)
        return logs, state

    def test_step(self, state: tuple, data: tuple) -> tuple[dict, tuple]:
        """Run forward and loss on one batch, without changing weights.

        Args:
            state: `(trainable, non_trainable, metrics)` variables.
            data: `(x, y, sample_weight)`.
        """
        trainable, non_trainable, metrics_variables = state
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        with self._lend(*state) as scope, _context(training=False):
            y_pred = self(x, training=False)
            loss = self.compute_loss(x, y, y_pred, sample_weight, training=False)
            self._track_loss(loss, y_pred)
            logs = self.compute_metrics(x, y, y_pred, sample_weight)
        non_trainable, metrics_variables = self._values(scope)
        return logs, (trainable, non_trainable, metrics_variables)

    def predict_step(self, state: tuple, data: Any) -> tuple[Any, tuple]:
        """Run forward on one batch.

        Args:
            state: `(trainable, non_trainable)` variables.
            data: The inputs, alone or first in a tuple.
        """
        trainable, non_trainable = state
        x, _, _ = unpack_x_y_sample_weight(data)
        outputs, non_trainable = self.stateless_call(
            trainable, non_trainable, x, training=False
        )
        return outputs, (trainable, non_trainable)

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> jax.Array:
        """Return the compiled loss plus all penalties; override for a loss of your own.

        Args:
            x: Inputs.
            y: Labels.
            y_pred: Predictions.
            sample_weight: How much each sample counts.
            training: Whether this is a step of training.
        """
        del x, training
        total = jnp.zeros((), "float32")
        if self._compiled_loss is not None:
            if not self._compiled_loss.built:
                self._compiled_loss.build(y, y_pred)
            total = total + self._compiled_loss(y, y_pred, sample_weight)
        for penalty in self.losses:
            total = total + jnp.sum(penalty)
        return total

    def compute_metrics(
        self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None
    ) -> dict[str, Any]:
        """Update the compiled metrics with a batch and return all results."""
        del x
        if self._compiled_metrics is not None and y is not None:
            self._compiled_metrics.update(y, y_pred, sample_weight)
        return self.get_metrics_result()

    def get_metrics_result(self) -> dict[str, Any]:
        """Return the results of all metrics by name."""
        results = {}
        for metric in self._shown_metrics():
            value = metric.result()
            results.update(value if isinstance(value, dict) else {metric.name: value})
        if self._compiled_metrics is not None:
            results |= self._compiled_metrics.results()
        return results

    def _track_loss(self, loss, y_pred):
        self._loss_tracker.update_state(loss, sample_weight=batch_weight(y_pred))

    def _lend(self, trainable, non_trainable, metrics_variables):
        variables = (
            self.trainable_variables
            + self.non_trainable_variables
            + self.metrics_variables
        )
        return Scope(variables, [*trainable, *non_trainable, *metrics_variables])

    def _values(self, scope):
        return (
            scope.values(self.non_trainable_variables),
            scope.values(self.metrics_variables),
        )


def _context(training):
    """A context for one step; it knows which rows the program marked as real."""
    outer = current_context()
    return CallContext(training=training, rows=outer.rows if outer else None)
