"""RMSprop: divides every gradient by the root of its recent mean square.

The default optimizer of Keras's `compile`; `Adam` adds momentum and a correction of
the first steps to it.
"""

from typing import Any, Unpack

import jax.numpy as jnp

from kit.optimizers.arguments import CommonArguments, require_between, usual_epsilon
from kit.optimizers.learning_rate import LearningRate
from kit.optimizers.optimizer import Optimizer
from kit.serialization import register
from kit.variables import is_absent


@register("keras.optimizers")
class RMSprop(Optimizer):
    """Give every weight its own step size, by how large its gradients have been.

    With parameter w, gradient g, learning rate η (eta), decay ρ (rho), small ε:

        v = ρ v + (1 - ρ) g²
        step = η g / sqrt(v + ε)
        w = w - step                               if momentum μ = 0
        b = μ b + step;  w = w - b                 with momentum

    With `centered=True` the variance v - a², where a = ρ a + (1 - ρ) g, stands for
    v under the root. Note that ε is inside of the root here, unlike in torch.

    From Tieleman and Hinton's lecture 6.5, "Neural Networks for Machine Learning"
    (2012); the centred form from Graves, arXiv:1308.0850 (2013).

    Args:
        learning_rate: The step size η, a schedule, or a function without arguments.
            Default 0.001.
        rho: How slowly the mean square forgets, 0 to 1. Default 0.9.
        momentum: How much of the last step is kept, 0 to 1. Default 0.0.
        epsilon: The small ε that keeps the division finite. Default 1e-7.
        centered: Whether to divide by the variance. Default False.
        **common: The arguments of every `Optimizer`: `weight_decay`, `clipnorm`, ...

    >>> optimizer = RMSprop(learning_rate=0.1)
    >>> params, grads = [jnp.array([1.0, 2.0])], [jnp.array([10.0, 0.1])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> updates[0].round(3)
    Array([-0.316, -0.316], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        centered: bool = False,
        **common: Unpack[CommonArguments],
    ):
        super().__init__(learning_rate, **common)
        self.rho = require_between(self, "rho", rho, 0, 1)
        self.momentum = require_between(self, "momentum", momentum, 0, 1)
        self.epsilon = usual_epsilon(epsilon)
        self.centered = bool(centered)

    def slot_names(self) -> tuple[tuple[str, ...], ...]:
        """Return the arrays that are kept for each parameter."""
        names = [("velocity",)]
        if not is_absent(self.momentum):
            names.append(("momentum",))
        if self.centered:
            names.append(("average_gradient",))
        return tuple(names)

    def step(self, gradient, parameter, slots, learning_rate, step_number) -> Any:
        """Return the change of one parameter, and its new averages."""
        rho = self.rho
        velocity = rho * slots["velocity"] + (1 - rho) * gradient**2
        new_slots = {"velocity": velocity}
        if self.centered:
            average = rho * slots["average_gradient"] + (1 - rho) * gradient
            new_slots["average_gradient"] = average
            velocity = velocity - average**2
        step = learning_rate * gradient / jnp.sqrt(velocity + self.epsilon)
        if not is_absent(self.momentum):
            step = self.momentum * slots["momentum"] + step
            new_slots["momentum"] = step
        return -step, new_slots
