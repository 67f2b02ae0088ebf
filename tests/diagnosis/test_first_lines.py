"""The first line of every message is short enough to be read at one glance."""

import ast
import re
from pathlib import Path

import pytest

import kit

FOLDER = Path(kit.__path__[0])
COLUMNS, A_VALUE = 80, 10


def first_line(node):
    """What a message begins with; ten letters stand for each value in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        parts = [getattr(part, "value", "") for part in node.values]
        text = "".join(p if isinstance(p, str) else "_" * A_VALUE for p in parts)
    else:
        return ""
    return re.split(r"\n|(?<=[.?!]) ", text)[0]


def messages(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "Finding" or name.endswith("Error"):
                yield node.lineno, first_line(node.args[0])


def test_first_lines_have_at_most_eighty_columns():
    found, long = 0, []
    for path in sorted(FOLDER.rglob("*.py")):
        for line, text in messages(path):
            found += 1
            is_part = text[:1].islower()  # of a sentence that is written elsewhere
            if len(text) > COLUMNS and not is_part:
                long.append(f"{path.relative_to(FOLDER)}:{line} {text}")
    assert not long, "\n".join(long)
    assert found > 300


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("'One.\\nTwo.'", "One."),
        ("f'{x} is no size. Expected 1.'", "__________ is no size."),
        ("other", ""),
    ],
)
def test_the_first_line_of_a_message(code, line):
    assert first_line(ast.parse(code, mode="eval").body) == line
