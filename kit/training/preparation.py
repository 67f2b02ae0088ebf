"""prepare: builds what is still missing once the first batch shows the shapes.

Weights, losses, metrics and the optimizer's memory are made here, before anything is
compiled.
"""

from typing import Any

import jax

from kit.diagnosis.state import trainable_changed
from kit.diagnosis.writing import nothing_returned
from kit.training.facts import heads_of
from kit.training.last_operation import last_activations
from kit.variables import Scope


def prepare(model: Any, example: tuple, for_training: bool = True) -> None:
    """Make model, losses, metrics and optimizer ready for batches of these shapes.

    Args:
        model: A compiled model.
        example: `(x, y, sample_weight)`, one batch.
        for_training: Whether the optimizer is needed.
    """
    model._runner.begin()
    x, y, _ = example
    loss, metrics = model._compiled_loss, model._compiled_metrics
    is_first = loss is not None and not loss.built
    outputs, activations = traced_outputs(model, x, is_first)
    found = nothing_returned(f'Model "{model.name}"', outputs)
    if found is not None:
        raise found.error()
    if y is not None and (is_first or model._doctor.has_data):
        model._doctor.meets(example, outputs, activations)
    if y is not None and loss is not None and not loss.built:
        loss.build(y, outputs)
    if y is not None and metrics is not None and not metrics.built:
        metrics.build(y, outputs)
    if is_first and y is not None:
        model._doctor.built(y, outputs)
    if for_training:
        _prepare_optimizer(model)


def traced_outputs(model: Any, x: Any, activations: bool) -> tuple[Any, list]:
    """Return the shapes of the outputs for a batch; makes the weights if needed.

    Args:
        model: A model.
        x: The inputs of the batch.
        activations: Whether to look for what comes last at each output, where the
            layers do not tell; else the list is empty.
    """
    model._make_ready(x)
    variables = model.variables

    def call(values, x):
        with Scope(variables, values):
            return model(x, training=False)

    values = [v.value for v in variables]
    heads = heads_of(model)
    if not activations or (heads and all(head.activation for head in heads)):
        # Tracing takes longer than a step of a small model: once for each shape.
        key = (_shapes(x), tuple(map(id, variables)))
        known = model._runner.output_shapes
        if key not in known:
            known[key] = jax.eval_shape(call, values, x)
        return known[key], []
    program, outputs = jax.make_jaxpr(call, return_shape=True)(values, x)
    return outputs, last_activations(program)


def _shapes(x):
    """The shapes and number formats of nested arrays, as a key."""
    leaves, structure = jax.tree.flatten(x)
    return structure, tuple((leaf.shape, str(leaf.dtype)) for leaf in leaves)


def _prepare_optimizer(model):
    variables = model.trainable_variables
    optimizer = model.optimizer
    if not optimizer.built:
        optimizer.build(variables)
        return
    known = {id(v) for v in optimizer._trainable_variables}
    if known != {id(v) for v in variables}:
        raise trainable_changed(len(known), len(variables)).error()
