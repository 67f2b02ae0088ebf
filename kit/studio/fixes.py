"""Fixes: what the button of a Finding's card does to a project, as one change.

The forms of a `change` are described in `kit.diagnosis.book`.
"""

from typing import Any

from kit.studio.project import Project

_COMPILE = ("optimizer", "loss", "metrics")
_FIT = ("epochs", "batch_size")


def can_fix(project: Project, change: dict[str, Any]) -> bool:
    """Tell whether a change is one that a project can make.

    >>> can_fix(Project(), {"set": ("loss", "mse")}), can_fix(Project(), {})
    (True, False)
    """
    also = all(can_fix(project, further) for further in change.get("also", ()))
    if not also or "repeat" in change or project.lock.holds(*_touched(change)):
        return False
    if "insert" in change:
        return project.model.ends is None
    argument, _ = change.get("set", ("", None))
    if "layer" in change:
        return _place(project, change["layer"]) is not None
    if "optimizer" in change:
        return argument in project.compile.optimizer["config"]
    if change.get("call", "compile") == "fit":
        return argument in _FIT
    return argument in _COMPILE and "call" not in change


def fix(project: Project, change: dict[str, Any]) -> None:
    """Make the change that a Finding proposes; undo takes it back at once.

    Args:
        project: The project to change.
        change: The `change` of a Finding, for which `can_fix` is true.

    Raises:
        ValueError: If the project refuses a value.

    >>> project = Project()
    >>> fix(project, {"optimizer": True, "set": ("learning_rate", 0.01)})
    >>> project.compile.optimizer["config"]["learning_rate"]
    0.01
    """
    with project.one_change():
        _make(project, change)
        for further in change.get("also", ()):
            _make(project, further)


def _make(project, change):
    if "insert" in change:
        model = project.model
        place = change["at"] + 1 if change["at"] >= 0 else len(model.layers)
        model.add(change["insert"], place, **change["config"])
        return
    argument, value = change["set"]
    if "layer" in change:
        place = _place(project, change["layer"])
        project.model.update(place, **{argument: value})
    elif "optimizer" in change:
        project.compile.update_optimizer(**{argument: value})
    elif change.get("call") == "fit":
        setattr(project, argument, value)
    else:
        getattr(project.compile, f"use_{argument}")(value)


def _touched(change):
    """The names of `kit.studio.lock` that a change is about."""
    argument, _ = change.get("set", ("", None))
    if "insert" in change or "layer" in change:
        return ("model",)
    if "optimizer" in change and argument != "learning_rate":
        return ("optimizer",)
    return (argument,)


def _place(project, name):
    """The place of a layer in the line, or None if there is none of this name."""
    names = [entry["config"].get("name") for entry in project.model.layers]
    return names.index(name) if name in names else None
