"""The values in a program: numbers, texts, lists, and descriptions of objects.

An expression is read, never run: `1 / 255` is a sum on two numbers, and `Dense(10)`
becomes a description of a layer by way of the closed registry.
"""

import ast
import math
import operator
from dataclasses import dataclass
from typing import Any

from kit.saving.closed_registry import argument_names
from kit.serialization import registered_name, suggest
from kit.studio import code_names
from kit.studio.code_error import CodeError
from kit.studio.code_names import Reference

# Keras 2 wrote the shape of the Input as an argument of the first layer.
FIRST_SHAPES = ("input_shape", "batch_input_shape", "input_dim")
_GREATEST = 2**53
_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}


class Opaque:
    """Something that only a running program has: arrays, a history, scores."""


@dataclass
class Made:
    """An object that a program makes.

    Args:
        cls: Its class, from the registry.
        arguments: What stands between the brackets, by name.
        line: Where it is made.
    """

    cls: type
    arguments: dict[str, Any]
    line: int

    @property
    def description(self) -> dict[str, Any]:
        """It in Keras's form, with the arguments that were given."""
        module, class_name, _ = registered_name(self.cls) or ("", "", None)
        config = {name: plain(value) for name, value in self.arguments.items()}
        return {
            "module": module,
            "class_name": class_name,
            "config": config,
            "registered_name": None,
        }


def plain(value: Any) -> Any:
    """Return a value of a program as plain JSON values.

    >>> plain((1, [2.5, "same"]))
    [1, [2.5, 'same']]
    """
    if isinstance(value, Made):
        return value.description
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


class Values:
    """Reads expressions; `names` is what the program has named so far.

    Args:
        names: The names that exist before the first line.

    >>> Values().read(ast.parse("(28 * 28, 1 / 4)", mode="eval").body)
    (784, 0.25)
    """

    def __init__(self, names: dict[str, Any] | None = None):
        self.names: dict[str, Any] = dict(names or {})

    def read(self, node: ast.expr) -> Any:
        """Return the value of an expression.

        Raises:
            CodeError: If it is more than a value or a call of the library.
        """
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.List | ast.Tuple):
            items = [self.read(item) for item in node.elts]
            return items if isinstance(node, ast.List) else tuple(items)
        if isinstance(node, ast.UnaryOp | ast.BinOp):
            return self._sum(node)
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Subscript) and isinstance(
            self.read(node.value), Opaque
        ):
            raise _changed_data(node)
        raise CodeError(
            node.lineno,
            f"There is {spoken(node)}.",
            "Expected numbers, texts, lists and calls such as keras.layers.Dense(10).",
            "The program is read without running it: write the value itself.",
        )

    def argument(self, node: ast.expr) -> Any:
        """Return a value that may stand between the brackets of a call."""
        value = self.read(node)
        if isinstance(value, Reference):
            return _function_name(value, node.lineno)
        return _without_names(value, node.lineno)

    def arguments(self, node: ast.Call) -> tuple[list, dict[str, Any]]:
        """Return the values of a call: those by place and those by name."""
        for part in [*node.args, *(one.value for one in node.keywords if not one.arg)]:
            if isinstance(part, ast.Starred) or part not in node.args:
                raise CodeError(
                    node.lineno,
                    "A call has * or ** before an argument.",
                    "Expected every argument by itself.",
                    "Write the arguments out.",
                )
        by_name = {str(one.arg): self.argument(one.value) for one in node.keywords}
        return [self.argument(one) for one in node.args], by_name

    def _constant(self, node):
        value = node.value
        if value is None or isinstance(value, bool | str):
            return value
        if isinstance(value, int | float):
            return _checked_number(value, node.lineno)
        raise CodeError(
            node.lineno,
            f"{str(value)[:40]} is a {type(value).__name__}.",
            "Expected whole numbers, decimal numbers, texts, True, False or None.",
            "Write one of these.",
        )

    def _sum(self, node):
        parts = [node.operand] if isinstance(node, ast.UnaryOp) else []
        parts = parts or [node.left, node.right]
        numbers = [self.read(part) for part in parts]
        known = all(type(number) in (int, float) for number in numbers)
        action = _OPERATORS.get(type(node.op))
        if not known or action is None:
            changes_data = any(isinstance(number, Opaque) for number in numbers)
            raise (
                _changed_data(node)
                if changes_data
                else CodeError(
                    node.lineno,
                    "There is a sum with something else than numbers.",
                    "Expected for example 1 / 255 or 28 * 28.",
                    "Write the value itself.",
                )
            )
        if isinstance(node.op, ast.Pow) and abs(numbers[1]) > 64:
            raise _too_large(node.lineno)
        try:
            return _checked_number(action(*numbers), node.lineno)
        except ArithmeticError as error:
            raise CodeError(
                node.lineno,
                f"This sum has no result: {error}.",
                "Expected a sum that gives a number.",
                "Write the value itself.",
            ) from error

    def _name(self, node):
        if node.id in self.names:
            return self.names[node.id]
        fix = "Check the spelling, or give it a value on a line before."
        found = [m for m in ("layers", "optimizers") if _is_in(f"keras.{m}", node.id)]
        if found:
            fix = f"Write keras.{found[0]}.{node.id}."
        raise CodeError(
            node.lineno,
            f'The name "{node.id[:40]}" has no value here.'
            f"{suggest(node.id, self.names)}",
            "Expected a name from an import or from a line above.",
            fix,
        )

    def _attribute(self, node):
        owner = self.read(node.value)
        if isinstance(owner, Reference):
            return code_names.full_name(f"{owner}.{node.attr}")
        if isinstance(owner, Opaque):
            return Opaque()
        raise CodeError(
            node.lineno,
            f'The studio does not understand ".{node.attr[:40]}" here.',
            "Expected names such as keras.layers.Dense.",
            "Write the value itself.",
        )

    def _call(self, node):
        function = self.read(node.func)
        if isinstance(function, Opaque):
            raise _changed_data(node)
        if not isinstance(function, Reference):
            raise CodeError(
                node.lineno,
                "Something is called that is no part of the library.",
                "Expected calls such as keras.layers.Dense(10).",
                "The program is read without running it: write the value itself.",
            )
        target = code_names.find(function, node.lineno)
        args, kwargs = self.arguments(node)
        if not isinstance(target, type):
            raise CodeError(
                node.lineno,
                f"{function.word} is called on a value.",
                "Expected only its name.",
                f'Write "{function.word}".',
            )
        further = list(argument_names(target))
        if function.module == "keras.layers":
            further += FIRST_SHAPES
        names = code_names.argument_order(target, further)
        bound = code_names.bind(function.word, names, args, kwargs, node.lineno)
        code_names.check_complete(target, bound, node.lineno)
        return Made(target, bound, node.lineno)


