"""How far a training is: a bar, and words for epoch, step and time."""

import math

from kit.studio.fit_record import FitSnapshot
from kit.texts.language import translate
from kit.visualization.svg import escape


def progress_html(snapshot: FitSnapshot) -> str:
    """Return the bar and the words that tell how far a training is.

    >>> print(progress_words(FitSnapshot("running", 2, 5, 1, 30, 125, eta_seconds=7)))
    Epoch 2 of 5 · step 30 of 125 · about 7 s left
    """
    percent = math.floor(100 * snapshot.progress)
    words = escape(progress_words(snapshot))
    return (
        '<div class="kit-progress">'
        f'<div class="kit-bar-track kit-is-{escape(snapshot.status)}" '
        f'role="progressbar" aria-label="{escape(translate("Training"))}" '
        f'aria-valuemin="0" aria-valuemax="100" aria-valuenow="{percent}" '
        f'aria-valuetext="{words}">'
        f'<div style="width:{100 * snapshot.progress:.1f}%"></div></div>'
        f'<p><b class="kit-status">{escape(status_words(snapshot))}</b> '
        f'<span class="kit-counters">{words}</span></p></div>'
    )


def status_words(snapshot: FitSnapshot) -> str:
    """Return what goes on, in the language that is spoken.

    >>> status_words(FitSnapshot("finished", 3, 5, message="Stopped in epoch 3 of 5"))
    'Stopped in epoch 3 of 5'
    """
    numbers = {"epoch": snapshot.epoch, "epochs": snapshot.epochs}
    known = {
        "Building the model": translate("Building the model"),
        "Compiling": translate("Compiling"),
        "Training": translate("Training"),
        "Pausing": translate("Pausing"),
        "Paused": translate("Paused"),
        "Stopping": translate("Stopping"),
        "Failed": translate("Failed"),
        "Finished": translate("Finished"),
        "Fresh weights": translate("Fresh weights"),
        "Nothing has been trained yet.": translate("Nothing has been trained yet."),
        "Stopped in epoch {epoch} of {epochs}".format(**numbers): translate(
            "Stopped in epoch {epoch} of {epochs}", **numbers
        ),
        "Ended by a callback after epoch {epoch}".format(**numbers): translate(
            "Ended by a callback after epoch {epoch}", epoch=snapshot.epoch
        ),
    }
    return known.get(snapshot.message, snapshot.message)


def progress_words(snapshot: FitSnapshot) -> str:
    """Return epoch, step and time as words; empty before the first training."""
    if not snapshot.epochs:
        return ""
    numbers = {"number": snapshot.epoch, "total": snapshot.epochs}
    words = [translate("Epoch {number} of {total}", **numbers)]
    step, steps = f"{snapshot.step:,}", snapshot.steps_per_epoch
    if steps:
        words.append(translate("step {step} of {steps}", step=step, steps=f"{steps:,}"))
    else:
        words.append(translate("step {step}", step=step))
    if snapshot.is_over:
        words.append(translate("took {time}", time=duration(snapshot.elapsed)))
    elif snapshot.eta_seconds is not None:
        left = duration(snapshot.eta_seconds)
        words.append(translate("about {time} left", time=left))
    return " · ".join(words)


def duration(seconds: float) -> str:
    """Return a time as people say it.

    >>> duration(0.2), duration(59.4), duration(61), duration(7200)
    ('1 s', '60 s', '1 min 1 s', '2 h 0 min')
    """
    whole = max(1, math.ceil(seconds))
    if whole <= 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
