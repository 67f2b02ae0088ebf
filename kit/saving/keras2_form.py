"""Descriptions from older `.h5` files, of Keras 2 and of Keras 3, in today's form."""

from typing import Any

_CALL_PARTS = 3  # layer, call and output; Keras 2 adds a dict of keywords


def modern_model(description: Any) -> Any:
    """Return a description with the words of Keras 3, at any depth.

    >>> modern_model({"class_name": "InputLayer",
    ...               "config": {"batch_input_shape": [None, 4], "name": "x"}})
    {'class_name': 'InputLayer', 'config': {'name': 'x', 'batch_shape': [None, 4]}}
    """
    if isinstance(description, list):
        return [modern_model(item) for item in description]
    if not isinstance(description, dict):
        return description
    found = {key: modern_model(value) for key, value in description.items()}
    if _has_old_calls(description.get("layers")):
        for word in ("input_layers", "output_layers"):
            found[word] = _without_list(found.get(word))
    config = found.get("config")
    if isinstance(config, list):  # Keras 2.0 and 2.1 wrote the layers alone
        found["config"] = config = {"layers": config}
    if found.get("class_name") == "InputLayer" and isinstance(config, dict):
        if "batch_input_shape" in config:
            config["batch_shape"] = config.pop("batch_input_shape")
    if isinstance(found.get("inbound_nodes"), list):
        found["inbound_nodes"] = [_modern_call(c) for c in found["inbound_nodes"]]
    return found


def _has_old_calls(layers):
    """Tell the graphs of Keras 2, whose calls are lists, from those of Keras 3."""
    if not isinstance(layers, list):
        return False
    calls = [entry.get("inbound_nodes") for entry in layers if isinstance(entry, dict)]
    return any(isinstance(c, list) and c and isinstance(c[0], list) for c in calls)


def _without_list(places):
    """Keras 2 wrote a list for one input or output, too."""
    alone = isinstance(places, list) and len(places) == 1
    return places[0] if alone else places


def _modern_call(call):
    """Turn [["input_1", 0, 0, {}], ...] into {"args": [...], "kwargs": {}}."""
    is_old = isinstance(call, list) and all(_is_old_place(place) for place in call)
    if not is_old or not call:
        return call
    tensors = [_tensor(place[:_CALL_PARTS]) for place in call]
    keywords = call[0][_CALL_PARTS] if len(call[0]) > _CALL_PARTS else {}
    return {"args": tensors if len(call) == 1 else [tensors], "kwargs": keywords}


def _is_old_place(place):
    return isinstance(place, list) and len(place) >= _CALL_PARTS


def _tensor(history):
    return {"class_name": "__keras_tensor__", "config": {"keras_history": history}}


def modern_training(training: dict[str, Any]) -> dict[str, Any]:
    """Return what `compile` received, from the "training_config" of an older file.

    >>> modern_training({"loss": "mse", "optimizer_config": {"class_name": "SGD"}})
    {'loss': 'mse', 'optimizer': {'class_name': 'SGD'}}
    """
    found = dict(training)
    if "optimizer_config" in found:
        found["optimizer"] = found.pop("optimizer_config")
    found.pop("sample_weight_mode", None)
    return found
