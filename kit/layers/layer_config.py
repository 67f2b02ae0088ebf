"""A layer's configuration, read from its own `__init__` signature.

A layer says its arguments once, in `__init__`, and stores each under its own name;
`get_config`, saving, the code view and the studio's forms all follow from that.
"""

import functools
import inspect
from typing import Any

from kit import config, serialization
from kit.diagnosis.names import check_arguments, unknown_argument

# Words of the Keras 2 years for the first layer of a model.
_SHAPE_WORDS = ("input_shape", "input_dim", "batch_input_shape", "input_length")


def parameters(cls: type) -> list[inspect.Parameter]:
    """Return the named parameters of a class's `__init__`, without `self`.

    >>> class Scale:
    ...     def __init__(self, factor, **kwargs): pass
    >>> [p.name for p in parameters(Scale)]
    ['factor']
    """
    found = list(inspect.signature(cls.__init__).parameters.values())[1:]
    starred = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [parameter for parameter in found if parameter.kind not in starred]


def captured_arguments(cls: type, args: tuple, kwargs: dict) -> dict[str, Any]:
    """Bind the arguments of a constructor call to their names, as far as they fit."""
    try:
        bound = inspect.signature(cls.__init__).bind_partial(None, *args, **kwargs)
    except TypeError:  # __init__ itself will raise, with Python's own message
        return {}
    names = {parameter.name for parameter in parameters(cls)}
    return {name: v for name, v in bound.arguments.items() if name in names}


def layer_config(layer: Any) -> dict[str, Any]:
    """Describe a layer as plain values: its parameters, name and trainable flag."""
    found = {
        "name": layer.name,
        "trainable": layer.trainable,
        "dtype": layer.dtype_policy,
    }
    missing = object()
    for parameter in parameters(type(layer)):
        value = getattr(layer, parameter.name, missing)
        if value is missing or inspect.ismethod(value):
            value = layer._arguments.get(parameter.name, parameter.default)
        if value is not inspect.Parameter.empty:
            found[parameter.name] = serialization.serialize(value)
    if layer.activity_regularizer is not None:
        penalty = serialization.serialize(layer.activity_regularizer)
        found["activity_regularizer"] = penalty
    return found


def dtype_name(dtype: Any) -> str:
    """Return the name of a number format or policy, from a name or Keras's dict.

    >>> dtype_name(None), dtype_name({"config": {"name": "mixed_bfloat16"}})
    ('float32', 'mixed_bfloat16')
    """
    if dtype is None:
        return config.floatx()
    if isinstance(dtype, dict):
        inner = dtype.get("config")
        dtype = inner.get("name") if isinstance(inner, dict) else None
        dtype = dtype or config.floatx()
    return str(getattr(dtype, "name", dtype))


def first_layer_shape(layer_kind: str, kwargs: dict) -> tuple | None:
    """Take Keras 2's `input_shape=` words out of `kwargs`: the shape with its batch.

    >>> config.set_notes("off")
    >>> first_layer_shape("Dense", {"input_dim": 784})
    (None, 784)
    """
    if not any(word in kwargs for word in (*_SHAPE_WORDS, "batch_size")):
        return None
    batch = kwargs.pop("batch_size", None)
    length = kwargs.pop("input_length", None)
    used = next((word for word in _SHAPE_WORDS if word in kwargs), None)
    shape = kwargs.pop("batch_input_shape", None)
    if shape is None and "input_shape" in kwargs:
        shape = (batch, *_as_tuple(kwargs.pop("input_shape")))
    elif shape is None and "input_dim" in kwargs:
        steps = () if length is None else (length,)
        shape = (batch, *steps, kwargs.pop("input_dim"))
    if used and used != "input_length":
        config.note(
            f"{layer_kind}({used}=...) is written today as a first layer "
            "Input(shape=(...))."
        )
    return None if shape is None else tuple(shape)


def _as_tuple(shape):
    return tuple(shape) if isinstance(shape, list | tuple) else (shape,)


def check_words(cls: type, args: tuple, kwargs: dict) -> None:
    """Raise for an argument that a layer does not know, where `__init__` would not.

    That is an `__init__` without `**kwargs`, or one that misses another argument.
    """
    needed = [p.name for p in parameters(cls) if p.default is p.empty][len(args) :]
    if kwargs and any(name not in kwargs for name in needed):
        known = _words_of(cls)
        unknown = [name for name in kwargs if name not in known]
        check_unknown(cls.__name__, cls, dict.fromkeys(unknown[:1]))
    check_arguments(cls, kwargs, args)


@functools.cache
def _words_of(cls):
    """What `__init__` of a class and of its parents may be given."""
    inits = [parent.__init__ for parent in cls.__mro__[:-1]]
    words = {name for init in inits for name in inspect.signature(init).parameters}
    return words | {*_SHAPE_WORDS, "batch_size"}


def check_unknown(layer_kind: str, cls: type, kwargs: dict) -> None:
    """Raise for an argument that the layer does not know."""
    if not kwargs:
        return
    name = next(iter(kwargs))
    names = [parameter.name for parameter in parameters(cls)] + ["name", "trainable"]
    raise unknown_argument(layer_kind, name, names).error(TypeError)
