"""The plain Keras program that does what the studio does, for reading and copying.

It is written from the same descriptions that the studio builds from, and leaves out
what has its usual value, as a person would.
"""

import inspect
import json
from typing import TYPE_CHECKING, Any

from kit import config
from kit.layers.layer_config import parameters
from kit.serialization import lookup, registered, serialize, snake_case
from kit.studio import entries
from kit.studio.compile_panel import name_of
from kit.studio.entries import Entry

if TYPE_CHECKING:
    from kit.studio.project import Project

# Objects that are usually written by their name where all arguments are usual.
_BY_NAME = ("keras.initializers", "keras.regularizers", "keras.constraints")
_SIZES = ("kernel_size", "pool_size", "strides", "dilation_rate", "size")
_MISSING = object()


def program(project: "Project") -> str:
    """Return the whole program: seed, data, model, compile, fit, predict.

    Run in a fresh kernel it ends with the same weights as the studio.

    >>> from kit.studio.project import Project
    >>> print(program(Project())[:19])
    import kit as keras
    """
    numpy = "import numpy as np\n" if project.data.recipe.needs_numpy else ""
    parts = [
        f"import kit as keras\n{numpy}",
        f"keras.utils.set_random_seed({project.seed})\n",
        f"# Data\n{project.data.code}\n",
        f"# Model\n{_model_part(project.model)}\n",
        f"# Compile: how it learns, and what is measured\n"
        f"{compile_code(project.compile)}\n",
        f"# Fit\n{_by_hand(project)}{fit_code(project.epochs, project.batch_size)}\n",
        "# Predict\n"
        "scores = model.evaluate(x_test, y_test)\n"
        "predictions = model.predict(x_test)",
    ]
    return "\n".join(parts) + "\n"


def _model_part(spec):
    if spec.ends is None:
        return model_code(spec)
    from kit.studio.graph_code import graph_code  # it writes its layers by this file

    return graph_code(spec.content)


def model_code(spec: Any) -> str:
    """Return the code that makes a model.

    Args:
        spec: A ModelSpec.
    """
    lines = ["model = keras.Sequential(["]
    lines += [f"    {layer_code(entry)}," for entry in spec.layers]
    ending = []
    if not entries.is_automatic_name("Sequential", spec.name):
        ending.append(f"name={literal(spec.name)}")
    if not spec.trainable:
        ending.append("trainable=False")
    lines.append("".join(["]", *(f", {text}" for text in ending), ")"]))
    return "\n".join(lines)


def compile_code(spec: Any) -> str:
    """Return the call of `compile`.

    Args:
        spec: A CompileSpec.
    """
    metrics = ", ".join(literal(metric) for metric in spec.metrics)
    return (
        "model.compile(\n"
        f"    optimizer={optimizer_code(spec.optimizer)},\n"
        f"    loss={literal(spec.loss)},\n"
        f"    metrics=[{metrics}],\n"
        ")"
    )


def fit_code(epochs: int, batch_size: int) -> str:
    """Return the call of `fit`.

    >>> print(fit_code(5, 32))
    history = model.fit(
        x_train, y_train, batch_size=32, epochs=5,
        validation_data=(x_test, y_test),
    )
    """
    return (
        "history = model.fit(\n"
        f"    x_train, y_train, batch_size={batch_size}, epochs={epochs},\n"
        "    validation_data=(x_test, y_test),\n"
        ")"
    )


def _by_hand(project):
    """Say in comments what the studio did that the program does not do."""
    if not project.by_hand:
        return ""
    lines = ["# In the studio this was changed by hand while it learnt:"]
    lines += [
        f"#   after step {change.step}: "
        f"{change.name} {change.before:g} -> {change.after:g}"
        for change in project.by_hand
    ]
    return "\n".join(lines) + "\n"


def layer_code(entry: Entry) -> str:
    """Return the code that makes one layer.

    >>> layer_code(entries.make_entry("Dense", {"units": 10}, "dense"))
    'keras.layers.Dense(10)'
    """
    class_name, settings = entry["class_name"], entry["config"]
    if entries.is_input(entry):
        return _input_code(settings)
    try:
        cls = entries.class_of(entry)
        if class_name == "Sequential" and "layers" in settings:
            return _inner_line(settings)
    except ValueError:
        return f"{class_name}(...)  # kit does not know this class"
    chosen = entries.chosen_arguments(entry)
    name = settings.get("name", "")
    if name and not entries.is_automatic_name(class_name, name):
        chosen["name"] = name
    for size in _SIZES:
        if isinstance(chosen.get(size), list) and len({*chosen[size]}) == 1:
            chosen[size] = chosen[size][0]  # (3, 3) is written as 3
    required = [p.name for p in parameters(cls) if p.default is p.empty]
    return _call(_prefix(entry) + class_name, chosen, required)


