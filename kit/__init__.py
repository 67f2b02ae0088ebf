"""kit: neural networks to take apart, with Keras's interface, on JAX.

    import kit as keras

This file is the table of contents; the code is one level down.
"""

from kit import (
    activations,
    backend,
    callbacks,
    check,
    config,
    constraints,
    datasets,
    distribution,
    experiments,
    initializers,
    layers,
    losses,
    metrics,
    models,
    ops,
    optimizers,
    preprocessing,
    random,
    regularizers,
    saving,
    utils,
)
from kit.kernels.allocator import tune_allocator
from kit.kernels.compilation_cache import use_compilation_cache
from kit.layers.core import Input
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer
from kit.layers.symbolic import KerasTensor
from kit.losses.loss import Loss
from kit.metrics.metric import Metric
from kit.models.model import Model
from kit.models.sequential import Sequential
from kit.serialization import suggest
from kit.variables import Variable

__version__ = "0.1.0"

tune_allocator()
use_compilation_cache()

__all__ = [
    "Input",
    "InputSpec",
    "KerasTensor",
    "Layer",
    "Loss",
    "Metric",
    "Model",
    "Sequential",
    "Variable",
    "activations",
    "backend",
    "callbacks",
    "check",
    "config",
    "constraints",
    "datasets",
    "distribution",
    "experiments",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "ops",
    "optimizers",
    "preprocessing",
    "random",
    "regularizers",
    "saving",
    "utils",
]


def __getattr__(name: str):
    """Load the panels when they are first asked for: `kit.widgets` needs Jupyter."""
    if name == "widgets":
        import kit.widgets

        return kit.widgets
    raise AttributeError(
        f'kit has no "{name}".{suggest(name, [*__all__, "widgets"])} '
        f"It has: {', '.join(__all__)}."
    )
