"""What comes before a training in the studio, and what is said when it fails.

`kit.studio.fit_panel` calls these; none of them knows about threads.
"""

import math
import sys
from typing import Any

import jax

from kit.studio.compile_panel import tidy
from kit.studio.finding import Finding
from kit.training.data_source import is_stream
from kit.variables import Variable

# After which moments of a training it rests, by how far it was asked to go.
RESTS = {
    "end": (),
    "epoch": ("epoch",),
    "batch": ("batch", "epoch"),  # the last batch of an epoch goes on to its end
    "now": ("begin", "batch", "last batch", "validation", "epoch"),
}


def threads_are_shown() -> bool:
    """Tell whether the page shows what a thread draws; Google Colab does not."""
    return "google.colab" not in sys.modules


def check_model(model: Any) -> None:
    """Refuse what cannot be trained.

    Raises:
        ValueError: If it has no method `fit`.
    """
    if not hasattr(model, "fit"):
        raise ValueError(
            f"There is no model to train, but {model!r:.40}.\n"
            "Expected a compiled model, such as kit.Sequential([...]).\n"
            "Pass it as the first argument, or pass prepare=function."
        )


def fit_arguments(data: Any, batch_size: int, validation: bool) -> dict[str, Any]:
    """Return x, y and what else `fit` needs to know about the data.

    Args:
        data: `((x_train, y_train), (x_test, y_test))`, or an object with these.
        batch_size: Samples per step.
        validation: Whether to measure the test data after every epoch.

    Raises:
        ValueError: If the data has another form.
    """
    if hasattr(data, "x_train"):
        train, test = (data.x_train, data.y_train), (data.x_test, data.y_test)
    else:
        try:
            (x, y), test = data
            train = (x, y)
        except (TypeError, ValueError) as error:
            raise ValueError(
                f"The data is a {type(data).__name__}, not two pairs of arrays.\n"
                "Expected ((x_train, y_train), (x_test, y_test)).\n"
                "Pass what load_data() returns, as it is."
            ) from error
    return {
        "x": train[0],
        "y": train[1],
        "batch_size": batch_size,
        "validation_data": tuple(test) if validation and test is not None else None,
    }


def make_weights(model: Any, arguments: dict) -> None:
    """Draw the weights now, while nothing else draws from the stream of seeds."""
    x, rows = arguments["x"], arguments["batch_size"] or 32
    if not is_stream(x):
        model._make_ready(jax.tree.map(lambda array: array[:rows], x))


def finding_of(error: BaseException | None, points: dict) -> Finding | None:
    """Say what went wrong: the error, or a loss that is no number any more.

    Args:
        error: What `fit` raised, if anything.
        points: Points `(epochs, value)` by name.

    >>> finding_of(None, {"loss": [(0.5, 2.0), (1.5, math.nan)]}).what
    'The loss is not a number (NaN or infinity) since epoch 2.'
    """
    if error is not None:
        return Finding.from_error(error)
    lost = [x for x, loss in points.get("loss", ()) if not math.isfinite(loss)]
    if not lost:
        return None
    return Finding(
        f"The loss is not a number (NaN or infinity) since epoch {math.ceil(lost[0])}.",
        "Expected a loss that falls.",
        "Take a smaller learning rate, and look for inputs far from the range 0 to 1.",
        level="warning",
    )


def rate_of(model: Any) -> float | None:
    """Return the learning rate of a model; None where it follows a plan of its own.

    Args:
        model: A compiled model, or None.

    >>> rate_of(None) is None
    True
    """
    optimizer = getattr(model, "optimizer", None)
    rate = getattr(optimizer, "_learning_rate", None)
    return tidy(float(rate.value)) if isinstance(rate, Variable) else None


def check_until(until: str, threaded: bool = True) -> None:
    """Refuse an unknown word for how far to train.

    Args:
        until: A key of `RESTS`.
        threaded: Whether there is a thread that can rest.

    Raises:
        ValueError: If it cannot be done.
    """
    if until not in RESTS or until == "now" or (until != "end" and not threaded):
        raise ValueError(
            f"A training cannot go until {until!r} here.\n"
            'Expected "end", or with a thread "batch" or "epoch".\n'
            'Write run.start(model, data, until="epoch").'
        )
