"""The arguments of optimizers: which there are, and clear words for the wrong ones.

All optimizers share ten arguments; they pass them on as `**common`, and
`show_common_arguments` lists them in the signature that Jupyter shows.
"""

import inspect
import numbers
from typing import Any, TypedDict

from kit import config


class CommonArguments(TypedDict, total=False):
    """The arguments that every optimizer has, explained in `Optimizer`."""

    weight_decay: float | None
    clipnorm: float | None
    clipvalue: float | None
    global_clipnorm: float | None
    use_ema: bool
    ema_momentum: float
    ema_overwrite_frequency: int | None
    loss_scale_factor: float | None
    gradient_accumulation_steps: int | None
    name: str | None


def argument_names(some_class: type) -> list[str]:
    """Return the names of all arguments of a class.

    >>> class Toy:
    ...     def __init__(self, learning_rate=0.1, **common): pass
    >>> argument_names(Toy)
    ['learning_rate']
    """
    parameters = inspect.signature(some_class).parameters.values()
    return [p.name for p in parameters if p.kind is not p.VAR_KEYWORD]


def remembered_arguments(value: Any) -> dict[str, Any]:
    """Return the arguments of an object: the attributes named like them.

    Raises:
        NotImplementedError: If the object did not keep one of them.

    >>> class Toy:
    ...     def __init__(self, size): self.size = size
    >>> remembered_arguments(Toy(3))
    {'size': 3}
    """
    names = argument_names(type(value))
    missing = [name for name in names if not hasattr(value, name)]
    if missing:
        raise NotImplementedError(
            f"{type(value).__name__} does not remember {', '.join(missing)}.\n"
            "Expected every argument of __init__ as an attribute of that name.\n"
            f"Write self.{missing[0]} = {missing[0]}, or your own get_config."
        )
    return {name: getattr(value, name) for name in names}


def show_common_arguments(optimizer_class: Any) -> None:
    """Write the parent's arguments in place of `**common` into the signature.

    So help and completion show all of them, though each file names only its own.

    >>> class Parent:
    ...     def __init__(self, learning_rate, clipnorm=None): pass
    >>> class Child(Parent):
    ...     def __init__(self, learning_rate=0.1, **common): pass
    >>> show_common_arguments(Child); argument_names(Child)
    ['learning_rate', 'clipnorm']
    """
    own = inspect.signature(optimizer_class.__init__).parameters
    shown = [p for p in own.values() if p.name != "self"]
    if shown and shown[-1].kind is inspect.Parameter.VAR_KEYWORD:
        shown.pop()
        inherited = inspect.signature(optimizer_class.__mro__[1]).parameters
        for name, parameter in inherited.items():
            if name not in own and parameter.kind is not parameter.VAR_KEYWORD:
                shown.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
    optimizer_class.__signature__ = inspect.Signature(shown)


def usual_epsilon(value: float | None) -> float:
    """Return `value`, or 1e-7 for None, with which older texts ask for the usual one.

    >>> usual_epsilon(None), usual_epsilon(1e-8)
    (1e-07, 1e-08)
    """
    return config.epsilon() if value is None else value


def require_between(
    optimizer: Any, name: str, value: float, low: float, high: float
) -> float:
    """Return a number, unless it lies outside of an interval.

    Raises:
        ValueError: If it does, or is no number.

    >>> require_between(object(), "momentum", 0.9, 0, 1)
    0.9
    """
    try:
        if low <= value <= high:
            return value
    except TypeError:  # neither a number nor comparable to one
        pass
    raise ValueError(
        f"{type(optimizer).__name__} received {name}={value!r}.\n"
        f"Expected a number from {low} to {high}.\n"
        f"Leave {name} out to use the usual value."
    )


def require_positive(optimizer: Any, name: str, value: float | None) -> float | None:
    """Return a number above zero or None; raise ValueError for all else.

    >>> require_positive(object(), "clipnorm", 1.0)
    1.0
    """
    if value is None:
        return None
    try:
        if value > 0:
            return value
    except TypeError:  # neither a number nor comparable to one
        pass
    raise ValueError(
        f"{type(optimizer).__name__} received {name}={value!r}.\n"
        "Expected a number above 0, or None.\n"
        f"Leave {name} out, or write for example {name}=1.0."
    )


def require_steps(optimizer: Any, name: str, value: int | None, low: int) -> int | None:
    """Return a whole number from `low` up or None; raise ValueError for all else.

    >>> require_steps(object(), "gradient_accumulation_steps", 4, 2)
    4
    """
    if value is None:
        return None
    is_whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    if is_whole and value >= low:
        return int(value)
    raise ValueError(
        f"{type(optimizer).__name__} received {name}={value!r}.\n"
        f"Expected a whole number from {low} up, or None.\n"
        f"Leave {name} out, or write for example {name}=4."
    )


def require_one_clip(optimizer: Any) -> None:
    """Raise ValueError if more than one way of clipping is asked for."""
    names = ("clipnorm", "clipvalue", "global_clipnorm")
    given = [name for name in names if getattr(optimizer, name) is not None]
    if len(given) > 1:
        raise ValueError(
            f"{type(optimizer).__name__} received {' and '.join(given)}.\n"
            "Expected at most one of clipnorm, clipvalue and global_clipnorm.\n"
            f"Keep for example only {given[0]}={getattr(optimizer, given[0])}."
        )


def require_not_negative(optimizer: Any, name: str, value: float) -> float:
    """Return a number from zero up; raise ValueError for all else.

    >>> require_not_negative(object(), "initial_accumulator_value", 0.1)
    0.1
    """
    return require_between(optimizer, name, value, 0, float("inf"))
