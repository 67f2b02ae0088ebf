"""What `compile` chose, ready to run: CompiledLoss and CompiledMetrics.

Both are resolved with the first batch, when the shapes are known: "accuracy" means a
different rule for one-hot rows than for whole numbers.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit.layers.call_context import current_context
from kit.losses.loss import Loss
from kit.losses.resolve import get_loss
from kit.metrics.metric import Metric
from kit.metrics.reduction import Mean, MeanMetricWrapper
from kit.metrics.resolve import get_metric
from kit.training.outputs import flat_outputs, output_names, per_output


class CompiledLoss:
    """The losses of all outputs, with their weights.

        loss = sum over the outputs of  loss_weight * loss(y_true, y_pred)

    Args:
        loss: A name, object or function; or a list or dict of them by output.
        loss_weights: Numbers in the same form; 1 by default.
        names: The output names of the model, or None.
    """

    def __init__(self, loss: Any, loss_weights: Any = None, names: Any = None):
        self.loss, self.loss_weights, self.names = loss, loss_weights, names
        self.losses: list[Loss | None] = []
        self.weights: list[float] = []
        self.trackers: list[Mean] = []

    @property
    def built(self) -> bool:
        """Whether the shapes have been seen."""
        return bool(self.losses)

    def build(self, y_true: Any, y_pred: Any) -> None:
        """Resolve names with the shapes of labels and predictions."""
        self.names = output_names(y_pred, self.names)
        chosen = per_output(self.loss, self.names, "loss")
        weights = per_output(self.loss_weights, self.names, "loss_weights")
        true = flat_outputs(y_true, self.names)
        pred = flat_outputs(y_pred, self.names)
        _check_targets(chosen, true, self.names)
        self.losses = [
            None if one is None else get_loss(one, t, p)
            for one, t, p in zip(chosen, true, pred, strict=True)
        ]
        self.weights = [1.0 if weight is None else float(weight) for weight in weights]
        if sum(loss is not None for loss in self.losses) > 1:
            self.trackers = [Mean(name=f"{name}_loss") for name in self.names]

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None):
        """Return the weighted sum of the losses of a batch."""
        context = current_context()
        rows = context.rows if context else None
        true = flat_outputs(y_true, self.names)
        pred = flat_outputs(y_pred, self.names)
        weights = per_output(sample_weight, self.names, "sample_weight")
        total = jnp.zeros((), "float32")
        for i, loss in enumerate(self.losses):
            if loss is None:
                continue
            mask = context.mask_of(pred[i]) if context else None
            value = loss(true[i], pred[i], weights[i], mask=join_masks(mask, rows))
            if self.trackers:
                self.trackers[i].update_state(value, sample_weight=batch_weight(pred))
            total = total + self.weights[i] * value
        return total

    @property
    def metrics(self) -> list[Metric]:
        """The averages of the single losses, where there are several."""
        pairs = zip(self.trackers, self.losses, strict=True) if self.trackers else ()
        return [tracker for tracker, loss in pairs if loss is not None]


def _check_targets(losses, targets, names):
    if len(targets) != len(names):
        raise ValueError(
            f"y has {len(targets)} arrays for {len(names)} outputs.\n"
            f"Expected one for each of: {', '.join(names)}.\n"
            "Pass y as a list in this order, or as a dict by these names."
        )
    for loss, target, name in zip(losses, targets, names, strict=True):
        if loss is not None and target is None:
            raise ValueError(
                f'The output "{name}" has a loss but no targets.\n'
                "Expected y with labels for it.\n"
                "Pass y, or leave this output out of loss."
            )


def join_masks(mask: Any, rows: Any) -> Any:
    """Combine a mask of steps with the marks of real rows; None means all count."""
    if mask is None or rows is None:
        return rows if mask is None else mask
    rows = rows.reshape(rows.shape + (1,) * (mask.ndim - rows.ndim))
    return mask.astype(rows.dtype) * rows


def batch_weight(y_pred: Any) -> Any:
    """Return how many real rows the batch has: what its average loss weighs."""
    context = current_context()
    if context is not None and context.rows is not None:
        return jnp.sum(context.rows)
    leaf = jax.tree.leaves(y_pred)[0]
    return jnp.asarray(leaf.shape[0] if leaf.ndim else 1, "float32")


class CompiledMetrics:
    """The metrics of all outputs, under the names that appear in the history.

    Args:
        metrics: A list for one output; lists in a list or dict for several.
        weighted_metrics: The same, for metrics that use sample weights.
        names: The output names of the model, or None.
    """

    def __init__(self, metrics: Any, weighted_metrics: Any = None, names: Any = None):
        for argument, value in (
            ("metrics", metrics),
            ("weighted_metrics", weighted_metrics),
        ):
            _check_container(value, argument)
        self.given = [(metrics, False), (weighted_metrics, True)]
        self.names = names
        self.entries: list[tuple[str, Metric, int, bool]] = []
        self.built = False

    def build(self, y_true: Any, y_pred: Any) -> None:
        """Resolve names with the shapes of labels and predictions."""
        self.names = output_names(y_pred, self.names)
        true = flat_outputs(y_true, self.names)
        pred = flat_outputs(y_pred, self.names)
        taken: set[str] = set()
        for given, weighted in self.given:
            chosen = metrics_per_output(given, self.names)
            for i, identifiers in enumerate(chosen):
                for identifier in identifiers:
                    metric = get_metric(identifier, true[i], pred[i])
                    name = metric.name
                    name = name if len(self.names) == 1 else f"{self.names[i]}_{name}"
                    name = _free_name(name, taken, weighted)
                    self.entries.append((name, metric, i, weighted))
        self.built = True

    def update(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch into account."""
        context = current_context()
        rows = context.rows if context else None
        true = flat_outputs(y_true, self.names)
        pred = flat_outputs(y_pred, self.names)
        weights = per_output(sample_weight, self.names, "sample_weight")
        for _, metric, i, weighted in self.entries:
            weight = weights[i] if weighted else None
            mask = None
            if context and isinstance(metric, MeanMetricWrapper):
                mask = context.mask_of(pred[i])
            weight = join_weights(weight, join_masks(mask, rows))
            if weight is None:
                metric.update_state(true[i], pred[i])
            else:
                metric.update_state(true[i], pred[i], sample_weight=weight)

    def results(self) -> dict[str, Any]:
        """Return name and value of each metric, in the order of compile."""
        return {name: metric.result() for name, metric, _, _ in self.entries}

    @property
    def metrics(self) -> list[Metric]:
        """The metric objects, in the order of compile."""
        return [metric for _, metric, _, _ in self.entries]

    def metric_named(self, name: str) -> Metric | None:
        """Return the metric behind a name of the history."""
        return next((m for known, m, _, _ in self.entries if known == name), None)


