"""Keras's older `.h5` files: the architecture as an attribute, weights by layer name.

The names of weights are read only where they have a fixed length, because lists of
texts of any length can be made to fill the memory; otherwise weights are recognised by
the names of their arrays.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from kit import config
from kit.saving.construction import compile_model, make_model
from kit.saving.description import KERAS_VERSION, describe_model, describe_training
from kit.saving.h5_arrays import (
    StoredArray,
    checked_arrays,
    damage_reported,
    open_h5,
)
from kit.saving.json_text import LONGEST_TEXT, parse
from kit.saving.keras2_form import modern_model, modern_training
from kit.saving.paths import short
from kit.saving.refusal import refuse
from kit.saving.weights import Step, assignments, unchanged_after_error

_TOP_LEVEL = "top_level_model_weights"

# Writing


def write_model(model: Any, path: Path) -> None:
    """Write architecture, weights and training state as Keras's older format."""
    import h5py

    description, training = describe_model(model), describe_training(model)
    architecture = {key: description[key] for key in ("class_name", "config")}
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = KERAS_VERSION
        file.attrs["backend"] = "jax"
        file.attrs["model_config"] = json.dumps(architecture)
        _write_weights(model, file.create_group("model_weights"))
        if training:
            optimizer = training.pop("optimizer")
            training["optimizer_config"] = optimizer
            file.attrs["training_config"] = json.dumps(training)
            _write_optimizer(model.optimizer, file.create_group("optimizer_weights"))


def _write_weights(model, group):
    group.attrs["keras_version"] = KERAS_VERSION
    group.attrs["backend"] = "jax"
    group.attrs["layer_names"] = _fixed([layer.name for layer in model.layers])
    for layer in model.layers:
        _write_arrays(group.create_group(layer.name), layer.name, _weights_of(layer))
    own = group.create_group(_TOP_LEVEL)
    _write_arrays(own, "model", model._weights_here())


def _write_optimizer(optimizer, group):
    _write_arrays(group, optimizer.name, optimizer.variables)


def _write_arrays(group, prefix, variables):
    names = [f"{prefix}/{i}/{v.name}" for i, v in enumerate(variables)]
    group.attrs["weight_names"] = _fixed(names)
    for name, variable in zip(names, variables, strict=True):
        group.create_dataset(name, data=variable.numpy())


def _fixed(names):
    """Names as texts of one length, which can be measured before they are read."""
    return np.array([name.encode() for name in names], dtype="S")


def _weights_of(layer):
    """All weights, those that are trained first: the order of these files."""
    return layer.trainable_variables + layer.non_trainable_weights


# Reading


def read_model(path: Path, custom_objects: dict | None, compile: bool) -> Any:
    """Return the model in a file, of kit or of Keras.

    Raises:
        ValueError: If the file is damaged, or holds more than layers kit knows.
    """
    with open_h5(path, path.name) as file:
        arrays = checked_arrays(file, path, path.name)
        description = modern_model(_text(file, "model_config", path))
        numbers = sum(array.dataset.size for array in arrays.values())
        model = make_model(description, custom_objects, most_weights=numbers)
        training = _text(file, "training_config", path)
        if compile and training:
            compile_model(model, modern_training(training), custom_objects)
        if "model_weights" not in file:
            raise refuse(f'"{short(path.name)}" holds no weights', "weights")
        steps = _weight_steps(model, file["model_weights"], arrays, False)
        if model.compiled:
            steps += _optimizer_steps(model, file, arrays)
        for step in steps:
            step()
    return model


def is_legacy(file: Any) -> bool:
    """Tell the older format, in an open file that was checked, from today's."""
    return "model_weights" in file or "layer_names" in file.attrs


def load_weights_from(
    model: Any, file: Any, arrays: dict[str, StoredArray], skip_mismatch: bool
) -> None:
    """Give a model the weights of a file; if they do not fit, it stays as it was.

    Args:
        model: A built model.
        file: The open file.
        arrays: What `checked_arrays` found in it.
        skip_mismatch: Whether to leave layers alone whose arrays do not fit.
    """
    group = file["model_weights"] if "model_weights" in file else file
    steps = _weight_steps(model, group, arrays, skip_mismatch)
    with unchanged_after_error(model):
        for step in steps:
            step()


def _text(file, name, path):
    """Return the JSON in an attribute, which is one text; {} if there is none."""
    from h5py import h5t

    if name not in file.attrs:
        if name == "model_config":
            raise refuse(
                f'"{short(path.name)}" holds weights but no model',
                "a file that model.save wrote",
                "Make the model first, then call model.load_weights with this file",
            )
        return {}
    with damage_reported(path.name):
        attribute = file.attrs.get_id(name)
        is_text = attribute.get_type().get_class() == h5t.STRING
        text = file.attrs[name] if is_text and attribute.shape == () else None
    if text is None:
        raise refuse(f'"{name}" in "{short(path.name)}" is no text', "one JSON text")
    return parse(text, f'"{name}" in "{short(path.name)}"')


