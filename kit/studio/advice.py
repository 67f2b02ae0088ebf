"""Advice on whether data, last layer and loss fit together, before anything runs.

These are the mistakes that fit would not notice, or would report far from their cause.
"""

from dataclasses import replace
from typing import Any

from kit.diagnosis.arrays import look_at_inputs
from kit.diagnosis.facts import LayerFacts, OptimizerFacts
from kit.diagnosis.inputs import unscaled_inputs
from kit.diagnosis.state import unusual_rate
from kit.diagnosis.words import number
from kit.studio.builder import ModelSpec
from kit.studio.compile_panel import CompileSpec, name_of
from kit.studio.data import StudioData
from kit.studio.finding import Finding
from kit.texts.language import translate

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
            translate("The model has a problem, so the loss cannot be checked yet."),
            fix=translate("Look at the marked layer first."),
            level="warning",
        )
    for check in _CHECKS:
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
        translate("The model begins with samples of shape {shape}.", shape=shape[1:]),
        translate(
            "Expected {shape}, the shape of one sample of the data.",
            shape=data.input_shape,
        ),
        translate("Change the shape of the Input."),
        change=_of_layer(spec.layers[0], "batch_shape", [None, *data.input_shape]),
    )


def _check_labels(spec, choices, data):
    loss, one_hot = name_of(choices.loss), data.y_train.ndim > 1
    one_hot = one_hot and data.y_train.shape[1] > 1
    if loss == _ONE_HOT and not one_hot and data.num_classes:
        return Finding(
            translate('"{loss}" received whole-number labels.', loss=_ONE_HOT),
            translate("Expected one-hot rows such as [0, 0, 1]."),
            translate("Choose {name}.", name=_SPARSE),
            code="integer-labels",
            change={"set": ("loss", _SPARSE)},
        )
    if loss == _SPARSE and (one_hot or not data.num_classes):
        seen = translate("targets that are no classes")
        if one_hot:
            seen = translate("one-hot rows")
        other = _ONE_HOT if one_hot else "mean_squared_error"
        return Finding(
            translate('"{loss}" received {seen}.', loss=_SPARSE, seen=seen),
            translate("Expected one whole number per sample: its class."),
            translate("Choose {name}.", name=other),
            change={"set": ("loss", other)},
        )
    return None


def _check_units(spec, choices, data):
    shape, classes = spec.output_shape, data.num_classes
    if name_of(choices.loss) not in _CLASS_LOSSES or not shape or not classes:
        return None
    if len(shape) != 2:
        return Finding(
            translate("The last layer gives {shape} for one sample.", shape=shape[1:]),
            translate(
                "Expected one row of {count} numbers, one for each class.",
                count=classes,
            ),
            translate("Put Flatten before the last Dense layer."),
            change=_flatten_before(spec, _last_with(spec, "units")),
        )
    if shape[1] != classes:
        return Finding(
            translate(
                "The last layer has {outputs} outputs for {count} classes.",
                outputs=shape[1],
                count=classes,
            ),
            translate("Expected {count}: one for each class.", count=classes),
            translate("Set the units of the last layer to {count}.", count=classes),
            level="error" if shape[1] < classes else "warning",
            change=_of_layer(_last_with(spec, "units"), "units", classes),
        )
    return None


def _check_head(spec, choices, data):
    loss, last = name_of(choices.loss), _last_activation(spec)
    if loss in _CLASS_LOSSES and last != "softmax" and isinstance(choices.loss, str):
        return Finding(
            translate(
                'The last layer ends with "{name}", which gives no probabilities.',
                name=last,
            ),
            translate("Expected softmax, as {loss} compares probabilities.", loss=loss),
            translate("Set the activation of the last layer to softmax."),
            level="warning",
            code="no-probabilities",
            change=_of_layer(_last_with(spec, "activation"), "activation", "softmax"),
        )
    if loss == "binary_crossentropy" and last == "softmax":
        return Finding(
            translate("binary_crossentropy looks at each output by itself."),
            translate(
                "Expected sigmoid outputs, as those of softmax depend on each other."
            ),
            translate("Choose {name} for classes.", name=_SPARSE),
            level="warning",
            code="softmax-with-binary-loss",
            change={"set": ("loss", _SPARSE)},
        )
    return None


