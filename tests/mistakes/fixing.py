"""Applies the fix of a Finding to the text of a program, as a studio's button would.

The forms of `change` are described in `kit.diagnosis.book`.
"""

import ast

METHODS = {"fit": ("x", "y"), "evaluate": ("x", "y"), "predict": ("x",)}


def fixed(program: str, change: dict, at: int = -1) -> str:
    """Return the program with a change.

    Args:
        program: Its text.
        change: What a Finding says, as a value.
        at: The number of the statement at which the Finding appeared.
    """
    if "rename" in change:
        return program.replace(*change["rename"])
    tree = ast.parse(program)
    if "run" in change:
        _insert_line(tree, change, at)
    elif "insert" in change:
        _insert_layer(tree, change)
    else:
        argument, value = change["set"]
        calls = [call for call in _calls(tree) if _is_meant(call, change)]
        if not calls:
            raise LookupError(f"Nothing in the program is meant by {change}.")
        for call in calls:
            _set(call, argument, value)
    text = ast.unparse(tree)
    for further in change.get("also", ()):
        text = fixed(text, further, at)
    return text


def _calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _name(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _keyword(call, name):
    return next((word for word in call.keywords if word.arg == name), None)


def _is_meant(call, change):
    if "layer" in change:
        name = _keyword(call, "name")
        return name is not None and ast.literal_eval(name.value) == change["layer"]
    if "optimizer" in change:
        return _keyword(call, "learning_rate") is not None
    return _name(call) == change.get("call", "compile")


def _set(call, argument, value):
    node = ast.parse(repr(value), mode="eval").body
    word = _keyword(call, argument)
    if word is not None:
        word.value = node
    elif argument in ("units", "shape"):  # the first argument of Dense and Input
        call.args[:1] = [node]
    else:
        call.keywords.append(ast.keyword(argument, node))


def _insert_layer(tree, change):
    """Put a layer into the list of a Sequential, behind its Input."""
    words = ", ".join(f"{name}={value!r}" for name, value in change["config"].items())
    layer = ast.parse(f"layers.{change['insert']}({words})", mode="eval").body
    model = next(call for call in _calls(tree) if _name(call) == "Sequential")
    line = model.args[0].elts
    begins = sum(_name(item) == "Input" for item in line)
    line.insert(begins + change["at"] if change["at"] >= 0 else len(line), layer)


def _insert_line(tree, change, at):
    """Put lines before a statement; x and y are what its call is given."""
    call = next(
        (c for c in _calls(tree.body[at]) if _name(c) == change["before"]), None
    )
    lines = ast.parse(change["run"])
    if call is not None:
        meant = dict(zip(METHODS.get(change["before"], ()), call.args, strict=False))
        for node in ast.walk(lines):
            if isinstance(node, ast.Name) and isinstance(meant.get(node.id), ast.Name):
                node.id = meant[node.id].id
    new = list(lines.body)
    if "repeat" in change:
        new += [
            statement
            for statement in tree.body[:at]
            if any(_name(c) == change["repeat"] for c in _calls(statement))
        ][-1:]
    tree.body[at:at] = new
