"""AdamW: Adam with weight decay that is kept apart from the gradient.

The rule is `Adam`'s; the decay itself is a stage of every `Optimizer`.
"""

from typing import Any

from kit.optimizers.adam import Adam
from kit.optimizers.learning_rate import LearningRate
from kit.serialization import register


@register("keras.optimizers")
class AdamW(Adam):
    """Shrink every weight a little, then take a step of Adam.

    With parameter w, learning rate η (eta), weight decay λ (lambda):

        w = w - η λ w
        w = w + (step of Adam)

    A penalty λ w² in the loss would be divided by sqrt(v) like the gradient; here the
    decay is the same for all weights. Biases shrink too, unless you call
    `exclude_from_weight_decay(var_names=["bias"])`.

    From Loshchilov and Hutter, "Decoupled Weight Decay Regularization",
    arXiv:1711.05101 (2019).

    Args:
        learning_rate: The step size η, a schedule, or a function without arguments.
            Default 0.001.
        weight_decay: The decay λ. Default 0.004.
        beta_1: How slowly the mean gradient forgets, 0 to 1. Default 0.9.
        beta_2: How slowly the mean square forgets, 0 to 1. Default 0.999.
        epsilon: The small ε that keeps the division finite. Default 1e-7.
        amsgrad: Whether step sizes may never grow again. Default False.
        **common: The arguments of every `Optimizer`: `clipnorm`, `use_ema`, ...

    >>> import jax.numpy as jnp
    >>> optimizer = AdamW(learning_rate=0.1, weight_decay=0.5)
    >>> params, grads = [jnp.array([1.0, 2.0])], [jnp.array([0.0, 0.0])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> updates[0].round(3)
    Array([-0.05, -0.1 ], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        weight_decay: float = 0.004,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        **common: Any,
    ):
        if weight_decay is None:
            raise ValueError(
                "AdamW received weight_decay=None.\n"
                "Expected a number: the decay is what AdamW adds to Adam.\n"
                "Write weight_decay=0.004, or use Adam."
            )
        super().__init__(
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
            amsgrad,
            weight_decay=weight_decay,
            **common,
        )
