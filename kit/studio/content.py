"""A project's content: its choices as plain values, and the one door back in.

Files, shared lines, undone steps and edited programs all come in here: `checked` lets
only known classes, their own arguments and numbers of usual size pass.
"""

from typing import TYPE_CHECKING, Any

from kit import losses, metrics
from kit.saving.json_text import check_plain
from kit.saving.refusal import RefusedFileError as RefusedFileError
from kit.saving.refusal import refuse
from kit.saving.validation import checked_model, checked_object
from kit.studio.compile_panel import CompileSpec
from kit.studio.data import source_names
from kit.studio.data_recipe import DataRecipe
from kit.studio.entries import plain

if TYPE_CHECKING:
    from kit.studio.project import Project

FORMAT = 1
MOST_EPOCHS = MOST_SAMPLES = 1_000_000
GREATEST_SEED = 2**32 - 1
_MODEL_WORDS = {"name", "trainable", "layers"}
_GRAPH_WORDS = {*_MODEL_WORDS, "input_layers", "output_layers"}
_COMPILE_WORDS = {"optimizer", "loss", "metrics"}
_WORDS = {"kit_project", "data", "model", "compile", "seed", "epochs", "batch_size"}
WHOLE_NUMBERS = {
    "seed": (0, GREATEST_SEED),
    "epochs": (1, MOST_EPOCHS),
    "batch_size": (1, MOST_SAMPLES),
}
_BY_SHAPE = ("accuracy", "acc", "crossentropy", "ce")
_REMEDY = "Use a text that the studio wrote, whole and unchanged"


def content_of(project: "Project") -> dict[str, Any]:
    """Return all choices of a project as plain values; arrays are not among them.

    >>> from kit.studio.project import Project
    >>> content_of(Project(seed=3))["seed"]
    3
    """
    return {
        "kit_project": FORMAT,
        "data": project.data.recipe.content,
        "model": project.model.content,
        "compile": compile_content(project.compile),
        "seed": project.seed,
        "epochs": project.epochs,
        "batch_size": project.batch_size,
    }


def compile_content(spec: CompileSpec) -> dict[str, Any]:
    """Return the choices of `compile` as plain values.

    >>> compile_content(CompileSpec())["metrics"]
    ['accuracy']
    """
    return {
        "optimizer": spec.optimizer,
        "loss": spec.loss,
        "metrics": list(spec.metrics),
    }


def checked(content: Any) -> dict[str, Any]:
    """Return a content, complete and in kit's form, if all of it is harmless.

    A layer may have an impossible size, as in the builder: its row says so.

    Args:
        content: What someone says is the content of a project.

    Raises:
        ValueError: For anything that the studio would not have written.

    >>> checked({"seed": 1})
    Traceback (most recent call last):
    kit.saving.refusal.RefusedFileError: This text is not a project of the studio.
    Expected JSON that begins with {"kit_project": 1.
    Use a text that the studio wrote, whole and unchanged.
    """
    if not isinstance(content, dict) or content.get("kit_project") != FORMAT:
        raise not_a_project()
    check_plain(content, "The project")
    _check_words(content, _WORDS, "The project")
    for name, (least, most) in WHOLE_NUMBERS.items():
        number = content[name]
        if type(number) is not int or not least <= number <= most:
            raise refuse(
                f"The project has {name}={number!r:.40}",
                f"a whole number from {least} to {most:,}",
                _REMEDY,
            )
    return {
        **content,
        "data": checked_data(content["data"]),
        "model": checked_layers(content["model"]),
        "compile": checked_compile(content["compile"]),
    }


def checked_data(data: Any) -> Any:
    """Return the description of a project's data, if the studio knows them.

    Args:
        data: None for arrays of the user's own, a name, or a recipe as a dict.
    """
    recipe = DataRecipe.of_content(data)
    if recipe.name is not None and recipe.name not in source_names():
        raise refuse(
            f"The project is about the data {recipe.name!r:.40}",
            f"one of: {', '.join(source_names())}",
            _REMEDY,
        )
    return recipe.content


def checked_layers(model: Any) -> dict[str, Any]:
    """Return the description of a model's layers, if it is harmless.

    Args:
        model: Name, layers and, where they form a graph, its inputs and outputs.
    """
    is_graph = isinstance(model, dict) and "input_layers" in model
    _check_words(model, _GRAPH_WORDS if is_graph else _MODEL_WORDS, "The model")
    if type(model["trainable"]) is not bool or not isinstance(model["name"], str):
        raise refuse("The model has a strange name or flag", "plain values", _REMEDY)
    if not isinstance(model["layers"], list):
        raise refuse("The model has no list of layers", "its layers", _REMEDY)
    class_name = "Functional" if is_graph else "Sequential"
    entry = {"module": "keras", "class_name": class_name, "config": model}
    found = plain(checked_model(entry, "The model")["config"])
    for layer in found["layers"]:
        _check_layer(layer)
    return found


def _check_layer(entry):
    if entry.get("class_name") in ("Sequential", "Functional", "Model"):
        return
    if not isinstance(entry["config"].get("name"), str):
        raise refuse("A layer of the project has no name", "a name", _REMEDY)


def checked_compile(choices: Any) -> dict[str, Any]:
    """Return the choices of `compile`, completed, if all of them are known.

    Args:
        choices: A dict with an optimizer, a loss and metrics.
    """
    _check_words(choices, _COMPILE_WORDS, "compile")
    if not isinstance(choices["metrics"], list):
        raise refuse("The metrics are not a list", "a list", _REMEDY)
    optimizer = checked_object(choices["optimizer"], "optimizer", "The optimizer")
    if not isinstance(optimizer, str | dict):
        raise refuse("The project has no optimizer", "one", _REMEDY)
    made = CompileSpec(
        optimizer,
        _checked_choice(choices["loss"], "loss", losses),
        [_checked_choice(one, "metric", metrics) for one in choices["metrics"]],
    )
    return compile_content(made)


def _checked_choice(choice, kind, module):
    if isinstance(choice, str):
        if choice not in _BY_SHAPE:
            module.get(choice)
        return choice
    if choice is None and kind == "loss":
        return None
    if not isinstance(choice, dict):
        raise refuse(f"A {kind} is {choice!r:.40}", "a name or a description", _REMEDY)
    return module.deserialize(checked_object(choice, kind, f"The {kind}"))


def _check_words(value, words, label):
    if not isinstance(value, dict) or set(value) != words:
        strange = sorted(map(str, set(value) - words)) if type(value) is dict else []
        found = f'the strange key "{strange[0]:.40}"' if strange else "missing parts"
        raise refuse(f"{label} has {found}", f"{', '.join(sorted(words))}", _REMEDY)


def not_a_project() -> ValueError:
    """Return the error for a text that is something else."""
    return refuse(
        "This text is not a project of the studio",
        'JSON that begins with {"kit_project": 1',
        _REMEDY,
    )
