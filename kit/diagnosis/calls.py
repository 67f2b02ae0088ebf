"""Rules for calls: arguments that are missing, too many, or brackets forgotten."""

import functools
import inspect
import re
from collections.abc import Callable

from kit.diagnosis.book import mistake
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import listing, short

# What to write for arguments that have no default.
EXAMPLES = {
    "units": "64",
    "filters": "32",
    "kernel_size": "3",
    "input_dim": "1000",
    "output_dim": "16",
    "rate": "0.5",
    "target_shape": "(28, 28, 1)",
    "filepath": '"model.keras"',
    "schedule": "schedule",
    "function": "function",
}


@mistake("missing-argument", "write", function="Dense", missing=["units"])
def missing_argument(function: str, missing: list[str], alone: bool = True) -> Finding:
    """An argument without a default was left out.

    Symptom: A TypeError about a required positional argument.

    Cause: Some arguments have no value that fits all cases, such as the number of
        units. They must be given.

    Picture:
        Dense()          how many?
        Dense(64)

    Exercise: Which arguments of Conv2D must be given?
    """
    words = ", ".join(EXAMPLES.get(name, name) for name in missing)
    shown = listing([f'"{name}"' for name in missing], most=3)
    line = f"{function}({words})"
    if not alone:
        words = ", ".join(f"{name}={EXAMPLES.get(name, name)}" for name in missing)
        line = f"{function}(..., {words})"
    return Finding(
        f"{function} needs {shown}, which was left out.",
        "It has no default, as no value fits all cases.",
        "Write for example:",
        line=line,
        change={"rename": (f"{function}()", line)} if alone else {},
    )


@mistake("inputs-without-list", "write", kind="Concatenate", count=2)
def inputs_without_list(kind: str, count: int) -> Finding:
    """A layer that merges gets its inputs one by one.

    Symptom: A TypeError about positional arguments.

    Cause: A layer is called with one thing. Several inputs go into one list.

    Picture:
        Concatenate()(a, b)        two arguments
        Concatenate()([a, b])      one list of two

    Exercise: What is the shape of two inputs (None, 8) after Concatenate, and Add?
    """
    return Finding(
        f"{short(kind)} was called with {count} inputs, one after the other.",
        "Expected one list that holds them all.",
        "Put square brackets around them:",
        line=f"{kind}(...)([a, b])",
    )


@mistake("self-is-missing", "write", owner="MyModel.call")
def self_is_missing(owner: str) -> Finding:
    """A method of a class of yours has no `self`.

    Symptom: A TypeError that it takes 1 argument but 2 were given.

    Cause: Python passes the object itself as the first argument of every method.

    Picture:
        def call(x):           called with (self, x)
        def call(self, x):

    Exercise: What is `self` in `model.call(x)`?
    """
    method = owner.rpartition(".")[2]
    return Finding(
        f"{short(owner, 40)} has no first argument for the object itself.",
        "Python calls a method with the object first: self.",
        "Write:",
        line=f"def {method}(self, inputs):",
    )


@mistake("two-are-compared", "start", function="my_loss", takes=1)
def two_are_compared(function: str, takes: int) -> Finding:
    """A loss or metric of yours does not take labels and predictions.

    Symptom: A TypeError that it takes 1 argument but 2 were given.

    Cause: A loss compares two things, and gets them in this order: what is right, and
        what the model said.

    Picture:
        def my_loss(y_true, y_pred):
            return ops.mean((y_true - y_pred) ** 2, axis=-1)

    Exercise: Does it matter for "mse" which of the two comes first?
    """
    return Finding(
        f"{short(function)} takes {takes} argument{'s' * (takes != 1)}, but gets 2.",
        "A loss or metric is called with labels and predictions.",
        "Let it take both:",
        line=f"def {function}(y_true, y_pred):",
    )


@mistake("class-not-called", "write", kind="ReLU", argument="activation")
def class_not_called(kind: str, argument: str) -> Finding:
    """A class stands where an object of it is wanted.

    Symptom: An error far away, or none.

    Cause: The name alone is the class, the plan. With brackets it makes an object.

    Picture:
        ReLU         the plan
        ReLU()       a layer

    Exercise: What do `type(ReLU)` and `type(ReLU())` print?
    """
    return Finding(
        f"{argument} got the class {short(kind)}, not an object of it.",
        "A class makes objects when it is called.",
        "Write the brackets:",
        line=f"{kind}()",
        change={"rename": (f"{kind}]", f"{kind}()]")},
    )


