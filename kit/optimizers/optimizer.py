"""Optimizer: the rule that turns gradients into changes of the parameters.

Each subclass in this folder adds the formula for one parameter in its method `step`;
what all of them share (clipping, decay, averages, schedules) is here.
"""

import re
from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kit import serialization
from kit.optimizers import gradients
from kit.optimizers.arguments import (
    remembered_arguments,
    require_between,
    require_not_negative,
    require_one_clip,
    require_positive,
    require_steps,
    show_common_arguments,
)
from kit.optimizers.learning_rate import LearningRate, compute_rate
from kit.optimizers.memory import OptimizerMemory
from kit.optimizers.old_names import rename_old
from kit.variables import Variable, is_absent

State = dict[str, Any]


class Optimizer(OptimizerMemory):
    """Base of all optimizers: two pure functions around one rule.

        state = optimizer.init(params)
        updates, state = optimizer.update(grads, state, params)
        params = [w + change for w, change in zip(params, updates)]

    One update goes through these stages, each only if its argument asks for it:

        g = g / loss_scale_factor
        g = mean of the last gradient_accumulation_steps gradients
        g = clipped g                              clipnorm, clipvalue, global_clipnorm
        w = w - η · weight_decay · w               decoupled from the gradient
        w = w + step(g, w)                         the rule of the subclass
        a = ema_momentum · a + (1 - ema_momentum) · w

    Write your own: list in `slot_names` the arrays that a parameter w needs, and
    return in `step` the change of w and the new arrays.

    Args:
        learning_rate: The step size η (eta): a number from 0 up, a schedule or
            function of the step, or a function without arguments, which is called
            only when a step is compiled.
        weight_decay: How much of each weight is lost per step, times η. Default None.
        clipnorm: The greatest length of each gradient. Default None.
        clipvalue: The greatest absolute entry of a gradient. Default None.
        global_clipnorm: The greatest length of all gradients together. Default None.
        use_ema: Whether to keep a moving average a of the weights, which replaces
            them at the end of the training. Default False.
        ema_momentum: How slowly this average forgets, 0 to 1. Default 0.99.
        ema_overwrite_frequency: After how many steps the average replaces the
            weights during the training. Default None: only at the end.
        loss_scale_factor: The factor by which `scale_loss` enlarged the loss, for
            small number formats. Default None.
        gradient_accumulation_steps: How many batches share one update, 2 or more.
            Default None.
        name: A word for messages and files. Default: the class name in snake_case.

    Raises:
        ValueError: For a value out of range, or an argument that does not exist.

    >>> class SignDescent(Optimizer):
    ...     def step(self, gradient, parameter, slots, learning_rate, step_number):
    ...         return -learning_rate * jnp.sign(gradient), {}
    >>> optimizer = SignDescent(learning_rate=0.5)
    >>> params, grads = [jnp.array([1.0, 2.0])], [jnp.array([10.0, -0.1])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> updates
    [Array([-0.5,  0.5], dtype=float32)]
    """

    def __init__(
        self,
        learning_rate: LearningRate,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
        **unknown: Any,
    ):
        learning_rate = rename_old(type(self), learning_rate, unknown)
        super().__init__(
            name or serialization.snake_case(type(self).__name__), learning_rate
        )
        self.weight_decay = weight_decay
        if weight_decay is not None:
            require_not_negative(self, "weight_decay", weight_decay)
        self.clipnorm = require_positive(self, "clipnorm", clipnorm)
        self.clipvalue = require_positive(self, "clipvalue", clipvalue)
        self.global_clipnorm = require_positive(
            self, "global_clipnorm", global_clipnorm
        )
        require_one_clip(self)
        self.use_ema = use_ema
        self.ema_momentum = require_between(self, "ema_momentum", ema_momentum, 0, 1)
        self.ema_overwrite_frequency = require_steps(
            self, "ema_overwrite_frequency", ema_overwrite_frequency, 1
        )
        self.loss_scale_factor = require_positive(
            self, "loss_scale_factor", loss_scale_factor
        )
        self.gradient_accumulation_steps = require_steps(
            self, "gradient_accumulation_steps", gradient_accumulation_steps, 2
        )
        # Variables, and patterns of names
        self._without_decay: tuple[list[Any], list[str]] = ([], [])

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        show_common_arguments(cls)

    # What a subclass says about its rule.

    def slot_names(self) -> tuple[tuple[str, ...], ...]:
        """Name the arrays that are kept for each parameter.

        In Keras's files the arrays of one inner tuple lie side by side: all of the
        first parameter, then all of the second. The next tuple follows after them.
        """
        return ()

    def new_slot(self, name: str, parameter: jax.Array) -> jax.Array:
        """Return the first value of a kept array: zeros of the parameter's shape."""
        return _zeros(parameter.shape, parameter.dtype)

    def new_shared(self) -> dict[str, jax.Array]:
        """Return the first values of numbers that all parameters share: none."""
        return {}

    def next_shared(
        self, shared: dict[str, jax.Array], step_number: jax.Array
    ) -> dict[str, jax.Array]:
        """Return the shared numbers of this step, computed before any `step`."""
        return shared

    def step(
        self,
        gradient: jax.Array,
        parameter: jax.Array,
        slots: dict[str, jax.Array],
        learning_rate: jax.Array,
        step_number: jax.Array,
    ) -> tuple[jax.Array, dict[str, jax.Array]]:
        """Return the change of one parameter, and its new kept arrays.

        Args:
            gradient: The derivative g of the loss by the parameter, clipped.
            parameter: The parameter w, of the same shape.
            slots: The kept arrays by their names, and the shared numbers.
            learning_rate: The rate η of this step, a scalar.
            step_number: The number t of this step: 1.0, 2.0, 3.0, ...
        """
        raise NotImplementedError(
            f"{type(self).__name__} has no method step.\n"
            "Expected an optimizer to return a change and its kept arrays.\n"
            "Write for example: return -learning_rate * gradient, {}."
        )

    # The pure half: everything that happens in one update.

    def init(self, params: Sequence[Any]) -> State:
        """Return the state before the first update.

        Args:
            params: The parameters, a list of arrays.
        """
        params = [jnp.asarray(p) for p in params]
        state = {
            "iteration": _zeros((), "int32"),
            "slots": {
                name: [self.new_slot(name, p) for p in params]
                for group in self.slot_names()
                for name in group
            },
            "shared": self.new_shared(),
        }
        if isinstance(self._learning_rate, Variable):
            state["learning_rate"] = jnp.array(self._learning_rate.value, copy=True)
        if self.use_ema:
            state["average"] = [_zeros(p.shape, p.dtype) for p in params]
        if self.gradient_accumulation_steps:
            zeros = [_zeros(p.shape, p.dtype) for p in params]
            state["gradient_accumulator"] = zeros
        return state

    def update(
        self, grads: Sequence[Any], state: State, params: Sequence[jax.Array]
    ) -> tuple[list[jax.Array], State]:
        """Return the changes to add to the parameters, and the next state.

        Args:
            grads: One gradient for each parameter; None leaves a parameter alone.
            state: What `init` or the last `update` returned.
            params: The parameters, a list of arrays.
        """
        if self.loss_scale_factor is not None:
            grads = [None if g is None else g / self.loss_scale_factor for g in grads]
        if self.gradient_accumulation_steps:
            updates, state = self._accumulate(grads, state, params)
        else:
            updates, state = self._move(grads, state, params)
        if self.use_ema:
            updates, state = self._average(updates, state, params)
        return updates, state | {"iteration": state["iteration"] + 1}

    def _accumulate(self, grads, state, params):
        """Sum up gradients, and move by their mean every few steps."""
        steps = self.gradient_accumulation_steps
        sums = [
            total if g is None else total + g
            for g, total in zip(grads, state["gradient_accumulator"], strict=True)
        ]

        def move():
            means = [
                None if g is None else total / steps
                for g, total in zip(grads, sums, strict=True)
            ]
            updates, moved = self._move(means, state, params)
            zeros = [jnp.zeros_like(total) for total in sums]
            return updates, moved | {"gradient_accumulator": zeros}

        def wait():
            zeros = [jnp.zeros_like(p) for p in params]
            return zeros, state | {"gradient_accumulator": sums}

        return jax.lax.cond((state["iteration"] + 1) % steps == 0, move, wait)

    def _move(self, grads, state, params):
        """Clip the gradients, and let `step` change each parameter."""
        rate = self._rate(state)
        number = self._count(state) + 1
        shared = self.next_shared(state["shared"], number.astype("float32"))
        slots = {name: list(arrays) for name, arrays in state["slots"].items()}
        updates = [jnp.zeros_like(p) for p in params]
        for index, gradient in enumerate(self._clip(grads)):
            if gradient is None:
                continue
            own = {name: arrays[index] for name, arrays in slots.items()}
            decay = self._decay(index, params[index], rate)
            change, new = self.step(
                gradient.astype(params[index].dtype),
                params[index] + decay,
                own | shared,
                rate,
                number.astype(jnp.promote_types("float32", params[index].dtype)),
            )
            updates[index] = (decay + change).astype(params[index].dtype)
            for name in own:
                slots[name][index] = new[name].astype(own[name].dtype)
        return updates, state | {"slots": slots, "shared": shared}

    def _average(self, updates, state, params):
        """Let a moving average follow the weights, and sometimes replace them."""
        count = self._count(state)
        momentum = jnp.where(count == 0, 0.0, self.ema_momentum)
        new_params = [p + u for p, u in zip(params, updates, strict=True)]
        averages = [
            (momentum * a + (1 - momentum) * p).astype(p.dtype)
            for a, p in zip(state["average"], new_params, strict=True)
        ]
        if self.ema_overwrite_frequency:
            overwrite = (count + 1) % self.ema_overwrite_frequency == 0
            updates = [
                jnp.where(overwrite, a - p, u)
                for a, p, u in zip(averages, params, updates, strict=True)
            ]
        return updates, state | {"average": averages}

    def _count(self, state):
        """Return how many updates the rule has made, from 0."""
        return state["iteration"] // (self.gradient_accumulation_steps or 1)

    def _rate(self, state):
        rate = self._learning_rate
        if isinstance(rate, Variable) or "learning_rate" in state:
            return state["learning_rate"]
        return compute_rate(rate, state["iteration"])

    def _clip(self, grads):
        if self.clipnorm is not None:
            return gradients.clip_by_norm(grads, self.clipnorm)
        if self.global_clipnorm is not None:
            return gradients.clip_by_global_norm(grads, self.global_clipnorm)
        if self.clipvalue is not None:
            return gradients.clip_by_value(grads, self.clipvalue)
        return grads

    def _decay(self, index, parameter, rate):
        """Return the change of one parameter by weight decay."""
        if is_absent(self.weight_decay) or not self._decays(index):
            return 0.0
        return -rate * self.weight_decay * parameter

    def _decays(self, index):
        if index >= len(self._trainable_variables):
            return True
        variable = self._trainable_variables[index]
        excluded, patterns = self._without_decay
        name = getattr(variable, "name", "")
        return not (
            any(variable is other for other in excluded)
            or any(re.search(pattern, name) for pattern in patterns)
        )

    def exclude_from_weight_decay(
        self,
        var_list: Sequence[Any] | None = None,
        var_names: Sequence[str] | None = None,
    ) -> None:
        """Let some variables keep their size; call it before `build` or `fit`.

        Args:
            var_list: The Variables themselves.
            var_names: Parts of names: `["bias"]` finds every bias.
        """
        if self.built:
            raise ValueError(
                f'"{self.name}" is already built.\n'
                "Expected exclude_from_weight_decay before the first step.\n"
                "Call it before compile, on a new optimizer."
            )
        self._without_decay = (list(var_list or ()), list(var_names or ()))

    def finalize(self, params: Sequence[jax.Array], state: State) -> list[jax.Array]:
        """Return the parameters to keep after the training: with EMA the averages."""
        return list(state["average"] if self.use_ema else params)

    def scale_loss(self, loss: Any) -> Any:
        """Enlarge a loss by `loss_scale_factor`, before its gradient is taken."""
        return loss * self.loss_scale_factor if self.loss_scale_factor else loss

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make the same optimizer, without its memory."""
        settings = remembered_arguments(self)
        rate = self._learning_rate
        is_number = isinstance(rate, Variable)
        settings["learning_rate"] = (
            float(rate) if is_number else serialization.serialize(rate)
        )
        return settings

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Optimizer":
        """Make an optimizer from what `get_config` returned, of kit or of Keras."""
        settings = dict(config)
        if isinstance(settings.get("learning_rate"), dict):
            settings["learning_rate"] = serialization.deserialize(
                settings["learning_rate"],
                "keras.optimizers.schedules",
                "learning rate schedule",
            )
        return cls(**settings)


def _zeros(shape, dtype):
    """Zeros by NumPy: jnp.zeros would compile a small program for each shape."""
    return jax.device_put(np.zeros(shape, dtype))
