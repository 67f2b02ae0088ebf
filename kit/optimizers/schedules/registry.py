"""Writing schedules to plain JSON values and reading them back."""

from typing import Any

from kit import serialization
from kit.optimizers.schedules.learning_rate_schedule import LearningRateSchedule


def serialize(learning_rate_schedule: LearningRateSchedule) -> dict[str, Any]:
    """Describe a schedule as plain JSON, in the form that Keras writes.

    >>> from kit.optimizers.schedules.cosine_decay import CosineDecay
    >>> serialize(CosineDecay(0.1, 100))["module"]
    'keras.optimizers.schedules'
    """
    return serialization.serialize(learning_rate_schedule)


def deserialize(
    config: dict[str, Any], custom_objects: dict[str, Any] | None = None
) -> LearningRateSchedule:
    """Make a schedule from what `serialize` returned, of kit or of Keras.

    >>> from kit.optimizers.schedules.cosine_decay import CosineDecay
    >>> deserialize(serialize(CosineDecay(0.1, 100))).decay_steps
    100
    """
    with serialization.CustomObjectScope(custom_objects):
        return serialization.deserialize(
            config, "keras.optimizers.schedules", "learning rate schedule"
        )
