"""Fields: the arguments of a layer or optimizer as something that a form can show.

They are read from the signature of `__init__`, from the value it has now, and from
the `Args:` of the docstring, which are the help in plain words.
"""

import inspect
import re
import textwrap
from dataclasses import dataclass
from typing import Any

from kit.layers.layer_config import parameters
from kit.serialization import lookup, serialize
from kit.studio.entries import plain
from kit.studio.menu import HELPS
from kit.texts.language import translate

# What a learner changes first; everything else is behind "More options".
_FIRST = {
    "units",
    "filters",
    "kernel_size",
    "strides",
    "pool_size",
    "padding",
    "rate",
    "activation",
    "target_shape",
    "scale",
    "offset",
    "batch_shape",
    "learning_rate",
    "momentum",
}
_HIDDEN = {"data_format", "name", "dtype", "input_tensor", "sparse", "ragged"}
_HIDDEN |= {"batch_size", "optional", "noise_shape", "synchronized", "weights"}
_HIDDEN |= {"renorm", "renorm_clipping", "renorm_momentum", "shape"}
# Of every optimizer, but rarely of use: shown once they have another value.
_USUAL = {
    "clipvalue": None,
    "global_clipnorm": None,
    "use_ema": False,
    "ema_momentum": 0.99,
    "ema_overwrite_frequency": None,
    "loss_scale_factor": None,
    "gradient_accumulation_steps": None,
}
_ACTIVATIONS = (
    "linear relu leaky_relu elu gelu silu sigmoid tanh softplus softmax".split()
)
_INITIALIZERS = (
    "glorot_uniform glorot_normal he_normal he_uniform lecun_normal random_normal "
    "random_uniform truncated_normal orthogonal zeros ones"
).split()
_CHOICES = {
    "activation": ("keras.activations", _ACTIVATIONS),
    "padding": (None, ["valid", "same"]),
    "initializer": ("keras.initializers", _INITIALIZERS),
    "regularizer": ("keras.regularizers", ["none", "l1", "l2", "l1_l2"]),
    "constraint": ("keras.constraints", ["none", "non_neg", "unit_norm", "max_norm"]),
}


# Step sizes that people try, from tiny to far too large.
RATES = tuple(
    float(f"{digit}e{power}") for power in range(-6, 0) for digit in (1, 2, 5)
) + (1.0,)


def next_rate(rate: float, direction: int) -> float:
    """Return the next smaller or larger of the step sizes that people try.

    >>> next_rate(0.001, +1), next_rate(0.001, -1), next_rate(1.0, +1)
    (0.002, 0.0005, 1.0)
    """
    if direction > 0:
        return next((one for one in RATES if one > rate * 1.001), max(rate, RATES[-1]))
    return next((one for one in reversed(RATES) if one < rate * 0.999), rate)


@dataclass(frozen=True)
class Field:
    """One argument, ready for a form.

    Args:
        name: The argument.
        kind: `"whole"`, `"number"`, `"share"` (0 to 1), `"rate"` (a step size),
            `"flag"`, `"choice"` or `"text"` (sizes, or a number that may be left out).
        value: What it is now, as in the config.
        help: What it does, in plain words.
        choices: `(label, value)` of each choice.
        first: Whether it is shown at once.

    >>> from kit.layers.core import Dense
    >>> field = fields_of(Dense, {"units": 10})[0]
    >>> field.name, field.kind, field.help
    ('units', 'whole', 'How many outputs: each looks at all inputs in its own way.')
    """

    name: str
    kind: str
    value: Any
    help: str = ""
    choices: tuple[tuple[str, Any], ...] = ()
    first: bool = True

    @property
    def label(self) -> str:
        """The name for people: `Kernel size`."""
        words = "shape" if self.name == "batch_shape" else self.name
        return words.replace("_", " ").capitalize()  # as in the program

    @property
    def choice(self) -> str:
        """The label of the choice that it is now."""
        return next(label for label, value in self.choices if value == self.value)

    @property
    def text(self) -> str:
        """The value as a person would type it: `3, 3`; nothing for None."""
        value = self.value
        if self.name == "batch_shape":
            value = value[1:]
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        return "" if value is None else str(value)

    def parse(self, typed: str) -> Any:
        """Return what a person typed into a text field as a value of the config.

        Raises:
            ValueError: If it is neither empty nor made of numbers.

        >>> Field("strides", "text", [1, 1]).parse("2 x 2")
        [2, 2]
        """
        words = re.split(r"[\s,;x×()\[\]]+", typed.strip())
        words = [word for word in words if word]
        try:
            numbers = [_number(word) for word in words]
        except ValueError as error:
            raise ValueError(
                f"{self.name} received {typed!r}.\n"
                "Expected numbers with commas between them, or nothing.\n"
                "Write for example 3, 3."
            ) from error
        if self.name == "batch_shape":
            return [None, *numbers]
        if isinstance(self.value, list):
            same = len(numbers) == 1 and self.name != "target_shape"
            return numbers * len(self.value) if same else numbers
        if len(numbers) == 1:
            return numbers[0]
        return numbers or None


