"""Rules for options: attributes of layers, and what fit takes beside its data."""

from typing import Any

from kit.diagnosis.book import mistake
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import count, short


@mistake(
    "misspelt-attribute",
    "write",
    owner="dense",
    name="trainabel",
    right="trainable",
)
def misspelt_attribute(owner: str, name: str, right: str) -> Finding:
    """An attribute that should change something is misspelt.

    Symptom: Elsewhere none: the layer learns although it should be frozen.

    Cause: Python lets any attribute be set on nearly any object, also new ones.

    Picture:
        layer.trainabel = False      a new attribute that nobody reads
        layer.trainable = False      the weights stay as they are

    Exercise: What happens after `model.stop_trainig = True`?
    """
    return Finding(
        f'"{short(owner, 20)}" has no attribute "{short(name)}". '
        f'Did you mean "{right}"?',
        "Setting it would change nothing.",
        "Check the spelling:",
        line=f".{right} = ...",
        change={"rename": (f".{name}", f".{right}")},
    )


@mistake("unknown-verbosity", "start", value="none")
def unknown_verbosity(value: Any) -> Finding | None:
    """How much fit prints is not one of the numbers that it knows.

    Symptom: A progress bar where there should be none.

    Cause: A text is true in Python, even "none" and "0".

    Picture:
        verbose=0    nothing
        verbose=1    a bar
        verbose=2    a line per epoch

    Exercise: What are `bool("0")` and `bool(0)`?
    """
    if value == "auto" or hasattr(value, "__index__"):
        return None
    words = str(value).strip().lower()
    quiet = value is None or words in ("none", "0", "silent", "off", "quiet", "false")
    right = 0 if quiet else 1
    return Finding(
        f"verbose={short(repr(value))} is not known.",
        'Expected 0 for nothing, 1 for a bar, 2 for a line per epoch, or "auto".',
        "Write:",
        line=f"verbose={right}",
        change={"call": "fit", "set": ("verbose", right)},
    )


@mistake("monitor-is-no-name", "write", owner="EarlyStopping", value=["val_loss"])
def monitor_is_no_name(owner: str, value: Any) -> Finding | None:
    """A callback should watch several numbers, or something that is no name.

    Symptom: An error that a list cannot be hashed.

    Cause: A callback decides by one number. For several numbers take several callbacks.

    Picture:
        monitor=["val_loss"]    a list
        monitor="val_loss"      the name of a number

    Exercise: Which one number would you watch, and why?
    """
    if isinstance(value, str):
        return None
    several = isinstance(value, list | tuple) and value
    first = value[0] if several else "val_loss"
    right = first if isinstance(first, str) else "val_loss"
    return Finding(
        f"{short(owner, 20)} got monitor={short(repr(value))}, not a name.",
        "A callback watches one number of the history.",
        "Write its name:",
        line=f'monitor="{right}"',
        change={"call": owner, "set": ("monitor", right)},
    )


@mistake("more-steps-than-batches", "start", steps=50, rows=100, size=10)
def more_steps_than_batches(steps: int, rows: int, size: int) -> Finding | None:
    """An epoch should have more steps than the data has batches.

    Symptom: Elsewhere training ends after the first epoch with a warning.

    Cause: Arrays are finite: all rows divided by the batch size is all there is.

    Picture:
        100 rows, batches of 10    ->  10 steps
        steps_per_epoch=50             40 steps have no rows

    Exercise: How many steps have 60,000 rows in batches of 128?
    """
    batches = -(-rows // size)
    if steps <= batches:
        return None
    return Finding(
        f"{steps} steps were asked for, but the data has {count(batches, 'batch')}.",
        f"{rows} rows in batches of {size} are no more; an epoch ends there.",
        "Leave the argument out: kit counts the batches by itself.",
        level="warning",
        change={"call": "fit", "set": ("steps_per_epoch", None)},
    )
