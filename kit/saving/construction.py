"""From a description to a model: checked, made, built and compiled."""

import contextlib
from typing import Any

import numpy as np

from kit import losses, metrics, optimizers
from kit.config import keep_findings
from kit.layers.weight_budget import WeightBudget
from kit.saving.keras_form import is_description
from kit.saving.paths import short
from kit.saving.refusal import RefusedFileError, refuse
from kit.saving.validation import checked_model, checked_object
from kit.serialization import CustomObjectScope, deserialize
from kit.training.trainer import Trainer

# Numbers in a model that is made without weights: 1 GB in float32.
MOST_WEIGHTS = 2**28

_COMPILE_WORDS = {
    "optimizer",
    "loss",
    "loss_weights",
    "metrics",
    "weighted_metrics",
    "run_eagerly",
    "steps_per_execution",
    "jit_compile",
    "auto_scale_loss",
}


def make_model(
    description: dict[str, Any],
    custom_objects: dict[str, Any] | None = None,
    most_weights: int = MOST_WEIGHTS,
) -> Any:
    """Return a model with new weights, not compiled.

    Args:
        description: What a file or text holds.
        custom_objects: Classes and functions of the user, by name.
        most_weights: How many numbers its weights may have.

    Raises:
        ValueError: If the description is damaged or asks for more than a model.
    """
    with CustomObjectScope(custom_objects), WeightBudget(most_weights):
        entry = checked_model(description, "The model")
        with _clear_errors("be made from its description"):
            model = deserialize(entry, "keras.layers", "layer")
        if not isinstance(model, Trainer):
            raise refuse(
                f"The file describes a {type(model).__name__}",
                "a model",
                "Put the layer into a Sequential before saving it",
            )
        shapes = (entry.get("build_config") or {}).get("input_shape")
        if not model.built and shapes:
            _build(model, shapes)
    return model


def _build(model, shapes):
    with _clear_errors("be built for its input shape"):
        model.build(_tuples(shapes))


@contextlib.contextmanager
def _clear_errors(what):
    """Turn what damaged arguments cause, deep inside of a class, into one error."""
    try:
        yield
    except RefusedFileError:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        reason = str(error).split("\n")[0]
        raise refuse(
            f"The model cannot {what}.\n{reason:.200}",
            "arguments that its classes accept",
            "The file is damaged, or belongs to other versions of its classes",
        ) from error


def _tuples(shapes):
    """Turn the lists of JSON into shapes."""
    if isinstance(shapes, dict):
        return {key: _tuples(value) for key, value in shapes.items()}
    if isinstance(shapes, list):
        if all(size is None or isinstance(size, int) for size in shapes):
            return tuple(shapes)
        return [_tuples(value) for value in shapes]
    return shapes


def compile_model(
    model: Any,
    training: dict[str, Any] | None,
    custom_objects: dict[str, Any] | None = None,
) -> None:
    """Compile a model as it was when it was saved; an empty description does nothing.

    Args:
        model: The model.
        training: The "compile_config" of a file.
        custom_objects: Classes and functions of the user, by name.

    Raises:
        ValueError: If a name is unknown or a value out of bounds.
    """
    if not training:
        return
    unknown = set(training) - _COMPILE_WORDS if isinstance(training, dict) else {"?"}
    if unknown:
        raise refuse(
            f'"compile_config" has the strange key "{short(min(unknown))}"',
            f"only {', '.join(sorted(_COMPILE_WORDS))}",
        )
    with CustomObjectScope(custom_objects), _clear_errors("be compiled as it was"):
        arguments = {
            "optimizer": _optimizer(training.get("optimizer")),
            "loss": _choices(training.get("loss"), "loss", losses),
            "loss_weights": _numbers(training.get("loss_weights")),
            "metrics": _choices(training.get("metrics"), "metric", metrics),
            "weighted_metrics": _choices(
                training.get("weighted_metrics"), "metric", metrics
            ),
            "run_eagerly": training.get("run_eagerly") is True,
            "steps_per_execution": _steps(training.get("steps_per_execution", 1)),
        }
        with keep_findings():
            model.compile(**arguments)


def _optimizer(value):
    entry = checked_object(value, "optimizer", "The optimizer")
    if is_description(entry) or isinstance(entry, str):
        return optimizers.get(entry)
    raise refuse(f"The optimizer is {value!r:.40}", "a name or a description")


def _choices(value, kind, module):
    """Restore losses or metrics in nested lists and dicts; names stay names.

    "accuracy" and "crossentropy" are resolved later, by the shapes of the data.
    """
    if isinstance(value, list):
        return [_choices(item, kind, module) for item in value]
    if isinstance(value, dict) and not is_description(value):
        return {key: _choices(item, kind, module) for key, item in value.items()}
    if isinstance(value, str) and value.lower() in _BY_SHAPE:
        return value
    entry = checked_object(value, kind, f"The {kind}")
    if entry is None or isinstance(entry, str):
        return entry
    if not is_description(entry):
        raise refuse(f"A {kind} is {value!r:.40}", "a name or a description")
    return module.deserialize(entry)


_BY_SHAPE = ("accuracy", "acc", "crossentropy", "ce")


def _numbers(value):
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    if isinstance(value, dict):
        return {key: _numbers(item) for key, item in value.items()}
    if value is None or (isinstance(value, int | float) and np.isfinite(value)):
        return value
    raise refuse(f"A loss weight is {value!r:.40}", "a finite number")


def _steps(value):
    if type(value) is int and 0 < value <= 10**6:
        return value
    raise refuse(f"steps_per_execution is {value!r:.40}", "a whole number from 1 up")
