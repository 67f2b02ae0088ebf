"""Runs a program statement by statement, and notes where a Finding appears."""

import ast
from dataclasses import dataclass
from typing import Any

from kit.diagnosis.finding import Finding


@dataclass
class Sighting:
    """A Finding in a program.

    Args:
        finding: What was found.
        at: The number of the statement at which it appeared.
        call: The last word of the function that this statement calls.
        raised: Whether it ended the program.
    """

    finding: Finding
    at: int
    call: str
    raised: bool


def sightings(program: str) -> tuple[list[Sighting], dict[str, Any]]:
    """Run a program; returns its Findings in order, and its variables."""
    names: dict[str, Any] = {"__name__": "program"}
    found: list[Sighting] = []
    for at, statement in enumerate(ast.parse(program).body):
        call = _call(statement)
        code = compile(ast.Module([statement], []), "program.py", "exec")
        try:
            exec(code, names)
        except Exception as error:
            found.append(Sighting(Finding.from_error(error), at, call, True))
            return found, names
        known = [sighting.finding for sighting in found]
        for finding in getattr(names.get("model"), "findings", []):
            if finding not in known:
                found.append(Sighting(finding, at, call, False))
    return found, names


def _call(statement):
    """The function that a statement calls, or what it looks up."""
    if isinstance(statement, ast.Assign):
        statement = statement.value
    value = getattr(statement, "value", statement)
    function = getattr(value, "func", value)
    return getattr(function, "attr", getattr(function, "id", ""))
