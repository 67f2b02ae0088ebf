"""Rules that read a history in words: what happened, and what to try next."""

from kit.diagnosis.book import mistake
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import library, listing, number, short

_OVER = {
    "loss": [0.9, 0.6, 0.4, 0.3, 0.2, 0.1, 0.05],
    "val_loss": [0.9, 0.7, 0.6, 0.62, 0.7, 0.8, 0.95],
}
_SHORT = {
    "loss": [1.6, 1.2, 0.9, 0.7, 0.55],
    "val_loss": [1.6, 1.2, 0.95, 0.75, 0.6],
}
_FLAT = {
    "loss": [1.41, 1.21, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2],
    "accuracy": [0.4, 0.52, 0.53, 0.53, 0.53, 0.53, 0.53, 0.53, 0.53, 0.53],
    "val_accuracy": [0.4, 0.5, 0.52, 0.52, 0.52, 0.52, 0.52, 0.52, 0.52, 0.52],
}
_EASIER = {"loss": [0.6, 0.4, 0.35], "val_loss": [0.4, 0.3, 0.25]}


@mistake("overfitting", "end", history=_OVER)
def overfitting(history: dict[str, list[float]]) -> Finding | None:
    r"""The model learns its samples by heart.

    Symptom: The training loss goes on falling while the validation loss rises.

    Cause: After what all samples have in common, the model learns what each one has for
        itself. That does not help with new ones.

    Picture:
        loss
         |\              . . ' '    val_loss
         | \  . . . '
         |  \______________         loss
         +-----^----------------> epochs
               best

    Exercise: Train with half as many samples. Does the best epoch come earlier?
    """
    loss, val_loss = history.get("loss", []), history.get("val_loss", [])
    if len(loss) < 5 or len(val_loss) != len(loss):
        return None
    best = min(range(len(val_loss)), key=val_loss.__getitem__)
    low, end = val_loss[best], (val_loss[-1] + val_loss[-2]) / 2
    if best > len(loss) - 4 or low <= 0 or end < 1.1 * low or loss[-1] >= loss[best]:
        return None
    line = f"{library()}.callbacks.EarlyStopping(patience=3, restore_best_weights=True)"
    return Finding(
        f"Overfitting since epoch {best + 1}: val_loss rose from {number(low)} to "
        f"{number(val_loss[-1])}.",
        f"Meanwhile loss fell from {number(loss[best])} to {number(loss[-1])}.",
        "Stop at the best epoch, or try Dropout or more data:",
        level="note",
        line=f"callbacks=[{line}]",
        change={"call": "fit", "append": ("callbacks", line)},
    )


@mistake("still-learning", "end", history=_SHORT)
def still_learning(history: dict[str, list[float]]) -> Finding | None:
    r"""Training ended while the model was still getting better.

    Symptom: Both losses fall until the last epoch.

    Cause: There were too few epochs.

    Picture:
        loss |\
             | \
             |  \
             |   \  <- the end
             +--------------> epochs

    Exercise: After how many epochs does the validation loss stop falling?
    """
    loss = history.get("loss", [])
    val_loss = history.get("val_loss", [])
    if len(loss) < 5 or len(val_loss) != len(loss) or loss[-1] <= 0:
        return None
    fall = (loss[-3] - loss[-1]) / loss[-3] / 2
    if fall < 0.1 or val_loss[-1] > min(val_loss) or val_loss[-1] > val_loss[-3]:
        return None
    more = 2 * len(loss)
    return Finding(
        f"The loss still fell by {fall:.0%} per epoch at the end, and val_loss too.",
        f"After {len(loss)} epochs the model was still getting better.",
        "Train longer:",
        level="note",
        line=f"epochs={more}",
        change={"call": "fit", "set": ("epochs", more)},
    )


@mistake("underfitting", "end", history=_FLAT)
def underfitting(history: dict[str, list[float]]) -> Finding | None:
    """The model is too simple for the task, or cannot see what it needs.

    Symptom: Training and validation are equally bad, and no longer get better.

    Cause: More epochs do not help a model that has too few units, or inputs that do not
        hold the answer.

    Picture:
        accuracy
           |      ________________   training and validation
           |  ___/
           +----------------------> epochs

    Exercise: Double the units. Does the training accuracy rise?
    """
    name = next((n for n in ("accuracy", "acc") if n in history), None)
    if name is None or len(history[name]) < 10:
        return None
    rates, val_rates = history[name], history.get(f"val_{name}", [])
    flat = max(rates[-4:]) - min(rates[-4:]) < 0.005
    gap = abs(rates[-1] - val_rates[-1]) if val_rates else 0.0
    if not flat or rates[-1] > 0.75 or gap > 0.05:
        return None
    return Finding(
        f"Underfitting: {name} stays at {number(rates[-1])} in training, too.",
        f"It has hardly changed in the last 4 of {len(rates)} epochs.",
        "Give the model more units or another layer, or look whether the inputs hold "
        "the answer.",
        level="note",
    )


@mistake("easier-validation", "end", history=_EASIER, layers=["dropout"])
def easier_validation(
    history: dict[str, list[float]], layers: list[str]
) -> Finding | None:
    """The validation loss is lower than the training loss.

    Symptom: The model seems to do better on samples it has never seen.

    Cause: The two are measured differently. Dropout and random augmentation make
        training harder and are off in validation. And the training loss is the average
        over an epoch in which the model was still getting better.

    Picture:
        epoch        |-----------|
        loss              ^ average while learning
        val_loss                  ^ measured at the end

    Exercise: Compare with `model.evaluate(x_train, y_train)`.
    """
    loss, val_loss = history.get("loss", []), history.get("val_loss", [])
    if len(loss) < 3 or len(val_loss) != len(loss) or not layers:
        return None
    below = sum(b < a for a, b in zip(loss, val_loss, strict=True))
    if below < len(loss) or val_loss[-1] > 0.95 * loss[-1]:
        return None
    names = listing([f'"{short(name)}"' for name in layers], most=2)
    return Finding(
        f"val_loss {number(val_loss[-1])} is below loss {number(loss[-1])}: that is "
        "no error.",
        f"{names} makes training harder and is off in validation.",
        "Compare with:",
        level="note",
        line="model.evaluate(x, y)",
    )


HISTORY_RULES = (overfitting, still_learning, underfitting)