def _check_metrics(spec, choices, data):
    names = [name_of(metric) for metric in choices.metrics]
    if "accuracy" in names and not data.num_classes:
        return Finding(
            translate("Accuracy counts right answers, but the targets are no classes."),
            translate("Expected a metric of distance."),
            translate("Choose mean_absolute_error instead."),
            level="warning",
            code="accuracy-of-regression",
            change={"set": ("metrics", ["mean_absolute_error"])},
        )
    return None


def _check_pixels(spec, choices, data):
    values = look_at_inputs(data.x_train)
    found = unscaled_inputs(values, _layer_facts(spec))
    if found is None:
        return None
    return replace(
        found,
        what=translate(
            "The first layer gets pixels up to {high}, unscaled.",
            high=number(values.high),
        ),
        expected=translate("Expected numbers of about size 1, such as 0 to 1."),
        fix=translate("Put a Rescaling layer behind the Input."),
        line="",
    )


def _check_rate(spec, choices, data):
    rate = choices.optimizer["config"].get("learning_rate")
    kind = choices.optimizer_name
    if not isinstance(rate, int | float):  # a schedule
        return None
    found = unusual_rate(OptimizerFacts(kind, rate))
    if found is None:
        return None
    usual = found.change["set"][1]
    return replace(
        found,
        what=translate(
            "The learning rate {rate} is very high for {name}.",
            rate=number(rate),
            name=kind,
        ),
        expected=translate("With long steps the loss jumps or becomes NaN."),
        fix=translate("Begin with {rate}.", rate=usual),
        level="warning",
        line="",
    )


_CHECKS = (
    _check_input,
    _check_labels,
    _check_units,
    _check_head,
    _check_metrics,
    _check_pixels,
    _check_rate,
)


def _layer_facts(spec: ModelSpec) -> list[LayerFacts]:
    """Return what the rules of `kit.diagnosis` want to know of the layers."""
    return [
        LayerFacts(
            row.name,
            row.class_name,
            entry["config"].get("activation"),
            row.trainable > 0,
            entry["config"].get("rate"),
            entry["config"].get("scale"),
        )
        for row, entry in zip(spec.rows(), spec.layers, strict=True)
    ]


def _last_with(spec: ModelSpec, argument: str) -> Any:
    """Return the last layer that has an argument, or None."""
    found = [entry for entry in spec.layers if argument in entry["config"]]
    return found[-1] if found else None


def _of_layer(entry: Any, argument: str, value: Any) -> dict[str, Any]:
    """Return the change of an argument of a layer."""
    if entry is None:
        return {}
    return {"layer": entry["config"]["name"], "set": (argument, value)}


def _flatten_before(spec: ModelSpec, entry: Any) -> dict[str, Any]:
    """Return the change that puts Flatten before a layer."""
    if entry is None:
        return {}
    place = list(spec.layers).index(entry) - 1  # behind the Input
    return {"insert": "Flatten", "config": {}, "at": place}


def _last_activation(spec: ModelSpec) -> Any:
    """Return the activation behind the last layer that has one."""
    for entry in reversed(spec.layers):
        if entry["class_name"] == "Softmax":
            return "softmax"
        if "activation" in entry["config"]:
            return entry["config"]["activation"]
    return "linear"


def _praise(spec: ModelSpec, data: StudioData) -> Finding:
    shape, classes = spec.output_shape, data.num_classes
    if shape and classes:
        words = translate(
            "{outputs} outputs for {count} classes: model, loss and labels fit "
            "together.",
            outputs=shape[-1],
            count=classes,
        )
    else:
        words = translate("Model, loss and labels fit together.")
    return Finding(words, level="note")
