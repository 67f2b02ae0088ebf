"""Optimizers: how gradients change the weights. Start with `sgd`, then `adam`."""

from kit.diagnosis.names import unknown_attribute as _unknown
from kit.optimizers import schedules
from kit.optimizers.adadelta import Adadelta
from kit.optimizers.adafactor import Adafactor
from kit.optimizers.adagrad import Adagrad
from kit.optimizers.adam import Adam
from kit.optimizers.adamax import Adamax
from kit.optimizers.adamw import AdamW
from kit.optimizers.ftrl import Ftrl
from kit.optimizers.lamb import Lamb
from kit.optimizers.lion import Lion
from kit.optimizers.nadam import Nadam
from kit.optimizers.optax_optimizer import OptaxOptimizer
from kit.optimizers.optimizer import Optimizer
from kit.optimizers.registry import deserialize, get, serialize
from kit.optimizers.rmsprop import RMSprop
from kit.optimizers.sgd import SGD

__all__ = [
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Ftrl",
    "Lamb",
    "Lion",
    "Nadam",
    "OptaxOptimizer",
    "Optimizer",
    "RMSprop",
    "SGD",
    "deserialize",
    "get",
    "schedules",
    "serialize",
]


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