def fields_of(cls: type, config: dict[str, Any]) -> tuple[Field, ...]:
    """Return the fields of a layer or an optimizer, the important ones first.

    Args:
        cls: The class of the layer or optimizer.
        config: The values now.
    """
    helps = {**argument_help(cls), **HELPS}
    found = []
    for parameter in _parameters(cls):
        if parameter.name in _HIDDEN or parameter.name not in config:
            continue
        value = config[parameter.name]
        if parameter.name in _USUAL and value == _USUAL[parameter.name]:
            continue
        choices = _choices(parameter.name, value)
        kind = "choice" if choices else _kind(parameter, value)
        if kind is not None:
            name = parameter.name
            important = name in _FIRST and kind != "flag"
            words = translate(helps.get(name, ""))
            found.append(Field(name, kind, value, words, choices, important))
    return tuple(sorted(found, key=lambda field: not field.first))


def argument_help(cls: type) -> dict[str, str]:
    """Return the `Args:` of a class and its bases: argument -> words.

    >>> from kit.layers.core import Dense
    >>> argument_help(Dense)["units"]
    'Number of outputs.'
    """
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        section = re.search(r"\n *Args:\n(.*?)(\n *\n|\Z)", base.__doc__ or "", re.S)
        if section:
            lines = textwrap.dedent(section[1])
            for name, words in re.findall(r"^(\w+): (.*(?:\n .*)*)", lines, re.M):
                words = re.sub(r"\s+", " ", words.replace("`", ""))
                found[name] = re.sub(r" Default [^ ]*\.$", "", words)
    return found


def _parameters(cls: type) -> list[inspect.Parameter]:
    own = [parameter.name for parameter in parameters(cls)]
    signature = list(inspect.signature(cls).parameters.values())
    named = [p for p in signature if p.kind is not p.VAR_KEYWORD]
    return sorted(named, key=lambda p: own.index(p.name) if p.name in own else 99)


def _kind(parameter: inspect.Parameter, value: Any) -> str | None:
    if parameter.name == "learning_rate":
        return "rate" if isinstance(value, float) else None
    is_share = isinstance(value, float) and 0 <= value <= 0.99
    if is_share and parameter.name in ("rate", "momentum"):
        return "share"
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int):
        return "whole"
    if isinstance(value, float):
        return "number"
    is_sizes = isinstance(value, list) and all(
        size is None or isinstance(size, int) for size in value
    )
    may_be_number = value is None and "None" in str(parameter.annotation)
    return "text" if is_sizes or may_be_number else None


def _choices(name: str, value: Any) -> tuple[tuple[str, Any], ...]:
    if name == "activity_regularizer":
        word = "regularizer"
    else:
        word = name if name in _CHOICES else name.rpartition("_")[2]
    if word not in _CHOICES:
        return ()
    module, names = _CHOICES[word]
    found = [(label, _choice_value(module, label)) for label in names]
    if all(value != choice for _, choice in found):
        given = value if isinstance(value, str) else value.get("class_name", "?")
        found.append((translate("{value} (as it is)", value=given), value))
    return tuple(found)


def _choice_value(module: str | None, label: str) -> Any:
    if module in (None, "keras.activations"):
        return label
    if label == "none":
        return None
    made = lookup(module, label, "choice")
    seeded = "seed" in inspect.signature(made).parameters
    description = plain(serialize(made(seed=0) if seeded else made()))
    if seeded:
        description["config"]["seed"] = None
    return description


def _number(word: str) -> int | float | None:
    if word.lower() == "none":
        return None
    try:
        return int(word)
    except ValueError:
        return float(word)
