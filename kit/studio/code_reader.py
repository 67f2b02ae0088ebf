"""Reads an edited program back into the choices of a project, without running it.

It understands what `kit.studio.code_view` writes and what a learner would type: layers
in a list or by `add`, `compile`, `fit`, seeds. Whatever else stands there is said with
its line.
"""

import ast
import inspect
import warnings
from typing import Any

from kit.studio import code_names, entries
from kit.studio import content as contents
from kit.studio.code_data import DataReader
from kit.studio.code_error import CodeError
from kit.studio.code_layers import check_layer, layer_entries, no_graph, no_layer
from kit.studio.code_names import Reference
from kit.studio.code_values import Made, Opaque, Values, spoken
from kit.training.trainer import Trainer

LONGEST_PROGRAM = 100_000
_ARRAYS = ("x_train", "y_train", "x_test", "y_test")
_IGNORED_METHODS = ("evaluate", "predict", "summary")
# Arguments of fit and compile that change nothing which the studio keeps.
_WITHOUT_EFFECT = {"x", "y", "verbose", "validation_data", "jit_compile"}


def read_program(code: str, before: dict[str, Any]) -> dict[str, Any]:
    """Return the content of a project after someone edited its program.

    What the program does not say, such as the seed, stays as it was; a layer without
    a name keeps that of the card it stands for.

    Args:
        code: The text of the program.
        before: The content of the project until now.

    Raises:
        CodeError: If something is not understood; it says where.

    >>> from kit.studio.project import Project
    >>> project = Project()
    >>> code = project.code.replace("Dense(128", "Dense(64")
    >>> read_program(code, project.content)["model"]["layers"][3]["config"]["units"]
    64
    """
    reader = _Reader()
    for statement in _parse(code).body:
        reader.follow(statement)
    content = {**before, **reader.numbers}
    content["data"] = reader.data.content(before["data"])
    content["model"] = _model_content(reader, before["model"])
    if reader.choices is not None:
        content["compile"] = reader.choices
    try:
        return contents.checked(content)
    except ValueError as error:  # such as two layers of one name
        raise CodeError.at(reader.model.line if reader.model else 1, error) from error


