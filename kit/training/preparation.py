"""prepare: builds what is still missing once the first batch shows the shapes.

Weights, losses, metrics and the optimizer's memory are made here, before anything is
compiled.
"""

from typing import Any

import jax

from kit.variables import Scope


def prepare(model: Any, example: tuple, for_training: bool = True) -> None:
    """Make model, losses, metrics and optimizer ready for batches of these shapes.

    Args:
        model: A compiled model.
        example: `(x, y, sample_weight)`, one batch.
        for_training: Whether the optimizer is needed.
    """
    x, y, _ = example
    outputs = output_shapes(model, x)
    loss, metrics = model._compiled_loss, model._compiled_metrics
    if y is not None and loss is not None and not loss.built:
        loss.build(y, outputs)
    if y is not None and metrics is not None and not metrics.built:
        metrics.build(y, outputs)
    if for_training:
        _prepare_optimizer(model)


def output_shapes(model: Any, x: Any) -> Any:
    """Return the shapes of the outputs for a batch; makes the weights if needed."""
    model._make_ready(x)
    variables = model.variables

    def call(values, x):
        with Scope(variables, values):
            return model(x, training=False)

    return jax.eval_shape(call, [v.value for v in variables], x)


def _prepare_optimizer(model):
    variables = model.trainable_variables
    optimizer = model.optimizer
    if not optimizer.built:
        optimizer.build(variables)
        return
    known = {id(v) for v in optimizer._trainable_variables}
    if known != {id(v) for v in variables}:
        raise ValueError(
            f"The trainable weights have changed since compile: {len(known)} then, "
            f"{len(variables)} now.\n"
            "Expected the same weights, as the optimizer remembers something for each."
            "\nCall model.compile(...) again after changing `trainable` or the layers."
        )
