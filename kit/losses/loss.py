"""Loss: compares labels with predictions and returns the number that training lowers.

`LossFunctionWrapper` makes one from any function; kit's own losses derive from
`FormulaLoss`, whose functions stand beside them in crossentropy.py, regression.py, ...
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from kit import config, serialization
from kit.diagnosis.names import check_arguments
from kit.diagnosis.writing import nothing_returned
from kit.losses.pair import sample_pair, to_array
from kit.losses.reduction import check_reduction, reduce_values
from kit.serialization import register, snake_case


class Loss:
    """The base of all losses: subclass it and write `call`.

        loss = reduction over the batch of  weight[i] * call(y_true, y_pred)[i]

    Args:
        name: A word for messages; by default the class name in snake_case.
        reduction: `"sum_over_batch_size"` (the same as `"mean"`), `"sum"`,
            `"mean_with_sample_weight"`, or `"none"`/None for one loss per sample.
        dtype: Number format of the computation; by default `kit.config.floatx()`.

    >>> class Squared(Loss):
    ...     def call(self, y_true, y_pred):
    ...         return (y_true - y_pred) ** 2
    >>> float(Squared()([1.0, 2.0], [1.0, 4.0]))
    2.0
    """

    def __new__(cls, *args, **kwargs):
        """Propose the right word for an argument that does not exist."""
        check_arguments(cls, kwargs, args)
        return super().__new__(cls)

    def __init__(
        self,
        name: str | None = None,
        reduction: str | None = "sum_over_batch_size",
        dtype: str | None = None,
    ):
        self.name = name or snake_case(type(self).__name__)
        self.reduction = check_reduction(reduction)
        self.dtype = dtype or config.floatx()

    def __call__(
        self, y_true: Any, y_pred: Any, sample_weight: Any = None, mask: Any = None
    ) -> jax.Array:
        """Return the loss of a batch.

        Args:
            y_true: Labels.
            y_pred: Predictions, `(batch, ...)`.
            sample_weight: How much each sample counts, `(batch,)`.
            mask: Which samples or steps count at all, `(batch,)` or `(batch, steps)`;
                the mean is then over those.
        """
        values, mask = self.values_and_mask(y_true, y_pred, mask)
        return reduce_values(values, sample_weight, mask, self.reduction)

    def values_and_mask(
        self, y_true: Any, y_pred: Any, mask: Any = None
    ) -> tuple[jax.Array, jax.Array | None]:
        """Return one loss per sample, and which of them count (None for all)."""
        y_true = to_array(y_true, self.dtype, "y_true")
        y_pred = to_array(y_pred, self.dtype, "y_pred")
        values = self.call(y_true, y_pred)
        found = nothing_returned(f'The loss "{self.name}"', values)
        if found is not None:
            raise found.error()
        values = to_array(values, self.dtype, "the loss")
        own_mask = self.compute_mask(y_true, y_pred)
        if own_mask is not None:
            mask = own_mask if mask is None else own_mask & _spread(mask, own_mask)
        return values, mask

    def call(self, y_true: jax.Array, y_pred: jax.Array) -> jax.Array:
        """Return one loss per sample (or per step), `(batch, ...)`."""
        raise NotImplementedError(
            f"{type(self).__name__} has no call method.\n"
            "Expected a loss to say how it compares labels with predictions.\n"
            "Write def call(self, y_true, y_pred): and return one loss per sample."
        )

    def compute_mask(self, y_true: jax.Array, y_pred: jax.Array) -> jax.Array | None:
        """Return which of the values of `call` count, or None for all of them."""
        return None

    def get_config(self) -> dict:
        """Return the arguments that make the same loss."""
        settings = {"name": self.name, "reduction": self.reduction}
        if self.dtype != config.floatx():
            settings["dtype"] = self.dtype
        return settings

    @classmethod
    def from_config(cls, config: dict) -> "Loss":
        """Make a loss from what `get_config` returned."""
        return cls(**config)

    def __repr__(self):
        return f"<{type(self).__name__} {self.name}>"


def _spread(mask, other):
    """Give a mask (batch,) the axes of a mask (batch, steps)."""
    mask = jnp.asarray(mask, bool)
    return mask.reshape(mask.shape + (1,) * (other.ndim - mask.ndim))


@register("keras.losses")
class LossFunctionWrapper(Loss):
    """A loss from a function of two arguments, for example one of your own.

        loss = reduction of  fn(y_true, y_pred, **arguments)

    `(n,)` labels beside `(n, 1)` predictions are given the same shape first.

    Args:
        fn: `fn(y_true, y_pred)` that returns one loss per sample, `(batch, ...)`.
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.
        **kwargs: More arguments for `fn`.

    >>> def absolute(y_true, y_pred):
    ...     return abs(y_true - y_pred)
    >>> float(LossFunctionWrapper(absolute)([1, 2], [[1], [4]]))
    1.0
    """

    def __init__(
        self,
        fn: Callable,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: str | None = None,
        **kwargs: Any,
    ):
        name = name or getattr(fn, "__name__", None)
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.fn = fn
        self.arguments = kwargs

    def call(self, y_true: jax.Array, y_pred: jax.Array) -> jax.Array:
        """Return `fn` of labels and predictions of matching ranks."""
        y_true, y_pred = sample_pair(self.fn, y_true, y_pred)
        return self.fn(y_true, y_pred, **self.arguments)

    def get_config(self) -> dict:
        """Return the arguments, with the function as its name."""
        return {
            **super().get_config(),
            "fn": serialization.serialize(self.fn),
            **serialization.serialize(self.arguments),
        }

    @classmethod
    def from_config(cls, config: dict) -> "LossFunctionWrapper":
        """Make the loss again; a function of your own must be registered."""
        fn = config.get("fn")
        if isinstance(fn, dict | str):
            config = {**config, "fn": serialization.get(fn, "keras.losses", "loss")}
        return cls(**config)


class FormulaLoss(LossFunctionWrapper):
    """The base of kit's own losses, whose function is fixed by the class.

    Each argument of the formula is an attribute: `loss.from_logits`.
    """

    def __init__(self, fn, reduction, name, dtype, **arguments):
        super().__init__(fn, reduction, name, dtype, **arguments)
        vars(self).update(arguments)

    def get_config(self) -> dict:
        """Return the arguments that make the same loss."""
        return {**Loss.get_config(self), **serialization.serialize(self.arguments)}
