"""Between kit's descriptions of models and those that Keras writes to files.

Both have the form {"module", "class_name", "config", "registered_name"}. They differ in
few places, which these functions translate, at any depth.
"""

from typing import Any

from kit.serialization import camel_case, registered, snake_case

FUNCTIONAL = {"module": "keras.src.models.functional", "class_name": "Functional"}
_MODEL = {"module": "keras", "class_name": "Model", "registered_name": None}
_TENSOR = "__keras_tensor__"
_OPERATIONS = "keras.ops"
# Words that Keras writes and kit has no use for; other unknown words must be off.
_IGNORED = {
    "quantization_config",
    "synchronized",
    "renorm_momentum",
    "implementation",
    "time_major",
}


def is_description(value: Any) -> bool:
    """Tell whether a value describes an object.

    >>> is_description({"class_name": "Dense", "config": {}})
    True
    """
    return isinstance(value, dict) and "class_name" in value


# From kit to Keras


def to_keras(description: Any) -> Any:
    """Return a description as Keras writes it.

    >>> to_keras({"module": "keras", "class_name": "Model", "config": {"layers": []},
    ...           "registered_name": None})["class_name"]
    'Functional'
    """
    if isinstance(description, list | tuple):
        return [to_keras(item) for item in description]
    if not isinstance(description, dict):
        return description
    found = {key: to_keras(value) for key, value in description.items()}
    if not is_description(found):
        return _with_outputs_moved(found, found, 1)
    if not isinstance(found.get("config"), dict):
        return found
    if found["class_name"] == "Model" and "layers" in found["config"]:
        found |= FUNCTIONAL | {"registered_name": "Functional"}
    if found["class_name"] == "OperationLayer":
        found = _operation_to_keras(found)
    if "build_config" in found:
        found["build_config"] = _build_to_keras(found["build_config"])
    return found


def _operation_to_keras(found):
    """An operation of kit is a layer; Keras has a class for each operation."""
    config = found["config"]
    operation = config["operation"]
    class_name = camel_case(operation)
    found.pop("build_config", None)
    arguments = {}
    for call in found.get("inbound_nodes", ()):
        arguments |= {k: v for k, v in call["kwargs"].items() if not _has_tensor(v)}
        call["kwargs"] = {k: v for k, v in call["kwargs"].items() if _has_tensor(v)}
    return found | {
        "module": f"keras.src.ops.{_file_of_operation(operation)}",
        "class_name": class_name,
        "registered_name": class_name,
        "config": {"name": config["name"], **arguments},
    }


def _file_of_operation(name):
    files = {"cast": "core", "norm": "linalg", "tanh": "numpy"}
    usual = "nn" if name in registered("keras.activations") else "numpy"
    return files.get(name, usual)


def _has_tensor(value):
    if isinstance(value, dict):
        inside = value.values()
        return value.get("class_name") == _TENSOR or any(map(_has_tensor, inside))
    return isinstance(value, list) and any(map(_has_tensor, value))


def _build_to_keras(shapes):
    if set(shapes) <= {"input_shape", "shapes_dict"}:
        return shapes
    if len(shapes) == 1:
        return {"input_shape": next(iter(shapes.values()))}
    return {"shapes_dict": shapes}


def _with_outputs_moved(config, in_keras_form, step):
    """Count the calls of inner graphs from 1 in the places of outputs, as Keras does.

    Only there: inside of calls Keras counts them from 0, as those of all layers.
    """
    layers = in_keras_form.get("layers")
    if not isinstance(layers, list) or "output_layers" not in config:
        return config
    graphs = [
        entry.get("name")
        for entry in layers
        if is_description(entry) and entry["class_name"] == "Functional"
    ]

    def moved(place):
        if isinstance(place, dict):
            return {key: moved(value) for key, value in place.items()}
        if not isinstance(place, list):
            return place
        if len(place) == 3 and place[0] in graphs and isinstance(place[1], int):
            return [place[0], place[1] + step, place[2]]
        return [moved(item) for item in place]

    places = ("input_layers", "output_layers")
    return config | {word: moved(config.get(word)) for word in places}


# From Keras to kit


def from_keras(description: Any) -> Any:
    """Return a description with the names that kit gives to classes.

    >>> from_keras({"module": "keras.src.models.functional", "config": {"layers": []},
    ...             "class_name": "Functional", "registered_name": "Functional"})
    {'module': 'keras', 'config': {'layers': []}, 'class_name': 'Model', \
'registered_name': None}
    """
    if isinstance(description, list | tuple):
        return [from_keras(item) for item in description]
    if not isinstance(description, dict):
        return description
    found = {key: from_keras(value) for key, value in description.items()}
    if not is_description(found):
        return _with_outputs_moved(found, description, -1)
    place = found.get("module")
    if found["class_name"] == "__tensor__":
        return found | {"class_name": "__numpy__"}
    if found["class_name"] in ("Functional", "Model") and _is_of_keras(place):
        found |= _MODEL
    elif isinstance(place, str) and place.startswith("keras.src.ops."):
        found = _operation_from_keras(found)
    return found


def _is_of_keras(place):
    return place is None or str(place).split(".")[0] == "keras"


def _operation_from_keras(found):
    name = snake_case(str(found["class_name"])[:100])
    config, calls = found.get("config"), found.get("inbound_nodes")
    if name not in registered(_OPERATIONS) or not isinstance(config, dict):
        return found
    arguments = {key: value for key, value in config.items() if key != "name"}
    if isinstance(calls, list) and all(isinstance(call, dict) for call in calls):
        calls = [
            call | {"kwargs": {**arguments, **(call.get("kwargs") or {})}}
            for call in calls
        ]
    return found | {
        "module": "keras.layers",
        "class_name": "OperationLayer",
        "registered_name": None,
        "config": {"operation": name, "name": config.get("name", name)},
        "inbound_nodes": calls,
    }


def is_switched_off(word: str, value: Any) -> bool:
    """Tell whether an argument that kit lacks asks for nothing.

    >>> is_switched_off("renorm", False), is_switched_off("renorm", True)
    (True, False)
    """
    return word in _IGNORED or value is None or value is False
