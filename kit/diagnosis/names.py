"""Rules for names that do not exist: what was meant?"""

import difflib
import functools
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


@mistake("swapped-words", "compile", loss="mse")
def optimizer_and_loss_swapped(loss: str) -> Finding:
    """Optimizer and loss changed places in compile.

    Symptom: An error that there is no optimizer of this name.

    Cause: `compile` takes the optimizer first, the loss second.

    Picture:
        compile("adam", "mse")
        compile(optimizer="adam", loss="mse")      with names the order is free

    Exercise: What do optimizer and loss do in one step of training?
    """
    return Finding(
        f'"{short(loss, 40)}" is a loss, not an optimizer.',
        "compile takes the optimizer first, the loss second.",
        "Write their names, then the order is free:",
        line=f'model.compile(optimizer="adam", loss="{loss}")',
        change={"set": ("optimizer", "adam"), "also": [{"set": ("loss", loss)}]},
    )


@mistake(
    "unknown-part",
    "start",
    argument="y",
    name="digt",
    missing=["digit"],
    names=["digit", "parity"],
)
def unknown_part(
    argument: str, name: str, missing: list[str], names: list[str]
) -> Finding:
    """A dict of data names an input or output that the model does not have.

    Symptom: An error that an output has no targets, or an input no array.

    Cause: The keys of a dict are the names of Input layers, or of the last layers.

    Picture:
        Input((784,), name="image")       x = {"image": ...}
        Dense(10, name="digit")(h)        y = {"digit": ...}

    Exercise: What do `model.input_names` and `model.output_names` print?
    """
    what = "inputs" if argument.startswith("x") else "outputs"
    meant = closest(name, missing)
    right = _in_quotes(meant) or missing[0]
    return Finding(
        f'{argument} names "{short(name, 20)}", which is none of the {what}.{meant}',
        f"The model has: {', '.join(names)}.",
        "Use the names of the layers:",
        line=f'{argument} = {{"{right}": ...}}',
        change={"rename": (f'"{name}"', f'"{right}"')},
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


def check_arguments(
    cls: type, arguments: dict[str, Any], args: tuple | None = None
) -> None:
    """Raise a TypeError that proposes the right word, if `__init__` lacks one.

    Args:
        cls: The class that is called.
        arguments: What it is given by name.
        args: What it is given without names; then missing ones are named, too.

    >>> class Toy:
    ...     def __init__(self, patience=0): pass
    >>> check_arguments(Toy, {"patience": 3})
    """
    if args is not None and cls.__module__.startswith("kit."):
        missing = missing_arguments(cls.__init__, (cls, *args), arguments)
        if missing is not None and set(arguments) <= _parameters_of(cls):
            raise missing
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


@functools.cache
def _parameters_of(cls):
    return set(inspect.signature(cls.__init__).parameters)


def _in_quotes(meant):
    return meant.split('"')[1] if meant else ""