def _inner_line(settings):
    """Write a Sequential inside of a model."""
    inside = ", ".join(layer_code(entry) for entry in settings["layers"])
    name = settings.get("name", "")
    is_usual = entries.is_automatic_name("Sequential", name)
    ending = "" if is_usual else f", name={literal(name)}"
    return f"keras.Sequential([{inside}]{ending})"


def optimizer_code(description: dict[str, Any]) -> str:
    """Return the code that makes an optimizer, always with its learning rate.

    >>> from kit.studio.compile_panel import optimizer_description
    >>> optimizer_code(optimizer_description("adam"))
    'keras.optimizers.Adam(learning_rate=0.001)'
    """
    rate = description["config"].get("learning_rate")
    others = _differences(description)
    others.pop("learning_rate", None)
    chosen = {"learning_rate": rate, **others}
    return _call(_prefix(description) + description["class_name"], chosen)


def _input_code(settings):
    batch, *shape = settings.get("batch_shape") or [None]
    chosen = {"shape": shape}
    if batch is not None:
        chosen["batch_size"] = batch
    if settings.get("dtype") not in (None, config.floatx()):
        chosen["dtype"] = settings["dtype"]
    if not entries.is_automatic_name("InputLayer", settings.get("name", "")):
        chosen["name"] = settings["name"]
    return _call("keras.Input", chosen)


def _parameters(description: dict[str, Any]) -> list[inspect.Parameter]:
    cls = lookup(description["module"], description["class_name"], "object")
    return list(inspect.signature(cls).parameters.values())


def _differences(description: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments that differ from the defaults of the class."""
    found = {}
    for parameter in _parameters(description):
        value = description["config"].get(parameter.name, _MISSING)
        usual = parameter.default
        if value is _MISSING:
            continue
        is_name = parameter.name == "name" and isinstance(value, str)
        if is_name and entries.is_automatic_name(description["class_name"], value):
            continue
        if usual is parameter.empty or entries.plain(serialize(usual)) != value:
            found[parameter.name] = value
    return found


def _prefix(description: dict[str, Any]) -> str:
    """Return `keras.layers.` for a class of kit, nothing for one of the user's."""
    module = str(description.get("module"))
    of_kit = description["class_name"] in registered(module)
    of_kit = of_kit and not description.get("registered_name")
    return f"{module}." if of_kit else ""


def _call(function: str, chosen: dict[str, Any], required: Any = ()) -> str:
    by_place = [literal(chosen.pop(name)) for name in required if name in chosen]
    by_name = [f"{name}={literal(value)}" for name, value in chosen.items()]
    return f"{function}({', '.join(by_place + by_name)})"


def literal(value: Any) -> str:
    """Write a value of a description as Python code.

    >>> literal([3, 3]), literal("relu"), literal(1 / 255)
    ('(3, 3)', '"relu"', '1 / 255')
    """
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)  # Python reads it alike
    if isinstance(value, list):
        inside = ", ".join(literal(item) for item in value)
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, float):
        return _fraction(value) or repr(value)
    if isinstance(value, dict):
        return _object(value)
    return repr(value)


def _fraction(value: float) -> str | None:
    """Write 0.00392156862745098 as 1 / 255."""
    if not 0 < value < 0.1 or len(repr(value)) < 12:
        return None
    below = round(1 / value)
    return f"1 / {below}" if 1 / below == value else None


def _object(description: dict[str, Any]) -> str:
    class_name = name_of(description)
    if class_name == "__numpy__":
        return repr(description["config"]["value"])
    if class_name == "function":
        return str(description["config"])
    if description.get("module") == entries.MODULE:
        return layer_code(description)
    chosen = _differences(description)
    if not chosen and description.get("module") in _BY_NAME:
        return literal(snake_case(class_name))
    return _call(_prefix(description) + class_name, chosen)
