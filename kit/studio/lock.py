"""Lock: what a teacher has hidden or fixed, so that a class looks at one thing.

It is an aid for teaching and no protection: whoever writes code can unlock it.
"""

from dataclasses import dataclass
from typing import Any

from kit.saving.refusal import refuse
from kit.serialization import suggest
from kit.texts.language import translate

# The names of all that can be hidden or fixed: panels, fields and buttons.
NAMES = (
    *("data", "model", "compile", "code", "fit", "predict", "workbench", "history"),
    *("optimizer", "loss", "metrics", "seed", "epochs", "batch_size"),
    *("learning_rate", "guess", "curve_options"),
    *("start", "pause", "step", "epoch", "stop", "reset"),
)


# What a fixed control holds of the choices of a project, where it is more than itself.
_HOLDS = {
    "compile": ("optimizer", "learning_rate", "loss", "metrics", "seed"),
    "fit": ("epochs", "batch_size", "learning_rate"),
}


@dataclass(frozen=True)
class Lock:
    """Names of controls that are hidden, and of those that are fixed.

    Args:
        hide: What is not to be seen.
        fix: What is to be seen but not to be changed.

    >>> Lock(hide=("code",), fix=("seed",)).content
    {'hide': ['code'], 'fix': ['seed']}
    """

    hide: tuple[str, ...] = ()
    fix: tuple[str, ...] = ()

    def __post_init__(self):
        for name in (*self.hide, *self.fix):
            if name not in NAMES:
                raise ValueError(
                    f"The studio has no control called {name!r:.40}."
                    f"{suggest(str(name), NAMES)}\n"
                    f"Expected one of: {', '.join(NAMES)}.\n"
                    'Write for example studio.lock(fix=["optimizer", "seed"]).'
                )

    def __bool__(self) -> bool:
        return bool(self.hide or self.fix)

    def __or__(self, other: "Lock") -> "Lock":
        return Lock(
            tuple(dict.fromkeys((*self.hide, *other.hide))),
            tuple(dict.fromkeys((*self.fix, *other.fix))),
        )

    @classmethod
    def of(cls, content: Any) -> "Lock":
        """Make it from what `content` returned, or from something that claims so.

        Args:
            content: A Lock, None, or a dict with `hide` and `fix`.

        Raises:
            ValueError: If it is something else.

        >>> Lock.of({"hide": ["code"]})
        Lock(hide=('code',), fix=())
        """
        if isinstance(content, cls):
            return content
        given = content or {}
        is_plain = isinstance(given, dict) and set(given) <= {"hide", "fix"}
        if not is_plain or not all(isinstance(v, list | tuple) for v in given.values()):
            raise refuse(
                f"The lock is {content!r:.40}",
                'lists of names, such as {"hide": ["code"], "fix": ["seed"]}',
                "Use the names of kit.studio.lock.NAMES",
            )
        return cls(tuple(given.get("hide", ())), tuple(given.get("fix", ())))

    @property
    def content(self) -> dict[str, list[str]]:
        """The lock as plain values."""
        return {"hide": list(self.hide), "fix": list(self.fix)}

    def holds(self, *names: str) -> bool:
        """Tell whether one of these choices is fixed, alone or with its panel.

        >>> Lock(fix=("fit",)).holds("epochs"), Lock(fix=("fit",)).holds("seed")
        (True, False)
        """
        return any(
            name in _HOLDS.get(fixed, (fixed,)) for fixed in self.fix for name in names
        )

    def broken_by(self, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
        """Return the names that are fixed and differ between two contents.

        Args:
            before: What `Project.content` returned.
            after: The same, later.
        """
        old, new = _choices(before), _choices(after)
        return [
            name
            for name in self.fix
            for choice in _HOLDS.get(name, (name,))
            if old.get(choice) != new.get(choice)
        ]


def is_fixed(names: list[str]) -> ValueError:
    """Return the error for changes that are not allowed.

    Args:
        names: What `Lock.broken_by` returned.
    """
    listed = ", ".join(dict.fromkeys(name.replace("_", " ") for name in names))
    lines = (
        translate("Fixed by the teacher: {names}.", names=listed),
        translate("This would change it, so nothing was changed."),
        translate("Change something else; in code, studio.unlock() opens everything."),
    )
    return ValueError("\n".join(lines))


def _choices(content):
    """Return the choices of a project's content by the names that can be fixed."""
    choices = {**content, **content["compile"]}
    settings = dict(choices["optimizer"]["config"])
    choices["learning_rate"] = settings.pop("learning_rate", None)
    choices["optimizer"] = (choices["optimizer"]["class_name"], settings)
    return choices
