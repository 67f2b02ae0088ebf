"""Masks on their way through a layer: from its inputs to `call`, and to its outputs.

A mask says which steps of a sequence count. It is kept in the call's context beside
the tensor that it belongs to.
"""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from kit.layers.call_context import CallContext


def give_masks(context: CallContext, call: Callable, args: tuple, kwargs: dict) -> Any:
    """Add the inputs' masks to the keywords of a call, and return that of the first.

    A `call` with a parameter `mask` gets the mask of its first argument; one with
    `query_mask` gets that of its argument `query`. What the caller passes has priority.

    Args:
        context: The context of the call.
        call: The layer class's `call`.
        args: The positional arguments.
        kwargs: The keywords, which are changed.
    """
    names = parameter_names(call)
    given = dict(zip(names, args, strict=False)) | kwargs
    for name, value in list(given.items()):
        wanted = f"{name}_mask"
        if wanted in names and given.get(wanted) is None:
            kwargs[wanted] = masks_of(context, value)
    first = masks_of(context, next(iter(given.values()), None))
    if "mask" not in names:
        return first
    if given.get("mask") is None and first is not None:
        kwargs["mask"] = first
    return kwargs.get("mask", given.get("mask"))


@functools.cache
def parameter_names(call: Callable) -> tuple[str, ...]:
    """Return the names of the parameters of a layer class's `call`, without self.

    >>> parameter_names(lambda self, inputs, training=False: inputs)
    ('inputs', 'training')
    """
    return tuple(inspect.signature(call).parameters)[1:]


def masks_of(context: CallContext, inputs: Any) -> Any:
    """Return the mask of a tensor; for several a list, or None if none has one.

    >>> context = CallContext()
    >>> context.set_mask(tensor := object(), "its mask")
    >>> masks_of(context, tensor), masks_of(context, [tensor, object()])
    ('its mask', ['its mask', None])
    """
    if isinstance(inputs, list | tuple):
        masks = [context.mask_of(tensor) for tensor in inputs]
        return None if all(mask is None for mask in masks) else masks
    return context.mask_of(inputs)


def keep_masks(context: CallContext, outputs: Any, masks: Any) -> None:
    """Remember the masks of the outputs; a single one belongs to the first output."""
    if not isinstance(outputs, list | tuple):
        context.set_mask(outputs, masks)
        return
    if not isinstance(masks, list | tuple):
        masks = [masks, *[None] * (len(outputs) - 1)]
    for tensor, mask in zip(outputs, masks, strict=False):
        context.set_mask(tensor, mask)
