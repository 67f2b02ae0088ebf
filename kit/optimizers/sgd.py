"""SGD: stochastic gradient descent, with momentum if wanted.

The simplest rule; every other optimizer of this folder is a refinement of it.
"""

from typing import Any, Unpack

from kit.optimizers.arguments import CommonArguments, require_between
from kit.optimizers.learning_rate import LearningRate
from kit.optimizers.optimizer import Optimizer
from kit.serialization import register
from kit.variables import is_absent


@register("keras.optimizers")
class SGD(Optimizer):
    """Go one step downhill, against the gradient.

    With parameter w, gradient g, learning rate η (eta), momentum μ (mu), velocity v:

        w = w - η g                                if μ = 0
        v = μ v - η g;  w = w + v                  with momentum
        v = μ v - η g;  w = w + μ v - η g          with nesterov=True

    Momentum is Polyak's "heavy ball" (1964); Nesterov's form looks ahead (1983), see
    Sutskever et al., "On the importance of initialization and momentum in deep
    learning" (2013).

    Args:
        learning_rate: The step size η, a schedule, or a function without arguments.
            Default 0.01.
        momentum: How much of the last step is kept, 0 to 1. Default 0.0.
        nesterov: Whether to look ahead along the velocity. Default False.
        **common: The arguments of every `Optimizer`: `weight_decay`, `clipnorm`, ...

    >>> import jax.numpy as jnp
    >>> optimizer = SGD(learning_rate=0.1)
    >>> params, grads = [jnp.array([1.0, 2.0])], [jnp.array([10.0, 0.0])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> updates
    [Array([-1.,  0.], dtype=float32)]
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        **common: Unpack[CommonArguments],
    ):
        super().__init__(learning_rate, **common)
        self.momentum = require_between(self, "momentum", momentum, 0, 1)
        self.nesterov = bool(nesterov)

    def slot_names(self) -> tuple[tuple[str, ...], ...]:
        """Return the arrays that are kept for each parameter."""
        return () if is_absent(self.momentum) else (("momentum",),)

    def step(self, gradient, parameter, slots, learning_rate, step_number) -> Any:
        """Return the change of one parameter, and its new velocity."""
        change = -learning_rate * gradient
        if is_absent(self.momentum):
            return change, {}
        velocity = self.momentum * slots["momentum"] + change
        if self.nesterov:
            return self.momentum * velocity + change, {"momentum": velocity}
        return velocity, {"momentum": velocity}
