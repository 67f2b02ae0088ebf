"""Advice on whether data, last layer and loss fit together, before anything runs.

These are the mistakes that fit would not notice, or would report far from their cause.
"""

from typing import Any

from kit.studio.builder import ModelSpec
from kit.studio.compile_panel import CompileSpec, name_of
from kit.studio.data import StudioData
from kit.studio.finding import Finding

_SPARSE = "sparse_categorical_crossentropy"
_ONE_HOT = "categorical_crossentropy"
_CLASS_LOSSES = (_SPARSE, _ONE_HOT)


def advise(spec: ModelSpec, choices: CompileSpec, data: StudioData) -> Finding:
    """Return the first thing that does not fit, or a note that all does.

    >>> from kit.studio.project import Project
    >>> project = Project()
    >>> advise(project.model, project.compile, project.data).what
    '10 outputs for 10 classes: model, loss and labels fit together.'
    """
    if spec.error is not None:
        return Finding(
            "The model has a problem, so the loss cannot be checked yet.",
            fix="Look at the marked layer first.",
            level="warning",
        )
    checks = (_check_input, _check_labels, _check_units, _check_head, _check_metrics)
    for check in checks:
        finding = check(spec, choices, data)
        if finding is not None:
            return finding
    return _praise(spec, data)


def _check_input(spec, choices, data):
    rows = spec.rows()
    shape = rows[0].shape if rows else None
    if shape is None or shape[1:] == data.input_shape:
        return None
    return Finding(
        f"The model begins with samples of shape {shape[1:]}.",
        f"Expected {data.input_shape}, the shape of one sample of the data.",
        "Change the shape of the Input.",
    )


def _check_labels(spec, choices, data):
    loss, one_hot = name_of(choices.loss), data.y_train.ndim > 1
    one_hot = one_hot and data.y_train.shape[1] > 1
    if loss == _ONE_HOT and not one_hot and data.num_classes:
        return Finding(
            f'"{_ONE_HOT}" received whole-number labels.',
            "Expected one-hot rows such as [0, 0, 1].",
            f"Choose {_SPARSE}.",
        )
    if loss == _SPARSE and (one_hot or not data.num_classes):
        seen = "one-hot rows" if one_hot else "targets that are no classes"
        other = _ONE_HOT if one_hot else "mean_squared_error"
        return Finding(
            f'"{_SPARSE}" received {seen}.',
            "Expected one whole number per sample: its class.",
            f"Choose {other}.",
        )
    return None


def _check_units(spec, choices, data):
    shape, classes = spec.output_shape, data.num_classes
    if name_of(choices.loss) not in _CLASS_LOSSES or not shape or not classes:
        return None
    if len(shape) != 2:
        return Finding(
            f"The last layer gives {shape[1:]} for one sample.",
            f"Expected one row of {classes} numbers, one for each class.",
            "Put Flatten before the last Dense layer.",
        )
    if shape[1] != classes:
        return Finding(
            f"The last layer has {shape[1]} outputs for {classes} classes.",
            f"Expected {classes}: one for each class.",
            f"Set the units of the last layer to {classes}.",
            level="error" if shape[1] < classes else "warning",
        )
    return None


def _check_head(spec, choices, data):
    loss, last = name_of(choices.loss), _last_activation(spec)
    if loss in _CLASS_LOSSES and last != "softmax" and isinstance(choices.loss, str):
        return Finding(
            f'The last layer ends with "{last}", which gives no probabilities.',
            f"Expected softmax, as {loss} compares probabilities.",
            "Set the activation of the last layer to softmax.",
            level="warning",
        )
    if loss == "binary_crossentropy" and last == "softmax":
        return Finding(
            "binary_crossentropy looks at each output by itself.",
            "Expected sigmoid outputs, as those of softmax depend on each other.",
            f"Choose {_SPARSE} for classes.",
            level="warning",
        )
    return None


def _check_metrics(spec, choices, data):
    names = [name_of(metric) for metric in choices.metrics]
    if "accuracy" in names and not data.num_classes:
        return Finding(
            "Accuracy counts right answers, but the targets are no classes.",
            "Expected a metric of distance.",
            "Choose mean_absolute_error instead.",
            level="warning",
        )
    return None


def _last_activation(spec: ModelSpec) -> Any:
    """Return the activation behind the last layer that has one."""
    for entry in reversed(spec.layers):
        if entry["class_name"] == "Softmax":
            return "softmax"
        if "activation" in entry["config"]:
            return entry["config"]["activation"]
    return "linear"


def _praise(spec: ModelSpec, data: StudioData) -> Finding:
    shape = spec.output_shape
    outputs = f"{shape[-1]} outputs" if shape else "The outputs"
    what = f" for {data.num_classes} classes" if data.num_classes else ""
    return Finding(
        f"{outputs}{what}: model, loss and labels fit together.", level="note"
    )