def _parse(code: str) -> ast.Module:
    if len(code) > LONGEST_PROGRAM:
        raise CodeError(
            1,
            f"The program has {len(code):,} characters.",
            f"Expected at most {LONGEST_PROGRAM:,}.",
            "Shorten it.",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the style of a learner's program
            return ast.parse(code)
    except SyntaxError as error:
        shown = (error.text or "").strip()[:60]
        raise CodeError(
            error.lineno or 1,
            f"Python does not understand it: {error.msg}.",
            "Expected a line of Python." if not shown else f"Look at: {shown}",
            "Compare brackets, commas and quotes with the lines around it.",
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise CodeError(
            1,
            "Python cannot read this text.",
            "Expected a program in plain letters, not too deeply nested.",
            "Discard the edit, or paste the program again.",
        ) from error


class _Model:
    """The Sequential that a program makes."""

    def __init__(self, layers, name, trainable, line):
        self.layers, self.name, self.trainable = layers, name, trainable
        self.line = line


class _Reader(Values):
    """Follows a program from line to line, and notes what it chooses."""

    def __init__(self):
        super().__init__({name: Opaque() for name in _ARRAYS})
        self.model: _Model | None = None
        self.model_names: set[str] = set()
        self.choices: dict[str, Any] | None = None
        self.numbers: dict[str, int] = {}
        self.data = DataReader()

    # Statements

    def follow(self, node: ast.stmt) -> None:
        """Take one statement in."""
        try:
            self._follow(node)
        except RecursionError as error:
            raise CodeError(
                node.lineno,
                "The values are nested too deeply.",
                "Expected a program as a person would write it.",
                "Write it in more lines.",
            ) from error

    def _follow(self, node):
        if isinstance(node, ast.Import | ast.ImportFrom):
            self.names.update(code_names.read_import(node))
        elif isinstance(node, ast.Assign):
            self._assign(node)
        elif isinstance(node, ast.Expr):
            self._expression(node.value)
        elif not isinstance(node, ast.Pass):
            raise CodeError(
                node.lineno,
                f"There is {spoken(node)}.",
                "Expected the layers of a model, compile and fit, line by line.",
                "The program is read without running it: write the steps out.",
            )

    def _expression(self, node):
        is_text = isinstance(node, ast.Constant)
        is_print = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if is_text or (is_print and node.func.id in ("print", "display")):
            return
        self.read(node)

    def _assign(self, node):
        if self.data.takes(node):
            return
        value = self.read(node.value)
        for target in node.targets:
            self._name_value(target, value, node)

    def _name_value(self, target, value, node):
        if isinstance(target, ast.Name):
            if isinstance(value, _Model):
                self.model_names.add(target.id)
            self.names[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            parts = value if isinstance(value, tuple | list) else None
            if isinstance(value, Opaque):
                parts = [value] * len(target.elts)
            if parts is None or len(parts) != len(target.elts):
                raise CodeError(
                    node.lineno,
                    f"{len(target.elts)} names are given to something else.",
                    "Expected as many values as names.",
                    "Write one line for each name.",
                )
            for one, part in zip(target.elts, parts, strict=True):
                self._name_value(one, part, node)
        else:
            raise CodeError(
                node.lineno,
                "A part of something is changed here.",
                "Expected lines such as model = keras.Sequential([...]).",
                "Write the value where the object is made.",
            )

    # Calls

    def _attribute(self, node):
        if isinstance(node.value, ast.Name) and isinstance(
            self.names.get(node.value.id), _Model
        ):
            raise CodeError(
                node.lineno,
                f"A part of the model is used: .{node.attr[:40]}.",
                "Expected add, compile, fit, evaluate, predict or summary.",
                "Delete the line; trained weights are in studio.model.",
            )
        return super()._attribute(node)

    def _call(self, node):
        function = node.func
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            owner = self.names.get(function.value.id)
            if isinstance(owner, _Model):
                return self._method(owner, function.attr, node)
        path = self.read(function)
        if path == "keras.Sequential":
            return self._sequential(node)
        if path == "keras.utils.set_random_seed":
            args, kwargs = self.arguments(node)
            bound = code_names.bind(
                "set_random_seed", ["seed"], args, kwargs, node.lineno
            )
            return self._note("seed", bound.get("seed"), node.lineno)
        if isinstance(path, Reference) and path.startswith("keras.datasets."):
            return self._load(path, node)
        if isinstance(path, Reference) and path.word in ("Model", "Functional"):
            raise no_graph(node.lineno)
        if isinstance(path, Made):  # Dense(10)(x)
            raise no_graph(node.lineno)
        return super()._call(node)

    def _load(self, path, node):
        args, kwargs = self.arguments(node)
        self.data.load(path, args, kwargs, node)
        return Opaque()

    def _sequential(self, node):
        if self.model is not None:
            raise CodeError(
                node.lineno,
                f"A second model is made; the first stands in line {self.model.line}.",
                "Expected one keras.Sequential.",
                "Delete one of them.",
            )
        args, kwargs = self.arguments(node)
        names = ["layers", "trainable", "name"]
        bound = code_names.bind("Sequential", names, args, kwargs, node.lineno)
        layers = bound.get("layers") or []
        if not isinstance(layers, list | tuple):
            raise no_layer(layers, node.lineno)
        for layer in layers:
            check_layer(layer, node.lineno)
        trainable, name = bound.get("trainable", True), bound.get("name")
        self.model = _Model(list(layers), name, trainable is not False, node.lineno)
        return self.model

    def _method(self, model, method, node):
        if method in _IGNORED_METHODS:
            return Opaque()
        args, kwargs = self.arguments(node)
        if method == "add":
            bound = code_names.bind("add", ["layer"], args, kwargs, node.lineno)
            check_layer(bound.get("layer"), node.lineno)
            model.layers.append(bound["layer"])
        elif method == "compile":
            self._compile(args, kwargs, node.lineno)
        elif method == "fit":
            self._fit(args, kwargs, node.lineno)
        else:
            raise CodeError(
                node.lineno,
                f"The studio has no place for model.{method[:40]}(...).",
                "Expected add, compile, fit, evaluate, predict or summary.",
                "Delete the line, or run the program in a cell.",
            )
        return Opaque()

    def _compile(self, args, kwargs, line):
        given = _bound("compile", Trainer.compile, args, kwargs, line)
        chosen = {"optimizer": given.pop("optimizer", "rmsprop")}
        chosen["loss"] = given.pop("loss", None)
        measured = given.pop("metrics", None) or []
        single = not isinstance(measured, list | tuple)
        chosen["metrics"] = [measured] if single else list(measured)
        _check_left_out("compile", Trainer.compile, given, line)
        described = {
            "optimizer": _described(chosen["optimizer"], "optimizer", line),
            "loss": _described(chosen["loss"], "loss", line),
            "metrics": [_described(one, "metric", line) for one in chosen["metrics"]],
        }
        try:
            self.choices = contents.checked_compile(described)
        except (ValueError, TypeError) as error:
            raise CodeError.at(_line_of(chosen, line), error) from error

    def _fit(self, args, kwargs, line):
        given = _bound("fit", Trainer.fit, args, kwargs, line)
        self._note("epochs", given.pop("epochs", 1), line)
        self._note("batch_size", given.pop("batch_size", None) or 32, line)
        validation = given.get("validation_data")
        if validation is not None and not _is_arrays(validation):
            raise CodeError(
                line,
                "validation_data is no pair of arrays.",
                "Expected validation_data=(x_test, y_test).",
                "Write these names.",
            )
        _check_left_out("fit", Trainer.fit, given, line)

    def _note(self, name, value, line):
        least, most = contents.WHOLE_NUMBERS[name]
        if type(value) is not int or not least <= value <= most:
            raise CodeError(
                line,
                f"{name}={str(value)[:40]} is not possible.",
                f"Expected a whole number from {least} to {most:,}.",
                "Write another number.",
            )
        self.numbers[name] = value
        return Opaque()


def _bound(name, method, args, kwargs, line):
    names = list(inspect.signature(method).parameters)[1:]
    return code_names.bind(name, names, args, kwargs, line)


def _check_left_out(name, method, given, line):
    """Raise for arguments that would have an effect, but have no card."""
    usual = inspect.signature(method).parameters
    for argument, value in given.items():
        if argument not in _WITHOUT_EFFECT and value != usual[argument].default:
            raise CodeError(
                line,
                f"The studio has no place for {argument}= of {name}.",
                "Expected optimizer, loss and metrics."
                if name == "compile"
                else "Expected epochs, batch_size and validation_data.",
                "Leave it out here; in a cell, the whole program may use it.",
            )


def _is_arrays(value):
    return isinstance(value, Opaque) or (
        isinstance(value, tuple | list) and all(isinstance(v, Opaque) for v in value)
    )


def _described(value, kind, line):
    if isinstance(value, Made):
        return value.description
    if value is None or isinstance(value, str):
        return value
    raise CodeError(
        line,
        f"The {kind} is something that the studio does not know.",
        'Expected a name such as "adam", or an object of the library.',
        "Write its name in quotes.",
    )


def _line_of(chosen, line):
    """Return the line of the only object among the choices, else that of the call."""
    made = [one for one in chosen.values() if isinstance(one, Made)]
    return made[0].line if len(made) == 1 else line


def _model_content(reader: _Reader, before: dict[str, Any]) -> dict[str, Any]:
    model = reader.model
    if model is None or not model.layers:
        raise CodeError(
            model.line if model else 1,
            "The program has no model with layers.",
            "Expected model = keras.Sequential([...]).",
            "Write the layers into the square brackets.",
        )
    usual = entries.is_automatic_name("Sequential", before["name"])
    return {
        "name": model.name or (before["name"] if usual else "sequential"),
        "trainable": model.trainable,
        "layers": layer_entries(model.layers, before["layers"]),
    }