def spoken(node: ast.AST) -> str:
    """Say what a piece of a program is.

    >>> spoken(ast.parse("for x in y: pass").body[0])
    'a for loop'
    """
    return _SPOKEN.get(type(node).__name__, f"something called {type(node).__name__}")


_SPOKEN = {
    "For": "a for loop",
    "While": "a while loop",
    "If": "an if",
    "IfExp": "an if",
    "FunctionDef": "a function of your own",
    "Lambda": "a function of your own",
    "ClassDef": "a class of your own",
    "With": "a with block",
    "Try": "a try block",
    "Dict": "a dict",
    "Subscript": "something with square brackets behind it",
    "Compare": "a comparison",
    "BoolOp": "an and or an or",
    "ListComp": "a loop inside a list",
    "GeneratorExp": "a loop inside brackets",
    "JoinedStr": "an f-string",
    "Starred": "a * before a value",
    "Delete": "a del",
    "AugAssign": "a value that is changed in place",
    "Await": "an await",
    "NamedExpr": "a value that is named inside an expression",
}


def _is_in(module, word):
    path = Reference(f"{module}.{word}")
    try:
        return code_names.find(path, 0) is not None
    except CodeError:
        return False


def _checked_number(value, line):
    if isinstance(value, complex) or abs(value) > _GREATEST or not math.isfinite(value):
        raise _too_large(line)
    return value


def _too_large(line):
    return CodeError(
        line,
        "A number is too large.",
        f"Expected numbers up to {_GREATEST:,}.",
        "Write a smaller one.",
    )


def _changed_data(node):
    return CodeError(
        node.lineno,
        "The data is changed here.",
        "Expected arrays as they were loaded: the model itself prepares its inputs.",
        "Put a layer such as keras.layers.Rescaling(1 / 255) first in the model.",
    )


def _function_name(path, line):
    target = code_names.find(path, line)
    if not isinstance(target, type):
        return (registered_name(target) or ("", path.word))[1]
    raise CodeError(
        line,
        f"{path.word} stands there without brackets.",
        "Expected an object.",
        f"Write {path.word}().",
    )


def _without_names(value, line):
    """Check that a value holds no arrays, and turn functions into their names."""
    if isinstance(value, Opaque):
        return value
    if isinstance(value, list | tuple):
        return type(value)(
            _function_name(item, line)
            if isinstance(item, Reference)
            else _without_names(item, line)
            for item in value
        )
    return value
