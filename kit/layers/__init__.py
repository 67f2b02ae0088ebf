"""The layers that a model is made of."""

from kit.layers.core import Activation, Dense, Embedding, Identity, Input, InputLayer
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer

__all__ = [
    "Activation",
    "Dense",
    "Embedding",
    "Identity",
    "Input",
    "InputLayer",
    "InputSpec",
    "Layer",
]
