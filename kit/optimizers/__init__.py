"""Optimizers: how gradients change the weights. Start with `sgd`, then `adam`."""

from kit.optimizers import schedules
from kit.optimizers.adam import Adam
from kit.optimizers.optimizer import Optimizer
from kit.optimizers.registry import deserialize, get, serialize
from kit.optimizers.rmsprop import RMSprop
from kit.optimizers.sgd import SGD

__all__ = [
    "SGD",
    "Adam",
    "Optimizer",
    "RMSprop",
    "deserialize",
    "get",
    "schedules",
    "serialize",
]
