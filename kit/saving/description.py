"""From a model to the JSON texts of its file, in the form that Keras writes."""

import datetime
import json
from typing import Any

from kit import config
from kit.saving.keras_form import to_keras
from kit.serialization import serialize

# The version of Keras whose files these are.
KERAS_VERSION = "3.15.0"


def describe_model(model: Any) -> dict[str, Any]:
    """Return the architecture of a model as plain values.

    Raises:
        ValueError: If it holds a lambda function, which no file can name.

    >>> from kit.models.sequential import Sequential
    >>> describe_model(Sequential())["class_name"]
    'Sequential'
    """
    description = serialize(model)
    if model._build_shapes:
        description["build_config"] = serialize(model._build_shapes)
    if _has_lambda(description):
        raise ValueError(
            f'"{model.name}" holds a lambda function, which has no name.\n'
            "Expected functions that a file can name.\n"
            "Write it with def and register it with "
            "@kit.saving.register_keras_serializable()."
        )
    return to_keras(description)


def describe_training(model: Any) -> dict[str, Any]:
    """Return what `compile` received as plain values; nothing if it was not called.

    What no file can describe is left out with a note: optax and lambda functions.
    """
    if not model.compiled:
        return {}
    arguments = dict(model._compile_arguments)
    arguments["optimizer"] = model.optimizer
    problem = ""
    try:
        description = serialize(arguments)
        if _has_lambda(description):
            problem = "a lambda function has no name"
    except (ValueError, NotImplementedError) as error:  # an optax transformation, ...
        description, problem = {}, str(error).split("\n")[0].rstrip(".")
    if problem:
        config.note(
            f"the file does not tell how to compile the model, because {problem}; "
            "call compile after loading."
        )
        return {}
    return to_keras(description)


def model_texts(model: Any) -> tuple[bytes, bytes]:
    """Return the contents of `metadata.json` and `config.json`."""
    now = datetime.datetime.now()
    metadata = {
        "keras_version": KERAS_VERSION,
        "date_saved": now.strftime("%Y-%m-%d@%H:%M:%S"),
    }
    description = describe_model(model)
    description["compile_config"] = describe_training(model)
    return json.dumps(metadata).encode(), json.dumps(description).encode()


def _has_lambda(value):
    if isinstance(value, dict):
        is_function = value.get("class_name") == "function"
        if is_function and value.get("config") == "<lambda>":
            return True
        return any(_has_lambda(item) for item in value.values())
    return isinstance(value, list) and any(_has_lambda(item) for item in value)
