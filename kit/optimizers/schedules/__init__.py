"""Schedules: learning rates that change with the step (the batch, not the epoch)."""

from kit.diagnosis.names import unknown_attribute as _unknown
from kit.optimizers.schedules.cosine_decay import CosineDecay
from kit.optimizers.schedules.cosine_decay_restarts import CosineDecayRestarts
from kit.optimizers.schedules.exponential_decay import ExponentialDecay
from kit.optimizers.schedules.inverse_time_decay import InverseTimeDecay
from kit.optimizers.schedules.learning_rate_schedule import LearningRateSchedule
from kit.optimizers.schedules.piecewise_constant_decay import PiecewiseConstantDecay
from kit.optimizers.schedules.polynomial_decay import PolynomialDecay
from kit.optimizers.schedules.registry import deserialize, serialize

__all__ = [
    "CosineDecay",
    "CosineDecayRestarts",
    "ExponentialDecay",
    "InverseTimeDecay",
    "LearningRateSchedule",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
    "deserialize",
    "serialize",
]


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
