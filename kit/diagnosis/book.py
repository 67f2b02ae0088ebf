"""The book of mistakes: every rule, under the code that names its page.

A rule is a pure function from facts to a Finding or None. Its docstring is its page
in `kit/docs/mistakes`, and the facts that `mistake` gets are the example on it.

The `change` of a Finding is the fix as a value, for a button or a test:

    {"set": (argument, value)}                        of compile
    {"call": "fit", "set": (argument, value)}         of a method or a class
    {"layer": name, "set": (argument, value)}         of a layer
    {"optimizer": True, "set": (argument, value)}     of the optimizer
    {"insert": class name, "config": {...}, "at": 0}  a new layer; -1 is the end
    {"before": "fit", "run": "x = x / 255"}           a line before a call; without
                                                      "run" it is that of the Finding
    {"rename": (wrong, right)}                        of a name, wherever it stands

`"also"` holds a list of further changes, and `"repeat": "compile"` asks for that call
once more. Where a line speaks of x and y, it means the arguments of the call.
"""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

from kit.diagnosis.finding import Finding

STAGES = (
    "write",  # names and arguments, at the line where they stand
    "build",
    "compile",
    "start",  # of fit, evaluate or predict
    "train",
    "end",  # of fit
)


@dataclasses.dataclass(frozen=True)
class Mistake:
    """One entry of the book.

    Args:
        code: Its name.
        stage: When it is found, one of `STAGES`.
        rule: The function that finds it.
        example: Facts for which the rule finds something.
    """

    code: str
    stage: str
    rule: Callable[..., Finding | None]
    example: dict[str, Any]

    def finding(self) -> Finding:
        """Return what kit says about the example."""
        found = self.rule(**self.example)
        if found is None:
            raise ValueError(
                f'The example of "{self.code}" shows no mistake.\n'
                "Expected facts for which its rule returns a Finding.\n"
                "Change the arguments of @mistake."
            )
        return found


MISTAKES: dict[str, Mistake] = {}


def mistake(code: str, stage: str, **example: Any) -> Callable:
    """Put a rule into the book; its Findings get the code.

    Args:
        code: The name of the mistake, in kebab-case.
        stage: When it is found, one of `STAGES`.
        **example: Facts for its page.

    >>> @mistake("too-short", "write", word="a")
    ... def too_short(word):
    ...     return Finding(f"{word!r} is short.") if len(word) < 2 else None
    >>> too_short("b").code, too_short("bb")
    ('too-short', None)
    >>> del MISTAKES["too-short"]
    """

    def decorate(rule: Callable) -> Callable:
        @functools.wraps(rule)
        def named(*args, **kwargs):
            found = rule(*args, **kwargs)
            return None if found is None else dataclasses.replace(found, code=code)

        MISTAKES[code] = Mistake(code, stage, named, example)
        return named

    return decorate
