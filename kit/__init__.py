"""kit: neural networks to take apart, with Keras's interface, on JAX.

    import kit as keras

This file is the table of contents; the code is one level down.
"""

from kit.kernels.collector import collector_paused as _collector_paused

with _collector_paused():  # JAX makes 100,000 objects, and all of them stay
    from kit import (
        activations,
        backend,
        callbacks,
        check,
        config,
        constraints,
        datasets,
        diagnosis,
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
    from kit.diagnosis.names import unknown_attribute as _unknown
    from kit.diagnosis.pages import explain
    from kit.diagnosis.tracebacks import last_error, show_users_lines
    from kit.initializers.initializer import Initializer
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
    from kit.optimizers.optimizer import Optimizer
    from kit.regularizers import Regularizer
    from kit.variables import Variable

__version__ = "0.1.0"

tune_allocator()
use_compilation_cache()
show_users_lines()

__all__ = [
    "Initializer",
    "Input",
    "InputSpec",
    "KerasTensor",
    "Layer",
    "Loss",
    "Metric",
    "Model",
    "Optimizer",
    "Regularizer",
    "Sequential",
    "Variable",
    "activations",
    "backend",
    "callbacks",
    "check",
    "config",
    "constraints",
    "datasets",
    "diagnosis",
    "distribution",
    "experiments",
    "explain",
    "initializers",
    "last_error",
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
    raise _unknown(__name__, name, globals() | {"widgets": None})
