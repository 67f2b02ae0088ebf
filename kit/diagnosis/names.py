"""Rules for names that do not exist: what was meant?"""

import difflib
import inspect
from collections.abc import Callable, Iterable
from typing import Any

from kit.diagnosis.book import mistake
from kit.diagnosis.calls import missing_arguments
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import library, listing, short
from kit.serialization import suggest

# Names of Keras, TensorFlow or older times, and what to write instead.
INSTEAD = {
    "CuDNNLSTM": "LSTM",
    "CuDNNGRU": "GRU",
    "Convolution2D": "Conv2D",
    "Deconvolution2D": "Conv2DTranspose",
    "MaxPool": "MaxPooling2D",
    "Conv2d": "Conv2D",
    "Linear": "Dense",
    "BatchNorm": "BatchNormalization",
    "BatchNorm2d": "BatchNormalization",
    "CrossEntropyLoss": "SparseCategoricalCrossentropy",
    "MSELoss": "MeanSquaredError",
    "np_utils": "to_categorical",
    "cross_entropy": "categorical_crossentropy",
    "learn_rate": "learning_rate",
    "lr": "learning_rate",
    "epoch": "epochs",
    "metric": "metrics",
    "n_epochs": "epochs",
    "nb_epoch": "epochs",
    "validation": "validation_data",
    "val_data": "validation_data",
    "val_split": "validation_split",
    "neurons": "units",
    "nodes": "units",
    "kernel": "kernel_size",
    "stride": "strides",
    "act": "activation",
    "bias": "use_bias",
    "name_scope": "name",
}


def closest(name: str, names: Iterable[str]) -> str:
    """Return `' Did you mean "x"?'`, also for names of other libraries.

    >>> closest("epoch", ["epochs", "steps"]), closest("zzz", ["epochs"])
    (' Did you mean "epochs"?', '')
    """
    names = list(names)
    other = INSTEAD.get(name)
    if other in names:
        return f' Did you mean "{other}"?'
    return suggest(name, names)


@mistake("unknown-name", "write", place="keras.layers", name="Dnse", names=["Dense"])
def unknown_name(place: str, name: str, names: Iterable[str]) -> Finding:
    """A layer, loss or function with this name does not exist.

    Symptom: An AttributeError.

    Cause: A letter is missing, small instead of large, or the name belongs to another
        library or an older version.

    Picture:
        keras.layers.Dnse      ->  Dense
        keras.layers.Linear    ->  Dense, which PyTorch calls Linear

    Exercise: What does Jupyter show after `keras.layers.` and the Tab key?
    """
    names = sorted(names)
    meant = closest(name, names)
    line = f"{place}.{_in_quotes(meant)}" if meant else ""
    return Finding(
        f"{place} has no {short(name)!r}.{meant}",
        _nearest(place, name, names),
        "Check the spelling:" if line else "Press Tab after the dot to see all names.",
        line=line,
        change={"rename": (name, _in_quotes(meant))} if meant else {},
    )


def _nearest(place, name, names):
    near = difflib.get_close_matches(name, names, n=5, cutoff=0.3)
    words = listing(near or names, most=5)
    return f"Of its {len(names)} names the nearest are {words}."


def unknown_attribute(
    module: str, name: str, contents: dict[str, Any]
) -> AttributeError:
    """Return the error of `kit.layers.Dnse`, for a package's `__getattr__`.

    Args:
        module: The name of the package.
        name: What it does not have.
        contents: Its `globals()`.

    >>> error = unknown_attribute("kit.layers", "Dnse", {"__all__": ["Dense"]})
    >>> print(str(error).splitlines()[0])
    keras.layers has no 'Dnse'. Did you mean "Dense"?
    """
    if name.startswith("_"):  # what Python and tools look for, such as __path__
        return AttributeError(f"module {module!r} has no attribute {name!r}")
    public = contents.get("__all__") or [
        known
        for known, value in contents.items()
        if getattr(value, "__module__", "").startswith("kit.")
    ]
    place = ".".join([library(), *module.split(".")[1:]])
    error = unknown_name(place, name, public).error(AttributeError)
    error.name = name  # type: ignore[attr-defined]
    return error  # type: ignore[return-value]


