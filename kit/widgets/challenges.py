"""ChallengePanel: whole experiments to start from, and tasks that check themselves.

It shows `kit.studio.starts` and `kit.studio.challenges`.
"""

from typing import Any

import ipywidgets as widgets

from kit.studio.challenges import Challenge, all_challenges
from kit.studio.project import Project
from kit.studio.runs import Runs
from kit.studio.starts import all_starts, use_start
from kit.texts.language import translate
from kit.visualization.svg import escape
from kit.widgets.announcer import Announcer
from kit.widgets.findings import safely
from kit.widgets.panel import Panel, button, row, text
from kit.widgets.quiet import new


class ChallengePanel(Panel):
    """Offers a start and a task, and tells after every training what is missing.

    Args:
        project: The Project that a start changes.
        runs: The trainings that are over.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> panel = ChallengePanel(Project(), Runs())
    >>> panel.challenge.value = "quick"
    >>> "at most 2 epochs" in panel.list.value
    True
    """

    def __init__(self, project: Project, runs: Runs, styled: bool = True):
        title = translate("Challenges")
        super().__init__(title, name="kit-look kit-challenges", styled=styled)
        self.project, self.runs = project, runs
        self._challenges = {one.name: one for one in all_challenges()}
        self.announcer = Announcer()
        self.challenge = new(
            widgets.Dropdown,
            options=[(translate("none"), None)]
            + [(one.title, one.name) for one in self._challenges.values()],
            value=None,
            description=translate("Challenge"),
            tooltip=translate("A task that checks itself after every training"),
        )
        self.list = text(css_class="kit-challenge-list")
        parts = [self._make_starts(), self._make_challenge()]
        self.set_content([row(parts, "kit-look-body")])
        self.challenge.observe(self._draw, "value")
        runs.observe(self._draw)
        self._draw()

    def _make_starts(self) -> widgets.Box:
        lines = []
        for start in all_starts():
            hint = translate(
                "Take this model, optimizer and length; the data and the seed stay"
            )
            one = button(start.title, hint, "kit-start-from")
            one.on_click(lambda _, name=start.name: self.use(name))
            words = text(f"<p>{escape(start.words)}</p>", "kit-muted")
            lines.append(row([one, words], "kit-start-line"))
        head = translate("Begin with a whole experiment")
        self.start_words = text(css_class="kit-muted")
        label = text(f"<p class='kit-label'>{escape(head)}</p>")
        return row([label, *lines, self.start_words], "kit-look-left")

    def _make_challenge(self) -> widgets.Box:
        return row([self.challenge, self.list, self.announcer], "kit-look-right")

    @safely
    def use(self, name: str) -> None:
        """Make all choices of a start.

        Args:
            name: Its key, such as `"overfit"`.
        """
        use_start(self.project, name)
        title = next(start.title for start in all_starts() if start.name == name)
        words = translate("{title} is set up: press Start.", title=title)
        self.start_words.value = f"<p>{escape(words)}</p>"

    @safely
    def _draw(self, _: Any = None) -> None:
        chosen = self._challenges.get(self.challenge.value or "")
        if chosen is None:
            words = translate("Choose a task; every way to its goal is right.")
            self.list.value, self.announcer.text = f"<p>{escape(words)}</p>", ""
            return
        self.list.value = challenge_html(chosen, self.runs)
        self.announcer.text = chosen.verdict(self.runs)


def challenge_html(challenge: Challenge, runs: Runs) -> str:
    """Return the conditions with a mark and what the last run has, and the lesson.

    Args:
        challenge: The task.
        runs: The trainings that are over.
    """
    lines = []
    for check in challenge.checks(runs):
        glyph, css = ("✓", "kit-met") if check.is_met else ("○", "kit-open")
        state = translate("met") if check.is_met else translate("not yet")
        found = f" <span>{escape(check.found)}</span>" if check.found else ""
        lines.append(
            f'<li class="{css}"><b aria-hidden="true">{glyph}</b>'
            f'<span class="kit-hidden-words">{escape(state)}: </span>'
            f"{escape(check.words)}{found}</li>"
        )
    is_solved = challenge.is_solved(runs)
    ending = challenge.lesson if is_solved else challenge.hint
    label = translate("What it shows") if is_solved else translate("Where to look")
    return (
        f'<ul class="kit-checklist">{"".join(lines)}</ul>'
        f"<p><b>{escape(label)}:</b> {escape(ending)}</p>"
    )


def challenges_of(studio: Any) -> ChallengePanel:
    """Make the panel for a studio."""
    return ChallengePanel(studio.project, studio.runs, styled=False)
