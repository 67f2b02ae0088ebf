"""Finding: something that is wrong, said in three parts for the learner.

Every panel turns the errors of its work into Findings; `kit.widgets.findings` draws
them as cards.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What happened, what was expected, and how to fix it.

    Args:
        what: One line that says what happened.
        expected: What would have been right.
        fix: What to do now.
        detail: The whole message where it does not have these three parts.
        level: `"error"`, `"warning"` or `"note"`.

    >>> print(Finding("units=-1 is no size.", "Expected 1 or more.").text)
    units=-1 is no size.
    Expected 1 or more.
    """

    what: str
    expected: str = ""
    fix: str = ""
    detail: str = ""
    level: str = "error"

    @property
    def text(self) -> str:
        """All parts as lines, ready to be copied."""
        parts = (self.what, self.expected, self.fix, self.detail)
        return "\n".join(part for part in parts if part)

    @classmethod
    def from_error(cls, error: BaseException) -> "Finding":
        """Turn an exception into a Finding.

        The errors of kit have three sentences on three lines. Those of others get
        the name of their class, and their whole text stays in `detail`.

        >>> Finding.from_error(KeyError("loss")).what
        "KeyError: 'loss'"
        """
        message = str(error).strip()
        lines = message.splitlines()
        if len(lines) == 3 and isinstance(error, ValueError | TypeError | RuntimeError):
            return cls(*lines)
        kind = type(error).__name__
        first = lines[0] if lines else "no message"
        rest = message if len(lines) > 1 else ""
        return cls(f"{kind}: {first}", detail=rest)
