"""Finding: something that is wrong, said in parts: what, why, how to fix it.

Rules in this package return Findings; training raises or prints them, and
`kit.widgets.findings` draws them as cards.
"""

import textwrap
from dataclasses import dataclass, field
from typing import Any

from kit.diagnosis.words import library

MOST_COLUMNS = 80  # of the first line


@dataclass(frozen=True)
class Finding:
    """What happened, what was expected, and how to fix it.

    Args:
        what: One line that says what happened, with the user's own values.
        expected: What would have been right, or why it matters.
        fix: What to do now, as a sentence.
        detail: More lines, such as the shapes layer by layer.
        level: `"error"`, `"warning"` or `"note"`.
        code: The name of the mistake, for `kit.explain(code)`.
        line: Code that fixes it, ready to be copied.
        change: The same fix for programs: see `kit.diagnosis.book`. A line that goes
            before a call needs no "run": it is `line`.

    >>> print(Finding("units=-1 is no size.", "Expected 1 or more."))
    units=-1 is no size.
    Expected 1 or more.
    """

    what: str
    expected: str = ""
    fix: str = ""
    detail: str = ""
    level: str = "error"
    code: str = ""
    line: str = ""
    change: dict[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self):
        first, _, rest = self.what.partition("\n")
        if self.code and len(first) > MOST_COLUMNS:  # a long name of the user's
            lines = textwrap.wrap(first, MOST_COLUMNS, break_on_hyphens=False)
            object.__setattr__(self, "what", "\n".join([*lines, rest]).strip())
        if self.change.keys() == {"before"}:
            change = {**self.change, "run": self.line}
            object.__setattr__(self, "change", change)

    @property
    def text(self) -> str:
        """All parts as lines, ready to be copied."""
        line = textwrap.indent(self.line, "    ")
        parts = (self.what, self.expected, self.fix, line, self.detail, self._more())
        return "\n".join(part for part in parts if part)

    @property
    def one_line(self) -> str:
        """What happened and the fix in one line, as warnings are printed."""
        line = self.line.replace("\n", "; ")
        parts = [self.what.replace("\n", " "), self.fix, line, self._more()]
        return " ".join(part for part in parts if part)

    def _more(self):
        return f'More: {library()}.explain("{self.code}")' if self.code else ""

    def __str__(self):
        return self.text

    def error(self, kind: type[Exception] = ValueError) -> Exception:
        """Return an exception with this text, to be raised; it keeps the Finding.

        >>> Finding("No.", code="no").error().finding.code
        'no'
        """
        error = kind(self.text)
        error.finding = self
        return error

    @classmethod
    def from_error(cls, error: BaseException) -> "Finding":
        """Turn an exception into a Finding.

        The errors of kit have three sentences on three lines. Those of others get
        the name of their class, and their whole text stays in `detail`.

        >>> Finding.from_error(KeyError("loss")).what
        "KeyError: 'loss'"
        """
        known = getattr(error, "finding", None)
        if isinstance(known, Finding):
            return known
        message = str(error).strip()
        lines = message.splitlines()
        kinds = (ValueError, TypeError, RuntimeError, OSError, AttributeError)
        if len(lines) == 3 and isinstance(error, kinds):
            return cls(lines[0], lines[1], lines[2])
        kind = type(error).__name__
        first = lines[0] if lines else "no message"
        rest = message if len(lines) > 1 else ""
        return cls(f"{kind}: {first}", detail=rest)
