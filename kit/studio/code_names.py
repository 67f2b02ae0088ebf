"""What the names in a program mean: `layers.Dense` is `keras.layers.Dense`, and so on.

Names are only compared with the registry; nothing is imported because of them.
"""

import ast
import inspect
from typing import Any

from kit.serialization import registered, snake_case, suggest
from kit.studio.code_error import CodeError

# Other names of what is in the registry as keras.layers.InputLayer and so on.
_OTHER_NAMES = {
    "keras.Input": "keras.layers.InputLayer",
    "keras.layers.Input": "keras.layers.InputLayer",
    "keras.models.Sequential": "keras.Sequential",
    "keras.random.set_seed": "keras.utils.set_random_seed",
}
_LIBRARIES = ("kit", "keras", "tensorflow")
_HARMLESS = ("numpy", "matplotlib", "__future__")
_PLACES = {
    "keras.layers": "layer",
    "keras.initializers": "initializer",
    "keras.regularizers": "regularizer",
    "keras.constraints": "constraint",
    "keras.activations": "activation",
    "keras.optimizers": "optimizer",
    "keras.optimizers.schedules": "schedule",
    "keras.losses": "loss",
    "keras.metrics": "metric",
}
# Where Keras has every class under its small name too.
_BOTH_WAYS = ("keras.initializers", "keras.regularizers", "keras.constraints")


class Reference(str):
    """Something of the library by its full name, such as `"keras.layers.Dense"`."""

    @property
    def module(self) -> str:
        """All but the last word."""
        return self.rpartition(".")[0]

    @property
    def word(self) -> str:
        """The last word."""
        return self.rpartition(".")[2]


def full_name(path: str) -> Reference:
    """Return the one name that the library has for something.

    >>> full_name("kit.Input"), full_name("tensorflow.keras.layers.Dense")
    ('keras.layers.InputLayer', 'keras.layers.Dense')
    """
    words = path.split(".")
    if words[:2] == ["tensorflow", "keras"]:
        words = words[1:]
    elif words[0] == "kit":
        words[0] = "keras"
    name = ".".join(words)
    return Reference(_OTHER_NAMES.get(name, name))


def read_import(node: ast.Import | ast.ImportFrom) -> dict[str, Reference]:
    """Return the names that an import makes, and what they stand for.

    Raises:
        CodeError: If it is a library that the studio does not know.

    >>> read_import(ast.parse("from kit.layers import Dense as D").body[0])
    {'D': 'keras.layers.Dense'}
    """
    if isinstance(node, ast.Import):
        for alias in node.names:
            _check_library(node, alias.name)
        return {
            alias.asname or alias.name.split(".")[0]: full_name(
                alias.name if alias.asname else alias.name.split(".")[0]
            )
            for alias in node.names
        }
    module = node.module or ""
    _check_library(node, module)
    if [alias.name for alias in node.names] == ["*"]:
        place = full_name(module)
        return {word: Reference(f"{place}.{word}") for word in registered(place)}
    return {
        alias.asname or alias.name: full_name(f"{module}.{alias.name}")
        for alias in node.names
    }


def _check_library(node, module):
    if module.split(".")[0] not in (*_LIBRARIES, *_HARMLESS):
        raise CodeError(
            node.lineno,
            f'It imports "{module[:40]}".',
            "Expected import kit as keras, and nothing that the studio does not show.",
            "Delete the line, or copy the program into a cell and run it there.",
        )


def find(path: Reference, line: int) -> Any:
    """Return the class or function of the registry that a name stands for.

    Raises:
        CodeError: If there is none; it proposes the closest one.

    >>> find(full_name("keras.layers.Dense"), 1).__name__
    'Dense'
    """
    kind = _PLACES.get(path.module)
    if kind is None:
        raise CodeError(
            line,
            f'The studio has no place for "{path[:60]}".',
            "Expected layers, initializers, regularizers, optimizers, losses, metrics.",
            "Delete it, or copy the program into a cell and run it there.",
        )
    names = registered(path.module)
    if path.module in _BOTH_WAYS and path.word not in names:
        for name, item in names.items():  # keras.regularizers.l2 is L2
            if path.word in (snake_case(name), name.lower()):
                return item
    if path.word not in names:
        hint = suggest(path.word, names)
        raise CodeError(
            line,
            f'There is no {kind} called "{path.word[:40]}".{hint}',
            f"Expected one of {path.module}, such as {_example(path.module)}.",
            "Check the spelling; capital letters count.",
        )
    return names[path.word]


def _example(module):
    classes = [n for n, item in registered(module).items() if isinstance(item, type)]
    names = classes or list(registered(module))
    return "Dense" if "Dense" in names else sorted(names)[0]


def bind(
    function: Any, names: list[str], args: list, kwargs: dict[str, Any], line: int
) -> dict[str, Any]:
    """Give the values of a call the names of the arguments.

    Args:
        function: What is called, for messages.
        names: The arguments in their order; those behind `"*"` need their name.
        args: The values without a name.
        kwargs: The values with one.
        line: Where the call stands.

    Raises:
        CodeError: For a value too many, twice the same or an unknown argument.

    >>> bind("Dense", ["units", "activation"], [3], {"activation": "relu"}, 1)
    {'units': 3, 'activation': 'relu'}
    """
    by_place = names[: names.index("*")] if "*" in names else names
    if len(args) > len(by_place):
        raise CodeError(
            line,
            f"{function} received {len(args)} values without a name.",
            f"Expected at most {len(by_place)}: {', '.join(by_place) or 'none'}.",
            "Write name=value, or leave the last one out.",
        )
    found = dict(zip(by_place, args, strict=False))
    for name, value in kwargs.items():
        if name not in names:
            known = ", ".join(known for known in names if known != "*")
            raise CodeError(
                line,
                f'{function} has no argument "{name[:40]}".{suggest(name, names)}',
                f"Expected some of: {known or 'none'}.",
                "Check the spelling, or leave it out.",
            )
        if name in found:
            raise CodeError(
                line,
                f'{function} received "{name}" twice.',
                "Expected each argument once, by its place or by its name.",
                "Leave one of them out.",
            )
        found[name] = value
    return found


def argument_order(target: Any, further: list[str]) -> list[str]:
    """Return the arguments of a class or function as `bind` wants them.

    Args:
        target: The class or function.
        further: Names that it passes on to its parents.

    >>> argument_order(find(full_name("keras.layers.Flatten"), 1), ["name"])
    ['data_format', '*', 'name']
    """
    parameters = inspect.signature(target).parameters.values()
    by_place = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    by_name = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]
    others = [name for name in further if name not in (*by_place, *by_name)]
    return [*by_place, "*", *by_name, *others]


def check_complete(target: type, bound: dict[str, Any], line: int) -> None:
    """Raise a CodeError if an argument is missing that has no usual value.

    >>> check_complete(find(full_name("keras.layers.Flatten"), 1), {}, 1)
    """
    for parameter in inspect.signature(target).parameters.values():
        starred = parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        needed = parameter.default is parameter.empty and not starred
        if needed and parameter.name not in bound:
            raise CodeError(
                line,
                f"{target.__name__} needs {parameter.name}.",
                "Expected a value, as there is no usual one.",
                f"Write {target.__name__}({parameter.name}=...).",
            )
