"""Arguments of the Keras 2 years, `lr` and `decay`, and words for unknown ones."""

from typing import Any

from kit import config
from kit.optimizers.arguments import argument_names
from kit.optimizers.schedules.inverse_time_decay import InverseTimeDecay
from kit.serialization import suggest


def rename_old(optimizer_class: type, learning_rate: Any, unknown: dict) -> Any:
    """Return the learning rate, also if it came as `lr`, or with `decay`.

    Args:
        optimizer_class: Whose arguments they are.
        learning_rate: The rate by its name of today.
        unknown: The arguments that nobody took.

    Raises:
        ValueError: For every other argument, with the closest known name.

    >>> rename_old(object, 0.1, {})
    0.1
    """
    if "lr" in unknown:
        config.note("lr is called learning_rate today.")
        learning_rate = unknown.pop("lr")
    decay = unknown.pop("decay", 0)
    if decay:
        config.note(
            f"decay={decay} is written today as learning_rate="
            f"keras.optimizers.schedules.InverseTimeDecay({learning_rate}, 1, {decay})."
        )
        learning_rate = InverseTimeDecay(float(learning_rate), 1, decay)
    for name in unknown:
        known = argument_names(optimizer_class)
        raise ValueError(
            f'{optimizer_class.__name__} has no argument "{name}".'
            f"{suggest(name, known)}\n"
            f"Expected some of: {', '.join(known)}.\n"
            "Check the spelling, or leave the argument out."
        )
    return learning_rate
