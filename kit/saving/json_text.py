"""JSON text that may come from anywhere, read into plain values of bounded size."""

import json
import math
from typing import Any

from kit.saving.refusal import refuse

LONGEST_TEXT = 2**24  # characters
DEEPEST = 64  # lists and dicts inside each other
MOST_VALUES = 2_000_000
LONGEST_STRING = 1_000
GREATEST_INTEGER = 2**53  # above it, floats skip whole numbers


def parse(text: str | bytes, label: str) -> dict[str, Any]:
    """Return the dict that a JSON text describes.

    Args:
        text: The JSON.
        label: Where it comes from, for messages.

    Raises:
        ValueError: If it is no JSON, no dict, or too long or too deep.

    >>> parse('{"class_name": "Dense"}', "config.json")
    {'class_name': 'Dense'}
    """
    if not isinstance(text, str | bytes) or len(text) > LONGEST_TEXT:
        raise refuse(
            f"{label} is not a JSON text of a usual length",
            f"a text of at most {LONGEST_TEXT:,} characters",
        )
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise refuse(f"{label} is not JSON that can be read", "JSON text") from error
    if not isinstance(value, dict):
        raise refuse(f"{label} describes a {type(value).__name__}", "a model: a dict")
    check_plain(value, label)
    return value


def check_plain(value: Any, label: str) -> None:
    """Raise unless a value is made of plain, finite values of usual size.

    >>> check_plain({"units": [1, None]}, "the config")
    """
    count = 0

    def visit(value, depth):
        nonlocal count
        count += 1
        if depth > DEEPEST or count > MOST_VALUES:
            raise refuse(
                f"{label} is too {'deep' if depth > DEEPEST else 'long'}",
                f"at most {DEEPEST} levels and {MOST_VALUES:,} values",
            )
        if isinstance(value, dict):
            for key, item in value.items():
                _check_string(key, label)
                visit(item, depth + 1)
        elif isinstance(value, list | tuple):
            for item in value:
                visit(item, depth + 1)
        else:
            _check_leaf(value, label)

    visit(value, 1)


def _check_leaf(value, label):
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > GREATEST_INTEGER:
            raise refuse(
                f"{label} holds a number of {value.bit_length()} binary digits",
                f"whole numbers up to {GREATEST_INTEGER:,}",
            )
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise refuse(f"{label} holds the number {value}", "finite numbers")
    else:
        _check_string(value, label)


def _check_string(value, label):
    if not isinstance(value, str):
        raise refuse(f"{label} holds a {type(value).__name__}", "plain JSON values")
    if len(value) > LONGEST_STRING:
        raise refuse(
            f"{label} holds a string of {len(value):,} characters",
            f"at most {LONGEST_STRING:,}",
        )


def _no_constant(name):
    raise ValueError(f"{name} is not a number")
