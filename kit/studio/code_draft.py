"""CodeDraft: the program while someone edits it, until it is applied or discarded.

It never loses what was typed: a text with errors stays, and so does one that the cards
have overtaken.
"""

from typing import Any

from traitlets import Bool, HasTraits, Unicode

from kit.studio.code_error import CodeError
from kit.studio.code_reader import read_program
from kit.studio.finding import Finding
from kit.studio.project import Project
from kit.texts.language import translate


class CodeDraft(HasTraits):
    """A text that may become the program of a project.

    Args:
        project: The project.

    Attributes:
        text: The text in the editor.
        is_open: Whether someone edits it.
        is_overtaken: Whether the cards changed while there were edits.

    >>> project = Project()
    >>> draft = CodeDraft(project)
    >>> draft.open()
    >>> draft.text = draft.text.replace("Dense(128", "Dense(64")
    >>> draft.apply().what
    'The cards show your program now.'
    >>> project.model.layers[3]["config"]["units"]
    64
    """

    text = Unicode()
    is_open = Bool(False)
    is_overtaken = Bool(False)

    def __init__(self, project: Project):
        super().__init__()
        self._project = project
        self._start = project.code
        self.text = self._start
        project.on_change(self._follow_cards)

    @property
    def has_edits(self) -> bool:
        """Whether the text differs from the program that it began with."""
        return self.text != self._start

    def open(self) -> None:
        """Begin to edit the program of now; an open draft stays as it is."""
        if not self.is_open:
            self._begin()
            self.is_open = True

    def apply(self) -> Finding:
        """Let the cards show what the text says, and close the draft.

        Raises:
            CodeError: If something is not understood; then nothing changes.
        """
        before = self._project.content
        content = read_program(self.text, before)
        if content == before:
            self.discard()
            return no_change()
        self.is_open = False
        try:
            self._project.restore(content)
        except ValueError as error:
            self.is_open = True
            raise CodeError.at(1, error) from error
        self._begin()
        return applied()

    def discard(self) -> None:
        """Throw the edits away and close the draft."""
        self.is_open = False
        self._begin()

    def _begin(self) -> None:
        self._start = self._project.code
        self.text = self._start
        self.is_overtaken = False

    def _follow_cards(self, _: Any = None) -> None:
        if self.is_open and self.has_edits:
            self.is_overtaken = self._project.code != self._start
        else:
            self._begin()


def overtaken() -> Finding:
    """Say that the cards have changed meanwhile."""
    return Finding(
        translate("The cards have changed since you began to edit."),
        translate("Your text is still here, but it does not know of that change."),
        translate(
            "Press Apply to use your text, or Take over cards to see their program."
        ),
        level="warning",
    )


def applied() -> Finding:
    """Say that the cards show what was typed."""
    return Finding(translate("The cards show your program now."), level="note")


def no_change() -> Finding:
    """Say that nothing that was typed makes a difference."""
    return Finding(
        translate("The program already says what the cards show."), level="note"
    )