def _weight_steps(model, group, arrays, skip_mismatch) -> list[Step]:
    """Return the changes that give every layer its arrays."""
    start = group.name.strip("/")
    layers = [layer for layer in model.layers if _weights_of(layer)]
    names = _layer_names(group, layers, start, arrays)
    steps: list[Step] = []
    for layer, name in zip(layers, names, strict=True):
        stored = _arrays_of(group, name, start, arrays)
        steps += _layer_steps(layer.name, _weights_of(layer), stored, skip_mismatch)
    if model._weights_here():
        stored = _arrays_of(group, _TOP_LEVEL, start, arrays)
        steps += _layer_steps(model.name, model._weights_here(), stored, skip_mismatch)
    return steps


def _layer_names(group, layers, start, arrays):
    """The groups of the layers: in the order of the file, else by name."""
    names = _fixed_texts(group, "layer_names")
    if names is None:
        names = [layer.name for layer in layers]
    used = {place.removeprefix(f"{start}/").split("/")[0] for place in arrays}
    names = [name for name in names if name.split("/")[0] in used]
    if len(names) != len(layers):
        raise refuse(
            f"The file has weights for {len(names)} layers of these names",
            f"weights for the {len(layers)} layers of the model: "
            f"{', '.join(short(layer.name) for layer in layers)[:200]}",
            "Load the weights into a model with the same layers, or use load_model",
        )
    return names


def _arrays_of(group, name, start, arrays):
    """Return (ordered names or None, {name: array}) of one layer."""
    prefix = f"{start}/{name}/".lstrip("/")
    found = {
        place.removeprefix(prefix): array
        for place, array in arrays.items()
        if place.startswith(prefix)
    }
    return _fixed_texts(group[name], "weight_names") if found else [], found


def _fixed_texts(group, name):
    """Return a list of texts of one length in an attribute, or None."""
    from h5py import h5t

    if name not in group.attrs:
        return None
    with damage_reported(name):
        attribute = group.attrs.get_id(name)
        kind = attribute.get_type()
        if kind.get_class() != h5t.STRING or kind.is_variable_str():
            return None
        size = math.prod(attribute.shape) * kind.get_size()
        if len(attribute.shape) != 1 or size > LONGEST_TEXT:
            return None
        return [text.decode("utf8", "replace") for text in group.attrs[name]]


def _layer_steps(name, variables, stored, skip_mismatch) -> list[Step]:
    names, arrays = stored
    if names is None:
        names = _recognised(variables, list(arrays))
    problem = None
    if names is None or len(names) != len(variables) or set(names) != set(arrays):
        problem = f'The {len(arrays)} arrays for "{short(name)}" do not fit'
    else:
        for key, variable in zip(names, variables, strict=True):
            if arrays[key].shape != variable.shape:
                problem = f'"{short(key)}" has shape {arrays[key].shape} in the file'
                break
    if problem is None:
        return assignments(variables, [arrays[key] for key in names])
    if not skip_mismatch:
        shapes = ", ".join(f"{v.name} {v.shape}" for v in variables)
        raise refuse(problem, f"{shapes:.200}, as in the model")
    config.note(f"skipped: {problem}.")
    return []


def _recognised(variables, places):
    """Find the array of each variable: its path, with more names in between.

    `dense/kernel` is recognised in `sequential/dense/kernel:0`.
    """
    found = []
    for variable in variables:
        wanted = variable.path.split("/")
        fitting = [p for p in places if _runs_through(p.split(":")[0], wanted)]
        if len(fitting) != 1:
            return None
        found += fitting
    return found


def _runs_through(place, wanted):
    parts = iter(place.split("/"))
    return place.split("/")[-1] == wanted[-1] and all(name in parts for name in wanted)


def _optimizer_steps(model, file, arrays) -> list[Step]:
    """The memory of the optimizer, if its order is known and it fits."""
    optimizer, name = model.optimizer, "optimizer_weights"
    names = _fixed_texts(file[name], "weight_names") if name in file else []
    stored = [arrays.get(f"{name}/{place}") for place in names or ()]
    if len(stored) != len(optimizer.variables):
        optimizer.build(model.trainable_variables)
    variables = optimizer.variables
    fits = len(stored) == len(variables) and all(
        array is not None and array.shape == variable.shape
        for array, variable in zip(stored, variables, strict=True)
    )
    if fits:
        return assignments(variables, stored)
    config.note(
        f'the memory of the optimizer "{short(optimizer.name)}" was not loaded from '
        "the older .h5 format; .keras files keep it."
    )
    return []
