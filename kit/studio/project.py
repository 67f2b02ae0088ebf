"""Project: everything that the studio is about, in one object without a screen.

Data, model, compile choices, seed and length of the training; `prepare` is what
pressing Start does first, and `code` is the same as a program.
"""

import json
from collections.abc import Callable
from typing import Any

from traitlets import HasTraits, Instance, Int

from kit.models.sequential import Sequential
from kit.studio.builder import ModelSpec
from kit.studio.code_view import program
from kit.studio.compile_panel import CompileSpec
from kit.studio.data import StudioData
from kit.utils.seeds import set_random_seed

_FORMAT = 1


class Project(HasTraits):
    """One experiment.

    Args:
        data: What `StudioData.of` takes; by default the digits that kit brings along.
        model: A Sequential or a ModelSpec; by default a small Dense network.
        seed: Where all random numbers start.
        epochs: How often fit goes through the data.
        batch_size: Samples per step.
        compile: A CompileSpec; by default the model's own choices, or Adam and the
            loss that fits the data.

    >>> project = Project(seed=3)
    >>> model, data = project.prepare()
    >>> model.count_params(), model.compiled
    (101770, True)
    """

    data = Instance(StudioData)
    model = Instance(ModelSpec)
    compile = Instance(CompileSpec)
    seed = Int(0, min=0, max=2**32 - 1)
    epochs = Int(5, min=1)
    batch_size = Int(32, min=1)

    def __init__(
        self,
        data: Any = None,
        model: Any = None,
        *,
        seed: int = 0,
        epochs: int = 5,
        batch_size: int = 32,
        compile: CompileSpec | None = None,  # noqa: A002 - Keras's word
    ):
        data = StudioData.of(data)
        if compile is None:
            compiled = isinstance(model, Sequential) and model.compiled
            compile = CompileSpec.of(model) if compiled else usual_compile(data)
        spec = ModelSpec.preset("dense", data) if model is None else ModelSpec.of(model)
        spec.use_input(data.input_shape)
        super().__init__(
            data=data,
            model=spec,
            compile=compile,
            seed=seed,
            epochs=epochs,
            batch_size=batch_size,
        )

    def prepare(self) -> tuple[Sequential, StudioData]:
        """Set the seed, build and compile: all that comes before `fit`.

        The program in `code` does the same steps in the same order, so it ends with
        the same weights.

        Raises:
            ValueError: If the model or a choice is wrong.
        """
        set_random_seed(self.seed)
        model = self.model.to_model()
        self.compile.apply(model)
        return model, self.data

    @property
    def code(self) -> str:
        """The program that does the same."""
        return program(self)

    def on_change(self, callback: Callable[[], None]) -> None:
        """Call a function without arguments after every change of the project."""

        def changed(_):
            callback()

        self.observe(changed, ["data", "seed", "epochs", "batch_size"])
        self.model.observe(changed)
        self.compile.observe(changed)

    # To a file and back

    def to_json(self) -> str:
        """Describe the project as JSON text; arrays of the user's are not in it.

        >>> Project.from_json(Project(seed=3).to_json()).seed
        3
        """
        content = {
            "kit_project": _FORMAT,
            "data": self.data.name,
            "model": {
                "name": self.model.name,
                "trainable": self.model.trainable,
                "layers": list(self.model.layers),
            },
            "compile": {
                "optimizer": self.compile.optimizer,
                "loss": self.compile.loss,
                "metrics": list(self.compile.metrics),
            },
            "seed": self.seed,
            "epochs": self.epochs,
            "batch_size": self.batch_size,
        }
        return json.dumps(content, indent=1)

    @classmethod
    def from_json(cls, text: str, data: Any = None) -> "Project":
        """Make a project from what `to_json` returned.

        Args:
            text: The JSON text.
            data: The arrays, if the project was about arrays of the user's own.

        Raises:
            ValueError: If the text is no project, or its arrays are missing.
        """
        content = _read(text)
        if data is None and content["data"] is None:
            raise ValueError(
                "The project was about arrays of its own, which are not in the text.\n"
                "Expected them again: ((x_train, y_train), (x_test, y_test)).\n"
                "Write Project.from_json(text, data)."
            )
        return cls(
            content["data"] if data is None else data,
            ModelSpec(**content["model"]),
            seed=content["seed"],
            epochs=content["epochs"],
            batch_size=content["batch_size"],
            compile=CompileSpec(**content["compile"]),
        )


def usual_compile(data: StudioData) -> CompileSpec:
    """Return the choices that fit the labels of some data.

    >>> usual_compile(StudioData.load()).loss
    'sparse_categorical_crossentropy'
    """
    if data.num_classes is None:
        return CompileSpec(loss="mean_squared_error", metrics=["mean_absolute_error"])
    one_hot = data.y_train.ndim == 2 and data.y_train.shape[1] > 1
    prefix = "" if one_hot else "sparse_"
    return CompileSpec(loss=f"{prefix}categorical_crossentropy")


def _read(text: str) -> dict[str, Any]:
    parts = ("data", "model", "compile", "seed", "epochs", "batch_size")
    try:
        content = json.loads(text)
        complete = content["kit_project"] == _FORMAT and all(
            part in content for part in parts
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _not_a_project() from error
    if not complete:
        raise _not_a_project()
    return content


def _not_a_project() -> ValueError:
    return ValueError(
        "This text is not a project of the studio.\n"
        'Expected JSON that begins with {"kit_project": 1.\n'
        "Use the text that to_json returned, whole and unchanged."
    )
