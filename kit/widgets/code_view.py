"""CodeView: the program that does what the studio does, to read and to copy."""

import keyword
import re
from typing import Any

from kit.studio.project import Project
from kit.visualization.svg import escape
from kit.widgets.copy_button import CopyButton
from kit.widgets.panel import Panel, row, text

_TOKENS = re.compile(
    r"""(?P<comment>\#.*)|(?P<string>"(?:\\.|[^"\\])*")"""
    r"""|(?P<number>(?<![\w.])\d[\d.e+-]*)|(?P<word>[A-Za-z_]\w*)"""
)


class CodeView(Panel):
    """Shows the program of a project, always up to date.

    Args:
        project: A Project of `kit.studio.project`; by default a new one.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> view = CodeView(Project(seed=3))
    >>> view.project.seed = 4
    >>> "set_random_seed(4)" in view.copy_button.text
    True
    """

    def __init__(self, project: Any = None, styled: bool = True):
        super().__init__("Code", name="kit-code", styled=styled)
        self.project = Project() if project is None else project
        self.code = text(css_class="kit-program")
        self.copy_button = CopyButton()
        words = "<p>The same as a program. It runs in any notebook or script.</p>"
        help_text = text(words, "kit-muted")
        self.set_content([row([help_text, self.copy_button]), self.code])
        self.project.on_change(self._draw)
        self._draw()

    def _draw(self):
        code = self.project.code
        self.copy_button.text = code
        self.code.value = (
            '<pre tabindex="0" aria-label="The program"><code>'
            f"{colored(code)}</code></pre>"
        )


def colored(code: str) -> str:
    """Return Python code as HTML whose parts carry a class for their colour.

    >>> colored('units = 10  # ten')
    'units = <i class="kit-number">10</i>  <i class="kit-comment"># ten</i>'
    """
    parts, end = [], 0
    for match in _TOKENS.finditer(code):
        kind, word = str(match.lastgroup), match[0]
        if kind == "word":
            kind = "keyword" if keyword.iskeyword(word) else ""
        shown = escape(word)
        parts.append(escape(code[end : match.start()]))
        parts.append(f'<i class="kit-{kind}">{shown}</i>' if kind else shown)
        end = match.end()
    return "".join([*parts, escape(code[end:])])
