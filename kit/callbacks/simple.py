"""Small callbacks: functions as hooks, and a stop at the first NaN."""

from collections.abc import Callable

import numpy as np

from kit.serialization import register, suggest
from kit.training.callback import HOOKS, Callback


@register("keras.callbacks")
class LambdaCallback(Callback):
    """Calls functions of yours at the hooks.

    Args:
        on_epoch_begin: `function(epoch, logs)`.
        on_epoch_end: `function(epoch, logs)`.
        on_train_begin: `function(logs)`.
        on_train_end: `function(logs)`.
        on_train_batch_begin: `function(batch, logs)`.
        on_train_batch_end: `function(batch, logs)`.
        **kwargs: Any other hook by its name.

    >>> callback = LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, logs))
    >>> callback.on_epoch_end(0, {"loss": 0.5})
    0 {'loss': 0.5}
    """

    def __init__(
        self,
        on_epoch_begin: Callable | None = None,
        on_epoch_end: Callable | None = None,
        on_train_begin: Callable | None = None,
        on_train_end: Callable | None = None,
        on_train_batch_begin: Callable | None = None,
        on_train_batch_end: Callable | None = None,
        **kwargs,
    ):
        super().__init__()
        given = {
            "on_epoch_begin": on_epoch_begin,
            "on_epoch_end": on_epoch_end,
            "on_train_begin": on_train_begin,
            "on_train_end": on_train_end,
            "on_train_batch_begin": on_train_batch_begin,
            "on_train_batch_end": on_train_batch_end,
            **kwargs,
        }
        for name, function in given.items():
            if name not in HOOKS:
                raise ValueError(
                    f'LambdaCallback knows no hook "{name}".{suggest(name, HOOKS)}\n'
                    f"Expected one of: {', '.join(HOOKS)}.\n"
                    "Check the spelling."
                )
            if function is not None:
                setattr(self, name, function)


@register("keras.callbacks")
class TerminateOnNaN(Callback):
    """Stops training when the loss is no longer a number.

    Args:
        raise_error: Whether to raise an error instead of stopping quietly.

    >>> TerminateOnNaN().raise_error
    False
    """

    every_batch = False  # a NaN stays in the running average, so none is missed

    def __init__(self, raise_error: bool = False):
        super().__init__()
        self.raise_error = raise_error

    def on_train_batch_end(self, batch: int, logs=None) -> None:
        """Look at the loss."""
        loss = (logs or {}).get("loss")
        if loss is None or np.isfinite(loss):
            return
        if self.raise_error:
            raise RuntimeError(
                f"The loss is {loss} at batch {batch}.\n"
                "Expected a finite number.\n"
                "Lower the learning rate, or look for NaN in the data."
            )
        print(f"Batch {batch}: Invalid loss, terminating training")
        self.model.stop_training = True