@mistake(
    "unknown-choice",
    "compile",
    argument="loss",
    name="mean_square_error",
    message='There is no loss called "mean_square_error". '
    'Did you mean "mean_squared_error"?\nExpected one of: mae, mse.',
)
def unknown_choice(argument: str, name: str, message: str) -> Finding:
    """A loss, metric or optimizer is misspelt.

    Symptom: An error that a name could not be interpreted.

    Cause: Names are looked up letter by letter.

    Picture:
        "mean_square_error"    ->  "mean_squared_error", or "mse"
        "sparse_crossentropy"  ->  "sparse_categorical_crossentropy"

    Exercise: What does `keras.losses.` and the Tab key show?
    """
    first, *others = message.splitlines()
    head, _, meant = first.partition(" Did you mean ")
    right = _in_quotes(meant)
    value = f'["{right}"]' if argument == "metrics" else f'"{right}"'
    change = {"set": (argument, [right] if argument == "metrics" else right)}
    return Finding(
        head + (f' Did you mean "{right}"?' if right else ""),
        others[0] if others else "",
        "Check the spelling:" if right else "Check the spelling.",
        line=f"{argument}={value}" if right else "",
        change=change if right else {},
    )


@mistake(
    "unknown-argument",
    "write",
    function="fit",
    name="epoch",
    names=["x", "y", "batch_size", "epochs"],
)
def unknown_argument(function: str, name: str, names: Iterable[str]) -> Finding:
    """A function is given an argument that it does not have.

    Symptom: A TypeError about an unexpected keyword.

    Cause: A plural, a letter, or a name from another library.

    Picture:
        fit(epoch=3)             epochs
        compile(metric=[...])    metrics
        Dense(activaton="relu")  activation

    Exercise: Which key shows the arguments of a function in Jupyter?
    """
    names = list(dict.fromkeys(names))
    meant = closest(name, names)
    if function == "compile" and INSTEAD.get(name, name) == "learning_rate":
        line = f"optimizer={library()}.optimizers.Adam(learning_rate=0.001)"
        return Finding(
            "compile has no learning rate of its own: the optimizer has it.",
            f"Expected one of: {', '.join(names)}.",
            "Make the optimizer with the rate that you want:",
            line=line,
        )
    return Finding(
        f'{function} has no argument "{short(name)}".{meant}',
        f"Expected one of: {', '.join(names)}.",
        "Check the spelling, or leave the argument out.",
        change={"rename": (name, _in_quotes(meant))} if meant else {},
    )


@mistake(
    "unknown-monitor",
    "start",
    owner="EarlyStopping",
    name="val_acc",
    names=["loss", "accuracy", "val_loss", "val_accuracy"],
    validates=True,
)
def unknown_monitor(
    owner: str, name: str, names: list[str], validates: bool
) -> Finding | None:
    """A callback watches a number that training does not produce.

    Symptom: Training never stops early, and no file is saved.

    Cause: The number is called as the metric is: `metrics=["accuracy"]` gives
        "accuracy" and "val_accuracy". Names with "val_" need validation data.

    Picture:
        metrics=["accuracy"]    ->  loss, accuracy
        validation_split=0.2    ->  val_loss, val_accuracy

    Exercise: Print `history.history.keys()`.
    """
    if name in names:
        return None
    meant = closest(name, names)
    if name.startswith("val_") and not validates:
        return Finding(
            f'{owner} watches "{short(name)}", but fit has no validation data.',
            f"Available: {', '.join(names)}.",
            "Keep some samples back:",
            level="warning",
            line="validation_split=0.2  # in fit",
            change={"call": "fit", "set": ("validation_split", 0.2)},
        )
    right = _in_quotes(meant) or names[0]
    return Finding(
        f'{owner} watches "{short(name, 25)}", which is not there.{meant}',
        f"Available: {', '.join(names)}.",
        "Write:",
        level="warning",
        line=f'monitor="{right}"',
        change={"call": owner, "set": ("monitor", right)},
    )


