"""Undo: every change of a project, taken back and made again.

It listens to the project, so that cards, fields, presets and edited programs need no
word about it.
"""

from typing import Any

from traitlets import HasTraits, Unicode

from kit.studio.builder import summary
from kit.studio.data import StudioData
from kit.studio.project import Project
from kit.texts.language import translate

MOST_STEPS = 200
State = tuple[dict[str, Any], StudioData]


class Undo(HasTraits):
    """The past and the future of a project.

    Args:
        project: The project to listen to.

    Attributes:
        undo_words: What `undo` would take back; empty if there is nothing.
        redo_words: What `redo` would make again.

    >>> project = Project()
    >>> undo = Undo(project)
    >>> project.seed = 7
    >>> undo.undo_words
    'seed 0 → 7'
    >>> undo.undo(); project.seed
    0
    >>> undo.redo(); project.seed
    7
    """

    undo_words = Unicode()
    redo_words = Unicode()

    def __init__(self, project: Project):
        super().__init__()
        self._project = project
        self._past: list[State] = []
        self._future: list[State] = []
        self._now = self._state()
        self._is_moving = False
        project.on_change(self._note)

    def undo(self) -> None:
        """Take the last change back; without one nothing happens."""
        self._move(self._past, self._future)

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self._move(self._future, self._past)

    def _state(self) -> State:
        # All samples, which many states share, instead of a copy of some of them.
        return self._project.content, self._project.data.all_samples

    def _note(self) -> None:
        state = self._state()
        if self._is_moving or state == self._now:
            return
        self._past = [*self._past, self._now][-MOST_STEPS:]
        self._future = []
        self._now = state
        self._tell()

    def _move(self, source: list[State], target: list[State]) -> None:
        if not source:
            return
        state = source[-1]
        self._is_moving = True
        try:
            self._project.become(*state)
        finally:
            self._is_moving = False
        source.pop()
        target.append(self._now)
        self._now = self._state()
        self._tell()

    def _tell(self) -> None:
        now = self._now[0]
        past, future = self._past, self._future
        self.undo_words = describe_change(past[-1][0], now) if past else ""
        self.redo_words = describe_change(now, future[-1][0]) if future else ""


def describe_change(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Say in a few words what differs between two contents of a project.

    >>> describe_change(Project(seed=1).content, Project(seed=2, epochs=9).content)
    'seed 1 → 2, epochs 5 → 9'
    """
    found = []
    if before["data"] != after["data"]:
        found.append(translate("data"))
    if before["model"] != after["model"]:
        found.append(_change_of_layers(before["model"], after["model"]))
    old, new = before["compile"], after["compile"]
    if old["optimizer"] != new["optimizer"]:
        found.append(translate("optimizer"))
    if old["loss"] != new["loss"]:
        found.append(translate("loss"))
    if old["metrics"] != new["metrics"]:
        found.append(translate("metrics"))
    numbers = {
        "seed": translate("seed"),
        "epochs": translate("epochs"),
        "batch_size": translate("batch size"),
    }
    for name, words in numbers.items():
        if before[name] != after[name]:
            found.append(f"{words} {before[name]} → {after[name]}")
    if len(found) <= 2:
        return ", ".join(found)
    return translate("{count} changes", count=len(found))


def _change_of_layers(before, after):
    """Say which layer came, went or changed, if it is only one."""
    old = {entry["config"].get("name"): entry for entry in before["layers"]}
    new = {entry["config"].get("name"): entry for entry in after["layers"]}
    come = [entry for name, entry in new.items() if name not in old]
    gone = [entry for name, entry in old.items() if name not in new]
    changed = [name for name in new if name in old and new[name] != old[name]]
    if len(come) + len(gone) + len(changed) > 1:
        return translate("several layers")
    if come:
        return translate("{layer} added", layer=come[0]["class_name"])
    if gone:
        return translate("{layer} removed", layer=gone[0]["class_name"])
    if changed:
        one, other = old[changed[0]], new[changed[0]]
        words = f"{summary(one) or '-'} → {summary(other) or '-'}"
        is_told = summary(one) != summary(other)
        return f"{other['class_name']} {words if is_told else translate('options')}"
    return "order of the layers"
