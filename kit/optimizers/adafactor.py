"""Adafactor: keeps one number for each row and column instead of each weight.

Made for models whose optimizer would not fit into memory; close to `RMSprop`.
"""

from typing import Any, Unpack

import jax
import jax.numpy as jnp

from kit.optimizers.arguments import CommonArguments, require_positive
from kit.optimizers.learning_rate import LearningRate
from kit.optimizers.optimizer import Optimizer
from kit.serialization import register


@register("keras.optimizers")
class Adafactor(Optimizer):
    """Guess every mean square from the means of its row r and its column c.

    With parameter w, gradient g, step number t = 1, 2, ..., learning rate η (eta),
    small ε₁, ε₂, and rms(x) = sqrt(mean of x²):

        β = 1 - tᵈ                                 d = beta_2_decay
        r = β r + (1 - β) row means of (g² + ε₁)
        c = β c + (1 - β) column means of (g² + ε₁)
        v = r cᵀ / mean(r)                         for a vector: β v + (1 - β) (g² + ε₁)
        u = g / sqrt(v)
        u = u / max(1, rms(u) / clip_threshold)
        w = w - max(ε₂, rms(w)) min(η, 1 / sqrt(t)) u

    Rows and columns are the last two axes. The array v is kept only because Keras's
    files contain it.

    From Shazeer and Stern, "Adafactor: Adaptive Learning Rates with Sublinear Memory
    Cost", arXiv:1804.04235 (2018).

    Args:
        learning_rate: The step size η, a schedule, or a function without arguments.
            Default 0.001.
        beta_2_decay: The power d, below 0. Default -0.8.
        epsilon_1: The small ε₁ added to squares. Default 1e-30.
        epsilon_2: The least size ε₂ of a parameter. Default 1e-3.
        clip_threshold: The greatest rms of u. Default 1.0.
        relative_step: Kept for Keras's files; the rule limits η to 1 / sqrt(t)
            either way. Default True.
        **common: The arguments of every `Optimizer`: `weight_decay`, `clipnorm`, ...

    >>> optimizer = Adafactor(learning_rate=0.1)
    >>> params, grads = [jnp.array([3.0, 4.0])], [jnp.array([10.0, -0.1])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> updates[0].round(3)
    Array([-0.354,  0.354], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        beta_2_decay: float = -0.8,
        epsilon_1: float = 1e-30,
        epsilon_2: float = 1e-3,
        clip_threshold: float = 1.0,
        relative_step: bool = True,
        **common: Unpack[CommonArguments],
    ):
        super().__init__(learning_rate, **common)
        self.beta_2_decay = beta_2_decay
        self.epsilon_1 = epsilon_1
        self.epsilon_2 = epsilon_2
        self.clip_threshold = require_positive(self, "clip_threshold", clip_threshold)
        self.relative_step = relative_step

    def slot_names(self) -> tuple[tuple[str, ...], ...]:
        """Return the arrays that are kept for each parameter."""
        return (("row", "column", "velocity"),)

    def new_slot(self, name: str, parameter: jax.Array) -> jax.Array:
        """Return zeros: one for each row, for each column, or for each weight."""
        shape = parameter.shape
        if name == "velocity":
            return jnp.zeros_like(parameter)
        if len(shape) < 2:  # a vector has no rows; Keras's files hold one zero
            return jnp.zeros((), "int32")
        kept = shape[:-1] if name == "row" else shape[:-2] + shape[-1:]
        return jnp.zeros(kept, parameter.dtype)

    def step(self, gradient, parameter, slots, learning_rate, step_number) -> Any:
        """Return the change of one parameter, and its new means of squares."""
        beta = 1 - step_number**self.beta_2_decay
        new_slots = self._mean_squares(gradient**2 + self.epsilon_1, slots, beta)
        direction = gradient / jnp.sqrt(new_slots["velocity"])
        direction /= jnp.maximum(1.0, _rms(direction) / self.clip_threshold)
        rate = jnp.minimum(learning_rate, 1 / jnp.sqrt(step_number))
        scale = jnp.maximum(self.epsilon_2, _rms(parameter))
        return -scale * rate * direction, new_slots

    def _mean_squares(self, squares, slots, beta):
        """Return the new means of rows and columns, and v made from them."""
        r, c, v = slots["row"], slots["column"], slots["velocity"]
        if squares.ndim < 2:
            v = beta * v + (1 - beta) * squares
        else:
            r = beta * r + (1 - beta) * squares.mean(axis=-1)  # (..., rows)
            c = beta * c + (1 - beta) * squares.mean(axis=-2)  # (..., columns)
            share = r / r.mean(axis=-1, keepdims=True)
            v = share[..., :, None] * c[..., None, :]  # (..., rows, columns)
        return {"row": r, "column": c, "velocity": v}


def _rms(x):
    return jnp.sqrt(jnp.mean(x**2))
