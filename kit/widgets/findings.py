"""Findings as cards: an error or a warning, readable, copyable and never lost.

`safely` turns whatever goes wrong in a handler into such a card; without it Jupyter
would write the error into a log that nobody reads.
"""

import functools
import re
from collections.abc import Callable
from typing import Any

from kit.studio.finding import Finding
from kit.texts.language import translate
from kit.visualization.svg import escape

_GLYPHS = {"error": "✗", "warning": "⚠", "note": "✓"}


def finding_html(finding: Finding | str | None) -> str:
    """Return a card; a text becomes an error, and None becomes nothing.

    >>> finding_html(None)
    ''
    >>> "units=0 is not a size." in finding_html("units=0 is not a size.")
    True
    """
    if not finding:
        return ""
    if isinstance(finding, str):
        finding = Finding.from_error(ValueError(finding)) if finding else finding
    what, *others = (
        _with_code(part) for part in (finding.what, finding.expected, finding.fix)
    )
    lines = "".join(f"<p>{line}</p>" for line in others if line)
    if finding.line:
        lines += f"<pre>{escape(finding.line)}</pre>"
    detail = ""
    if finding.detail:
        detail = (
            f"<details><summary>{translate('The whole message')}</summary>"
            f"<pre>{escape(finding.detail)}</pre></details>"
        )
    role = "alert" if finding.level == "error" else "status"
    return (
        f'<div class="kit-finding kit-{escape(finding.level)}" role="{role}">'
        f'<span class="kit-glyph" aria-hidden="true">{_GLYPHS[finding.level]}</span>'
        f'<div><p class="kit-what">{what}</p>{lines}{detail}</div></div>'
    )


def safely(method: Callable) -> Callable:
    """Let a method of a Panel show its error as a card instead of losing it.

    The card of the last error goes away when the next handler begins.

    >>> class Thing:
    ...     def show_finding(self, finding): self.seen = finding
    ...     @safely
    ...     def press(self): raise ValueError("no")
    >>> thing = Thing()
    >>> thing.press(); thing.seen.what
    'ValueError: no'
    """

    @functools.wraps(method)
    def handler(self: Any, *args: Any) -> Any:
        outermost = not getattr(self, "_handling", False)
        self._handling = True
        try:
            if outermost:
                self.show_finding(None)
            return method(self, *args)
        except Exception as error:  # shown to the learner, whatever it is
            self.show_finding(Finding.from_error(error))
            return None
        finally:
            if outermost:
                self._handling = False

    return handler


def _with_code(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