def renamed_monitor(owner: str, name: str, today: str) -> Finding:
    """Return a note about a number that has another name in this model.

    >>> renamed_monitor("EarlyStopping", "val_acc", "val_accuracy").level
    'note'
    """
    return Finding(
        f'{owner} watches "{short(name)}", which is called "{today}" here.',
        "kit knows both names; other libraries would not find it.",
        "Write:",
        level="note",
        code="unknown-monitor",
        line=f'monitor="{today}"',
        change={"call": owner, "set": ("monitor", today)},
    )


@mistake(
    "unknown-direction", "start", owner="EarlyStopping", name="val_distance", mode="min"
)
def unknown_direction(owner: str, name: str, mode: str) -> Finding:
    r"""A callback cannot know whether a number of yours should grow or fall.

    Symptom: An error that asks for `mode`.

    Cause: The name of a function of yours says nothing about what is better. Of its own
        metrics kit knows it: an accuracy should grow, an error should fall.

    Picture:
        mode="min"   \_____   less is better: distances, errors
        mode="max"   /-----   more is better: shares, scores

    Exercise: Which mode fits the number of wrong answers?
    """
    return Finding(
        f'{owner} cannot tell whether "{short(name)}" should grow.',
        'Expected mode="min" or mode="max" for this metric.',
        'Write mode="max" if more is better, mode="min" if less is:',
        line=f'{owner}(monitor="{name}", mode="{mode}")',
        change={"call": owner, "set": ("mode", mode)},
    )


@mistake("unknown-key", "end", name="acuracy", names=["accuracy", "loss"])
def unknown_key(name: str, names: list[str]) -> Finding:
    """The history has no numbers of that name.

    Symptom: A KeyError.

    Cause: The history has a list for the loss and for each metric, under the name of
        the metric, and with "val_" before it for the validation.

    Picture:
        compile(metrics=["accuracy"])    ->  "loss", "accuracy"
        fit(validation_split=0.2)        ->  "val_loss", "val_accuracy"

    Exercise: Print `history.history.keys()`.
    """
    if name.startswith("val_") and not any(one[:4] == "val_" for one in names):
        return Finding(
            f'There is no "{short(name)}" in the history: nothing was validated.',
            f"It has: {', '.join(names)}.",
            "Keep some samples back in fit:",
            line="validation_split=0.2",
            change={"call": "fit", "set": ("validation_split", 0.2)},
        )
    meant = closest(name, names)
    right = _in_quotes(meant)
    return Finding(
        f'There is no "{short(name)}" in the history.{meant}',
        f"It has: {', '.join(names)}.",
        "Check the spelling:" if right else "Name it in metrics=[...] of compile.",
        line=f'history.history["{right}"]' if right else "",
        change={"rename": (name, right)} if right else {},
    )


def wrong_call(
    function: Callable, args: tuple, kwargs: dict, skip: int = 1
) -> Exception | None:
    """Explain why a function cannot be called with these arguments, if it is unknown.

    Args:
        function: A function or method.
        args: Positional arguments, with `self`.
        kwargs: Arguments by name.
        skip: How many parameters at the beginning are not the user's, such as `self`.

    >>> def fit(self, x, epochs=1): pass
    >>> str(wrong_call(fit, (None,), {"epoch": 3})).splitlines()[0]
    'fit has no argument "epoch". Did you mean "epochs"?'
    """
    parameters = inspect.signature(function).parameters
    if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return None
    names = list(parameters)[skip:]
    unknown = [name for name in kwargs if name not in parameters]
    if not unknown:
        return missing_arguments(function, args, kwargs, skip)
    finding = unknown_argument(function.__name__, unknown[0], names)
    return finding.error(TypeError)


def check_arguments(cls: type, arguments: dict[str, Any]) -> None:
    """Raise a TypeError that proposes the right word, if `__init__` lacks one.

    >>> class Toy:
    ...     def __init__(self, patience=0): pass
    >>> check_arguments(Toy, {"patience": 3})
    """
    if not arguments:
        return
    try:
        parameters = inspect.signature(cls.__init__).parameters
    except (TypeError, ValueError):  # not written in Python
        return
    if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return
    for name in arguments:
        if name not in parameters:
            names = list(parameters)[1:]
            raise unknown_argument(cls.__name__, name, names).error(TypeError)


def _in_quotes(meant):
    return meant.split('"')[1] if meant else ""