def join_weights(weight: Any, mask: Any) -> Any:
    """Multiply sample weights by a mask; None means that all count alike."""
    if weight is None or mask is None:
        return mask if weight is None else weight
    weight = jnp.asarray(weight)
    if weight.ndim < mask.ndim:
        weight = weight.reshape(weight.shape + (1,) * (mask.ndim - weight.ndim))
    if mask.ndim < weight.ndim:
        mask = mask.reshape(mask.shape + (1,) * (weight.ndim - mask.ndim))
    return weight * mask.astype(weight.dtype)


def _check_container(value, argument):
    if value is not None and not isinstance(value, list | tuple | dict):
        raise ValueError(
            f"{argument}={value!r} is not a list.\n"
            "Expected a list, or a dict with a list for each output.\n"
            f"Write {argument}=[{value!r}]."
        )


def metrics_per_output(given: Any, names: list[str]) -> list[list]:
    """Return the metrics of each output, as they were written.

    >>> metrics_per_output(["accuracy"], ["digit"])
    [['accuracy']]
    """
    if isinstance(given, list | tuple) and len(names) == 1:
        nested = len(given) == 1 and isinstance(given[0], list | tuple)
        return [list(given[0]) if nested else [m for m in given if m is not None]]
    chosen = per_output(given, names, "metrics")
    return [_as_list(one) for one in chosen]


def _as_list(one):
    if one is None:
        return []
    return list(one) if isinstance(one, list | tuple) else [one]


def _free_name(name, taken, weighted):
    if name in taken and weighted:
        name = f"weighted_{name}"
    plain, number = name, 1
    while name in taken:
        name, number = f"{plain}_{number}", number + 1
    taken.add(name)
    return name