@mistake("fit-gives-history", "write", name="predict")
def fit_gives_history(name: str) -> Finding:
    """What fit returns is taken for the model, or for the numbers.

    Symptom: An AttributeError or TypeError about History.

    Cause: `fit` changes the model itself, and returns a History. The numbers of every
        epoch are in its dict `history`.

    Picture:
        history = model.fit(x, y)
        model.predict(x)                the model is still `model`
        history.history["loss"]         the numbers

    Exercise: What do `type(history)` and `type(history.history)` print?
    """
    is_key = name.startswith("[")
    line = f"history.history{name}" if is_key else f"model.{name}(...)"
    return Finding(
        f"fit returned a History, which has no {short(name)}.",
        "A History keeps the numbers of training; the model is the one that you fit.",
        "Write:",
        line=line,
    )


@mistake("not-built", "write", layer="dense", name="kernel")
def not_built(layer: str, name: str) -> Finding:
    """Weights are asked for before there are any.

    Symptom: An AttributeError about `kernel` or `bias`.

    Cause: A layer makes its weights when it sees the shape of its input, as their
        number depends on it.

    Picture:
        Dense(10)                 no weights yet
        Dense(10)(x)              x: (batch, 784)  ->  kernel (784, 10)

    Exercise: How many weights has Dense(10) behind 784 pixels?
    """
    return Finding(
        f'"{short(layer)}" has no {name} yet: it has not seen any input.',
        "Weights are made for the first shape that a layer sees.",
        "Begin the model with Input, or build the layer:",
        line="layer.build((None, 784))",
    )


@functools.cache
def _signature(function):
    return list(inspect.signature(function).parameters.values())


def missing_arguments(
    function: Callable, args: tuple, kwargs: dict, skip: int = 1
) -> Exception | None:
    """Explain which arguments are missing in a call, or return None.

    Args:
        function: A function, method or `__init__`.
        args: Positional arguments, with `self`.
        kwargs: Arguments by name.
        skip: How many parameters at the beginning are not the user's, such as `self`.

    >>> def predict(self, x, verbose=0): pass
    >>> str(missing_arguments(predict, (None,), {})).splitlines()[0]
    'predict needs "x", which was left out.'
    """
    given = _signature(function)
    name = function.__qualname__.split(".")[-1]
    if name == "__init__":
        name = function.__qualname__.split(".")[-2]
    missing = [
        one.name
        for place, one in enumerate(given)
        if one.default is one.empty
        and one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)
        and place >= max(skip, len(args))
        and one.name not in kwargs
    ]
    alone = len(args) <= skip and not kwargs
    found = missing_argument(name, missing, alone) if missing else None
    return None if found is None else found.error(TypeError)


_TAKES = re.compile(r"(\S+)\(\) takes (\d+) positional arguments? but (\d+) w")
_NEEDS = re.compile(r"(\S+)\(\) missing \d+ required positional arguments?: (.*)")


def explained_call(text: str) -> Finding | None:
    """Return what a TypeError of Python about a call means, or None.

    >>> explained_call("Add.call() takes 2 positional arguments but 3 were given").what
    'Add was called with 2 inputs, one after the other.'
    """
    found = _NEEDS.search(text)
    if found:
        function = found[1].removesuffix(".__init__").rpartition(".")[2]
        return missing_argument(function, re.findall(r"'(\w+)'", found[2]))
    found = _TAKES.search(text)
    if not found:
        return None
    owner, takes, given = found[1], int(found[2]), int(found[3])
    if owner.endswith(".call") and takes == 1:
        return self_is_missing(re.sub(r".*<locals>\.", "", owner))
    if owner.endswith(".call") and takes == 2 and given > 2:
        kind = re.sub(r".*<locals>\.", "", owner).split(".")[-2]
        return inputs_without_list(kind, given - 1)
    if "." not in re.sub(r".*<locals>\.", "", owner) and takes < 2 and given == 2:
        return two_are_compared(re.sub(r".*<locals>\.", "", owner), takes)
    return None
