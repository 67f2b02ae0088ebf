"""What the layers of one run through a model share: training or not, masks, losses.

The outermost layer call opens a context and all layers inside it find it, in this
thread only. That is how `training=True` reaches every Dropout, and a mask its LSTM.
"""

import threading
from typing import Any

import jax


class CallContext:
    """The shared facts of one run.

    Args:
        training: Whether this run is part of training; `None` means not.
        rows: 1.0 for each real row of the batch and 0.0 for padding, or `None`.

    >>> CallContext(training=True).training
    True
    """

    def __init__(self, training: bool | None = None, rows: jax.Array | None = None):
        self.training = training
        self.rows = rows
        self.losses: list[jax.Array] = []
        # The convolution whose bias and activation follow after a pooling.
        self.ends_later: Any = None
        # The tensor is kept beside its mask: while it lives, no other has its id.
        self._masks: dict[int, tuple[Any, Any]] = {}

    def mask_of(self, tensor: Any) -> Any:
        """Return the mask that belongs to this tensor, or None."""
        return self._masks.get(id(tensor), (None, None))[1]

    def set_mask(self, tensor: Any, mask: Any) -> None:
        """Remember which time steps of this tensor count."""
        if mask is not None:
            self._masks[id(tensor)] = (tensor, mask)

    def hand_on_mask(self, old: Any, new: Any) -> None:
        """Give a tensor in another form, such as another number format, the mask."""
        if new is not old:
            self.set_mask(new, self.mask_of(old))

    def __enter__(self):
        _open.contexts.append(self)
        return self

    def __exit__(self, *error):
        _open.contexts.remove(self)


class _OpenContexts(threading.local):
    """The contexts of this thread, outermost first."""

    def __init__(self):
        self.contexts: list[CallContext] = []


_open = _OpenContexts()


def current_context() -> CallContext | None:
    """Return the innermost open context of this thread, or None.

    >>> current_context() is None
    True
    """
    return _open.contexts[-1] if _open.contexts else None


class running_layer:
    """Joins the open context, or opens one, with this layer's `training` in force.

    Args:
        training: The value given to the layer's call, or None to inherit.
    """

    def __init__(self, training: bool | None):
        self.given = training

    def __enter__(self) -> CallContext:
        self.outer = current_context()
        self.context = self.outer or CallContext().__enter__()
        self.before = self.context.training
        if self.given is not None:
            self.context.training = self.given
        return self.context

    def __exit__(self, *error):
        self.context.training = self.before
        if self.outer is None:
            self.context.__exit__(*error)
