"""What can be said as soon as a model is compiled, before there is any data."""

from collections.abc import Iterator
from typing import Any

from kit import optimizers
from kit.diagnosis import measures, stacks, state
from kit.diagnosis.facts import Head, LossFacts
from kit.diagnosis.finding import Finding
from kit.diagnosis.heads import HEAD_RULES
from kit.diagnosis.names import optimizer_and_loss_swapped, unknown_choice
from kit.diagnosis.writing import number_as_choice
from kit.losses import resolve as losses
from kit.losses.resolve import CROSSENTROPY_NAMES
from kit.metrics import resolve as metrics_of_kit
from kit.metrics.resolve import ACCURACY_NAMES
from kit.training.compiled import metrics_per_output
from kit.training.facts import (
    has_own_step,
    heads_of,
    layer_facts,
    loss_facts,
    metric_facts,
    optimizer_facts,
)
from kit.training.outputs import output_names, per_output


def compile_findings(model: Any) -> Iterator[Finding | None]:
    """Yield what does not fit between layers, loss, metrics and optimizer.

    Args:
        model: A model that was just compiled.
    """
    optimizer = optimizer_facts(model.optimizer)
    yield state.rate_of_zero(optimizer)
    yield state.unusual_rate(optimizer)
    heads = heads_of(model)
    layers = layer_facts(model)
    yield state.layers_without_activation(layers)
    yield state.dropout_at_the_end(layers)
    yield stacks.nearly_all_dropped(layers)
    if hasattr(model, "_line"):
        yield stacks.softmax_inside(layers)
        yield stacks.softmax_twice(layers)
    if not heads or has_own_step(model):
        return
    chosen_losses = _losses(model, len(heads))
    if not any(chosen_losses) and not any(layer.kind == "" for layer in layers):
        if model._compiled_metrics.given[0][0] is not None:
            yield state.loss_is_missing(layers)
    metrics = metrics_of_outputs(model, len(heads))
    for head, loss, chosen in zip(heads, chosen_losses, metrics, strict=True):
        if loss is not None:
            yield from head_findings(head, loss_facts(loss))
            yield from metric_findings(head, loss_facts(loss), chosen)


def head_findings(head: Head, loss: LossFacts) -> Iterator[Finding | None]:
    """Yield the first thing that does not fit between an output and its loss."""
    yield next((found for rule in HEAD_RULES if (found := rule(head, loss))), None)


def metric_findings(
    head: Head, loss: LossFacts, metrics: list
) -> Iterator[Finding | None]:
    """Yield what does not fit between an output, its loss and its metrics."""
    for facts in map(metric_facts, metrics):
        yield measures.accuracy_of_regression(head, loss, facts)
        yield measures.equality_as_accuracy(head, facts)
        yield measures.binary_accuracy_of_classes(head, facts)
        yield measures.counts_of_many_classes(head, loss, facts)


def _names(model, outputs):
    graph = getattr(model, "_graph", None)
    if graph is not None and isinstance(graph.outputs, dict):
        return sorted(graph.outputs)  # the order in which JAX lists a dict
    return model.output_names or output_names([None] * outputs, None)


def _losses(model, outputs):
    """The loss of each output, as it was written."""
    loss = model._compile_arguments["loss"]
    return per_output(loss, _names(model, outputs), "loss")


def metrics_of_outputs(model: Any, outputs: int) -> list[list]:
    """Return the metrics of each output, as they were written."""
    names = _names(model, outputs)
    chosen: list[list] = [[] for _ in range(outputs)]
    for given, _ in model._compiled_metrics.given:
        for own, found in zip(chosen, metrics_per_output(given, names), strict=True):
            own += found
    return chosen


_GETS = {
    "optimizer": optimizers.get,
    "loss": losses.get,
    "metrics": metrics_of_kit.get,
}


def check_names(argument: str, chosen: Any) -> None:
    """Look up the names in an argument of compile, so that a typo is found at once.

    Args:
        argument: `"optimizer"`, `"loss"` or `"metrics"`.
        chosen: What it was given: names or objects, also in lists and dicts.

    Raises:
        ValueError: For a name that does not exist, with the closest one that does.

    >>> check_names("metrics", ["accuracy"])
    """
    found = number_as_choice(argument, chosen)
    if found is not None:
        raise found.error()
    for name in _words(chosen):
        if name.lower() in CROSSENTROPY_NAMES + ACCURACY_NAMES:
            continue
        try:
            _GETS[argument](name)
        except ValueError as error:
            if argument == "optimizer" and _is_loss(name):
                raise optimizer_and_loss_swapped(name).error() from None
            raise unknown_choice(argument, name, str(error)).error() from None


def _is_loss(name):
    try:
        return losses.get(name) is not None
    except ValueError:
        return False


def _words(chosen):
    """The strings in nested lists and dicts, those of descriptions left out."""
    if isinstance(chosen, str):
        yield chosen
    elif isinstance(chosen, dict) and "class_name" not in chosen:
        yield from (word for one in chosen.values() for word in _words(one))
    elif isinstance(chosen, list | tuple):
        yield from (word for one in chosen for word in _words(one))
