"""Between kit's descriptions of models and those that Keras writes to files.

Both have the form {"module", "class_name", "config", "registered_name"}. They differ in
few places, which these functions translate, at any depth.
"""

from typing import Any

from kit.serialization import registered, snake_case

FUNCTIONAL = {"module": "keras.src.models.functional", "class_name": "Functional"}
_MODEL = {"module": "keras", "class_name": "Model", "registered_name": None}
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
    if set(description) == {"slice"}:
        start, stop, step = description["slice"]
        config = {"start": start, "stop": stop, "step": step}
        return {"class_name": "__slice__", "config": config}
    found = {key: to_keras(value) for key, value in description.items()}
    if not is_description(found) or not isinstance(found.get("config"), dict):
        return found
    if found["class_name"] == "Model" and "layers" in found["config"]:
        found |= FUNCTIONAL | {"registered_name": "Functional"}
    if found["class_name"] == "OperationLayer":
        found = _operation_to_keras(found)
    if "build_config" in found:
        found["build_config"] = _build_to_keras(found["build_config"])
    return found


def _operation_to_keras(found):
    config = found["config"]
    class_name = "".join(word.title() for word in config["operation"].split("_"))
    found.pop("build_config", None)
    return found | {
        "module": "keras.src.ops.numpy",
        "class_name": class_name,
        "registered_name": class_name,
        "config": {"name": config["name"]},
    }


def _build_to_keras(shapes):
    if set(shapes) <= {"input_shape", "shapes_dict"}:
        return shapes
    if len(shapes) == 1:
        return {"input_shape": next(iter(shapes.values()))}
    return {"shapes_dict": shapes}


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
        return found
    place, config = found.get("module"), found.get("config")
    if found["class_name"] == "__slice__" and isinstance(config, dict):
        return {"slice": [config.get(word) for word in ("start", "stop", "step")]}
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
    if name not in registered(_OPERATIONS):
        return found
    config = found.get("config")
    config = config if isinstance(config, dict) else {}
    return found | {
        "module": "keras.layers",
        "class_name": "OperationLayer",
        "registered_name": None,
        "config": {"operation": name, "name": config.get("name", name)},
    }


def is_switched_off(word: str, value: Any) -> bool:
    """Tell whether an argument that kit lacks asks for nothing.

    >>> is_switched_off("renorm", False), is_switched_off("renorm", True)
    (True, False)
    """
    return word in _IGNORED or value is None or value is False
