"""CodeView: the program that does what the studio does, to read, edit and copy.

What is edited here goes through `kit.studio.code_reader` into the cards; it is read,
never run.
"""

import keyword
import re
from typing import Any

import ipywidgets as widgets

from kit.studio.code_draft import CodeDraft, overtaken
from kit.studio.project import Project
from kit.texts.language import translate
from kit.visualization.svg import escape
from kit.widgets.copy_button import CopyButton
from kit.widgets.findings import safely
from kit.widgets.panel import Panel, button, row, text
from kit.widgets.quiet import new

_TOKENS = re.compile(
    r"""(?P<comment>\#.*)|(?P<string>"(?:\\.|[^"\\])*")"""
    r"""|(?P<number>(?<![\w.])\d[\d.e+-]*)|(?P<word>[A-Za-z_]\w*)"""
)
_READ_WORDS = (
    "The same as a program. It runs in any notebook or script, and what you edit here "
    "changes the cards."
)
_GRAPH_WORDS = (
    "The same as a program. The layers of this model form a graph: change them in the "
    "cards, or their connections in a cell."
)
_EDIT_WORDS = (
    "Change layers, compile or fit, then press Apply. The text is read, not run; "
    "comments are not kept."
)


class CodeView(Panel):
    """Shows the program of a project, always up to date, and lets it be edited.

    Args:
        project: A Project of `kit.studio.project`; by default a new one.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> view = CodeView(Project(seed=3))
    >>> view.project.seed = 4
    >>> "set_random_seed(4)" in view.copy_button.text
    True
    >>> view.edit_button.click()
    >>> view.editor.value = view.editor.value.replace("seed(4)", "seed(5)")
    >>> view.apply_button.click()
    >>> view.project.seed
    5
    """

    def __init__(self, project: Any = None, styled: bool = True):
        super().__init__(translate("Code"), name="kit-code", styled=styled)
        self.project = Project() if project is None else project
        self.draft = CodeDraft(self.project)
        self.code = text(css_class="kit-program")
        self.copy_button = CopyButton.labelled(translate("Copy"))
        self.words = text(css_class="kit-muted")
        self._make_editor()
        actions = [self.edit_button, self.apply_button, self.discard_button]
        top = row([self.words, *actions, self.copy_button], "kit-code-actions")
        self.set_content([top, self.code, self.editor])
        widgets.link((self.draft, "text"), (self.editor, "value"))
        self.draft.observe(self._show_draft, ["is_open", "is_overtaken"])
        self.project.on_change(self._draw)
        self._draw()

    def _make_editor(self):
        self.editor = new(
            widgets.Textarea,
            "kit-code-editor",
            description=translate("Program"),
            tooltip=translate("The program; Apply brings it into the cards"),
            continuous_update=False,
        )
        self.edit_button = button(
            translate("Edit"), translate("Edit the program"), icon="pencil"
        )
        self.apply_button = button(
            translate("Apply"),
            translate("Let the cards show what the program says"),
            "kit-primary",
        )
        self.discard_button = button(
            translate("Discard"), translate("Throw the edits away")
        )
        self.edit_button.on_click(self._open)
        self.apply_button.on_click(self._apply)
        self.discard_button.on_click(self._discard)

    # Handlers

    @safely
    def _open(self, _):
        self.draft.open()
        self.editor.focus()

    @safely
    def _apply(self, _):
        self.show_finding(self.draft.apply())

    @safely
    def _discard(self, _):
        self.draft.discard()

    # Drawing

    @property
    def _is_line(self):
        return self.project.model.ends is None

    def _draw(self):
        self._show_draft()
        code = self.project.code
        self.copy_button.text = code
        # Not when the editor opens: the page would take this as news of the whole
        # field, and write the old text over what has been typed meanwhile.
        self.editor.rows = min(40, code.count("\n") + 2)
        self.code.value = (
            f'<pre tabindex="0" aria-label="{translate("The program")}"><code>'
            f"{colored(code)}</code></pre>"
        )

    def _show_draft(self, _=None):
        is_open, is_overtaken = self.draft.is_open, self.draft.is_overtaken
        for widget, wanted in (
            (self.code, not is_open),
            (self.edit_button, not is_open and self._is_line),
            (self.copy_button, not is_open),
            (self.editor, is_open),
            (self.apply_button, is_open),
            (self.discard_button, is_open),
        ):
            widget.layout.display = None if wanted else "none"
        words = translate(_READ_WORDS if self._is_line else _GRAPH_WORDS)
        self.words.value = f"<p>{translate(_EDIT_WORDS) if is_open else words}</p>"
        self.discard_button.description = (
            translate("Take over cards") if is_overtaken else translate("Discard")
        )
        if is_overtaken:
            self.show_finding(overtaken())


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
