"""What can be said when fit, evaluate or predict has seen its data."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jax

from kit.diagnosis import inputs, measures, shapes, splits, state, targets
from kit.diagnosis.arrays import Values
from kit.diagnosis.facts import Head, LossFacts
from kit.diagnosis.feeding import one_at_a_time
from kit.diagnosis.finding import Finding
from kit.diagnosis.labels import LABEL_RULES, label_out_of_range, only_one_class
from kit.losses.loss import Loss, LossFunctionWrapper
from kit.metrics.metric import Metric
from kit.metrics.reduction import MeanMetricWrapper
from kit.training.compile_checks import head_findings, metrics_of_outputs
from kit.training.data_facts import DataFacts
from kit.training.facts import (
    embeddings_of_inputs,
    heads_of,
    is_users,
    layer_facts,
    loss_facts,
    metric_facts,
)
from kit.training.last_operation import makes_all_pairs
from kit.training.outputs import flat_outputs


def input_findings(model: Any, data: DataFacts) -> Iterator[Finding | None]:
    """Yield how the inputs do not fit the shapes that the model begins with."""
    graph = getattr(model, "_graph", None)
    if graph is None:
        return
    tensors = graph.input_tensors
    if len(data.x) != len(tensors):
        shapes_seen = {values.shape for values in data.x}
        each = shapes_seen.pop() if len(shapes_seen) == 1 else None
        if len(data.x) > len(tensors) and not any("'" in v.name for v in data.x):
            yield shapes.list_of_samples("x", len(data.x), each, len(tensors))
        return
    for name, tensor in zip(graph.input_names, tensors, strict=True):
        place = graph.input_names.index(name)
        wanted = (None, *tensor.shape[1:])
        for arrays in (data.x, data.x_val):
            array = _named(arrays, name, place)
            if array is not None:
                yield from _shape_findings(name, array, wanted, data, graph.exact)


def _named(arrays, name, place):
    """The array for an input: by its name in a dict, else by its place."""
    if any("['" in array.name for array in arrays):
        return next((one for one in arrays if f"['{name}']" in one.name), None)
    return arrays[place] if place < len(arrays) else None


def _shape_findings(layer, array, wanted, data, exact):
    # A model without Input was built for the first data, and may take other sizes.
    loose = not exact and len(array.shape) == len(wanted)
    if loose or shapes.fits(array.shape, wanted):
        return
    if not data.whole and data.call != "batch" and _looks_alone(array.shape, wanted):
        yield one_at_a_time(array.shape, wanted)
        return
    answers = data.y_val if array.name == "x_val" else data.y
    labels = answers[0].shape if answers and array.name in ("x", "x_val") else None
    yield shapes.swapped_x_and_y(array.shape, labels, wanted, array.name)
    if data.call != "predict":  # a label for each row says that rows are samples
        yield shapes.batch_in_input_shape(array.name, array.shape, wanted, layer)
    yield shapes.no_batch_axis(array.name, array.shape, wanted, data.call)
    found = shapes.other_input_shape(array.name, array.shape, wanted)
    if found is not None and "layer" in found.change:
        found = replace(found, change={**found.change, "layer": layer})
    yield found


def _looks_alone(shape, wanted):
    return one_at_a_time(shape, wanted) is not None


def number_findings(
    model: Any, data: DataFacts, known: list[Values]
) -> Iterator[Finding | None]:
    """Yield what is strange about the numbers that go in.

    Args:
        model: A model whose weights are made.
        data: What was seen of the data.
        known: What was seen of the inputs that the model was trained on.
    """
    words = embeddings_of_inputs(model)
    for place, layer, size in words:
        if place < len(data.x):
            yield inputs.word_number_out_of_range(data.x[place], layer, size)
    layers = layer_facts(model)
    plain = [v for i, v in enumerate(data.x) if i not in [place for place, *_ in words]]
    for values in plain:
        yield targets.not_a_number_in_data(values)
        if data.call == "fit":
            scaled = inputs.unscaled_inputs(values, layers)
            scaled = scaled or inputs.scaled_twice(values, layers)
            scaled = scaled or (None if words else inputs.nothing_left(values))
            yield scaled or inputs.large_inputs(values, layers)
    if len(known) == len(data.x) and not words:
        for old, new in zip(known, data.x, strict=True):
            yield inputs.shifted_inputs(old, new, data.call)
    for old, new in zip(data.x, data.x_val, strict=False):
        if not words:
            yield inputs.shifted_inputs(old, new, "validation")


def label_findings(
    model: Any, data: DataFacts, outputs: Any, activations: list
) -> Iterator[Finding | None]:
    """Yield what does not fit between labels, outputs, loss and metrics.

    Args:
        model: A compiled model.
        data: What was seen of the data.
        outputs: The shapes of the outputs.
        activations: What comes last at each output, where the layers do not tell.
    """
    loss = model._compiled_loss
    heads = outputs_as_heads(model, outputs, activations)
    if loss is None or len(heads) != len(data.y):
        return
    built = loss.losses if loss.built else flat_outputs(loss.loss, loss.names or [""])
    if len(built) != len(heads):
        return
    metrics = metrics_of_outputs(model, len(heads))
    names = loss.names or model.output_names or [""]
    for place, (head, one) in enumerate(zip(heads, built, strict=True)):
        if one is None:
            continue
        name = names[place] if place < len(names) else ""
        answers = [_named(arrays, name, place) for arrays in (data.y, data.y_val)]
        facts = _with_typed(loss_facts(one), loss.loss)
        if activations:
            yield from head_findings(head, facts)
        for labels in [one for one in answers if one is not None]:
            recurrent, batch = _answers_often(model), data.call == "batch"
            yield from _labels_of_one(
                head, facts, labels, data.weighted, recurrent, batch
            )
        for metric in metrics[place] if answers[0] is not None else ():
            yield from _metric_of_one(head, facts, metric, answers[0])
    yield from _split_findings(data)


def _answers_often(model):
    """The last recurrent layer that answers at every step, or None."""
    layers = model._flatten_layers()
    names = [layer.name for layer in layers if getattr(layer, "return_sequences", 0)]
    return names[-1] if names else None


def _with_typed(facts, typed):
    return replace(facts, typed=typed) if isinstance(typed, str) else facts


def outputs_as_heads(model: Any, outputs: Any, activations: list) -> list[Head]:
    """Return the heads with the shapes that the outputs really have."""
    leaves = jax.tree.leaves(outputs)
    known = heads_of(model)
    if len(known) != len(leaves):
        known = [Head(_last_layer(model), None, None) for _ in leaves]
    seen = activations if len(activations) == len(leaves) else [None] * len(leaves)
    return [
        replace(
            head,
            shape=(None, *leaf.shape[1:]),
            width=leaf.shape[-1] if leaf.ndim > 1 else 1,
            activation=head.activation or name,
            choices=head.choices or (leaf.shape[-1] if leaf.ndim > 1 else None),
        )
        for head, leaf, name in zip(known, leaves, seen, strict=True)
    ]


def _last_layer(model):
    layers = [layer for layer in model._sublayers() if hasattr(layer, "activation")]
    return layers[-1].name if layers else model.name


def _labels_of_one(
    head: Head,
    loss: LossFacts,
    labels: Values,
    weighted: bool,
    recurrent: str | None,
    batch: bool,
) -> Iterator[Finding | None]:
    """Yield the first thing that does not fit between an output and its labels."""
    yield targets.not_a_number_in_data(labels) if loss.name else None
    if targets.expects_one_answer(loss):
        found = targets.missing_flatten(head, labels, recurrent)
        if found is not None:
            yield found
            return
    rules = [*LABEL_RULES, *targets.TARGET_RULES]
    if batch:  # may well be of one class only
        rules.remove(only_one_class)
    for rule in rules:
        more = (weighted,) if rule is label_out_of_range else ()
        found = rule(head, loss, labels, *more)
        if found is not None:
            yield found
            return


def _metric_of_one(head, loss, metric, labels):
    facts = metric_facts(metric)
    yield measures.accuracy_of_regression(head, loss, facts, labels)
    yield measures.accuracy_of_many_labels(head, facts, labels)
    yield measures.metric_for_other_labels(head, facts, labels)


def _split_findings(data: DataFacts) -> Iterator[Finding | None]:
    yield splits.validation_is_training(data.same)
    if not data.whole or len(data.y) != 1:
        return
    train = data.y[0]
    if data.y_val:
        held_back = data.y_val[0]
        yield splits.unlike_validation(train, held_back.shape)
        yield splits.classes_never_trained(train, held_back, data.by_split)
    if data.by_split and data.x and data.x_val and train.counts is None:
        yield splits.validation_beyond_training(data.x[0], data.x_val[0])
    if data.shuffle is False and data.call == "fit":
        yield splits.sorted_without_shuffle(train, data.batch_size)


def pair_findings(
    model: Any, y: Any, outputs: Any, count: int | None
) -> Iterator[Finding | None]:
    """Yield functions of the user's that would compare all labels with all outputs.

    Args:
        model: A model whose losses and metrics are resolved.
        y: The labels of a batch.
        outputs: The shapes of its outputs.
        count: How many labels there are in all, or None.
    """
    labels, predictions = jax.tree.leaves(y), jax.tree.leaves(outputs)
    if len(labels) != 1 or len(predictions) != 1:
        return
    rows = (labels[0].shape, predictions[0].shape)
    if len(rows[0]) != 1 or rows[1] != (*rows[0], 1):
        return
    count = count or rows[0][0]
    rows = ((count,), (count, 1))
    one = jax.ShapeDtypeStruct((83,), "float32")
    two = jax.ShapeDtypeStruct((83, 1), "float32")
    for name, function, repaired in _users_functions(model):
        if makes_all_pairs(function, one, two):
            yield measures.broadcast_to_all_pairs(name, *rows, repaired)


def _users_functions(model):
    """(name, function, whether kit aligns the shapes) of what the user wrote."""
    loss, metrics = model._compiled_loss, model._compiled_metrics
    items: list[Loss | Metric | None] = list(loss.losses if loss else [])
    items += [metric for _, metric, _, _ in metrics.entries] if metrics else []
    for item in items:
        if isinstance(item, LossFunctionWrapper | MeanMetricWrapper):
            if is_users(item.fn):
                yield item.name, item.fn, True
        elif isinstance(item, Loss) and is_users(type(item)):
            yield item.name, item.call, False
        elif isinstance(item, Metric) and is_users(type(item)):
            yield item.name, _stateless(item), False


def _stateless(metric):
    def update(y_true, y_pred):
        values = [variable.value for variable in metric.variables]
        return metric.stateless_update_state(values, y_true, y_pred)

    return update


def wants_a_loss(model: Any) -> Finding | None:
    """Return a Finding if training would have nothing to make smaller."""
    penalties = model.weight_penalties() if model.built else []
    adds = any(getattr(one, "adds_loss", False) for one in model._flatten_layers())
    if model._compiled_loss is not None or adds or len(penalties):
        return None
    layers = model._flatten_layers()
    if any(is_users(type(layer)) for layer in layers):
        return None  # its call may add a loss
    if any(layer.activity_regularizer is not None for layer in layers):
        return None
    heads = heads_of(model)
    is_choice = bool(heads) and heads[0].activation == "softmax"
    return state.no_loss("fit", heads[0].width if is_choice else None)
