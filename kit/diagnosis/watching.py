"""Rules for numbers of training that are asked for by name: monitors, history keys."""

from kit.diagnosis.book import mistake
from kit.diagnosis.finding import Finding
from kit.diagnosis.names import closest
from kit.diagnosis.words import short


@mistake(
    "unknown-monitor",
    "start",
    owner="EarlyStopping",
    name="val_acc",
    names=["loss", "accuracy", "val_loss", "val_accuracy"],
    validates=True,
)
def unknown_monitor(
    owner: str, name: str, names: list[str], validates: bool
) -> Finding | None:
    """A callback watches a number that training does not produce.

    Symptom: Training never stops early, and no file is saved.

    Cause: The number is called as the metric is: `metrics=["accuracy"]` gives
        "accuracy" and "val_accuracy". Names with "val_" need validation data.

    Picture:
        metrics=["accuracy"]    ->  loss, accuracy
        validation_split=0.2    ->  val_loss, val_accuracy

    Exercise: Print `history.history.keys()`.
    """
    if name in names:
        return None
    meant = closest(name, names)
    if name.startswith("val_") and not validates:
        return Finding(
            f'{owner} watches "{short(name)}", but fit has no validation data.',
            f"Available: {', '.join(names)}.",
            "Keep some samples back:",
            level="warning",
            line="validation_split=0.2  # in fit",
            change={"call": "fit", "set": ("validation_split", 0.2)},
        )
    right = _in_quotes(meant) or names[0]
    return Finding(
        f'{owner} watches "{short(name, 25)}", which is not there.{meant}',
        f"Available: {', '.join(names)}.",
        "Write:",
        level="warning",
        line=f'monitor="{right}"',
        change={"call": owner, "set": ("monitor", right)},
    )


def renamed_monitor(owner: str, name: str, today: str) -> Finding:
    """Return a note about a number that has another name in this model.

    >>> renamed_monitor("EarlyStopping", "val_acc", "val_accuracy").level
    'note'
    """
    return Finding(
        f'{owner} watches "{short(name)}", which is called "{today}" here.',
        "kit knows both names; other libraries would not find it.",
        "Write:",
        level="note",
        code="unknown-monitor",
        line=f'monitor="{today}"',
        change={"call": owner, "set": ("monitor", today)},
    )


@mistake(
    "unknown-direction", "start", owner="EarlyStopping", name="val_distance", mode="min"
)
def unknown_direction(owner: str, name: str, mode: str) -> Finding:
    r"""A callback cannot know whether a number of yours should grow or fall.

    Symptom: An error that asks for `mode`.

    Cause: The name of a function of yours says nothing about what is better. Of its own
        metrics kit knows it: an accuracy should grow, an error should fall.

    Picture:
        mode="min"   \_____   less is better: distances, errors
        mode="max"   /-----   more is better: shares, scores

    Exercise: Which mode fits the number of wrong answers?
    """
    return Finding(
        f'{owner} cannot tell whether "{short(name)}" should grow.',
        'Expected mode="min" or mode="max" for this metric.',
        'Write mode="max" if more is better, mode="min" if less is:',
        line=f'{owner}(monitor="{name}", mode="{mode}")',
        change={"call": owner, "set": ("mode", mode)},
    )


@mistake("unknown-key", "end", name="acuracy", names=["accuracy", "loss"])
def unknown_key(name: str, names: list[str]) -> Finding:
    """The history has no numbers of that name.

    Symptom: A KeyError.

    Cause: The history has a list for the loss and for each metric, under the name of
        the metric, and with "val_" before it for the validation.

    Picture:
        compile(metrics=["accuracy"])    ->  "loss", "accuracy"
        fit(validation_split=0.2)        ->  "val_loss", "val_accuracy"

    Exercise: Print `history.history.keys()`.
    """
    if name.startswith("val_") and not any(one[:4] == "val_" for one in names):
        return Finding(
            f'There is no "{short(name)}" in the history: nothing was validated.',
            f"It has: {', '.join(names)}.",
            "Keep some samples back in fit:",
            line="validation_split=0.2",
            change={"call": "fit", "set": ("validation_split", 0.2)},
        )
    meant = closest(name, names)
    right = _in_quotes(meant)
    return Finding(
        f'There is no "{short(name)}" in the history.{meant}',
        f"It has: {', '.join(names)}.",
        "Check the spelling:" if right else "Name it in metrics=[...] of compile.",
        line=f'history.history["{right}"]' if right else "",
        change={"rename": (name, right)} if right else {},
    )


def _in_quotes(meant):
    return meant.split('"')[1] if meant else ""
