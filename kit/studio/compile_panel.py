"""CompileSpec: how a model will learn: optimizer, loss and metrics as plain values.

The compile panel edits it, and `apply` hands it to `model.compile`.
"""

from typing import Any

import numpy as np
from traitlets import Any as AnyTrait
from traitlets import Dict, HasTraits, Tuple

from kit import losses, metrics, optimizers
from kit.config import keep_findings
from kit.serialization import lookup, serialize
from kit.studio import menu
from kit.studio.entries import plain
from kit.studio.finding import Finding
from kit.texts.language import translate


class CompileSpec(HasTraits):
    """The three choices of `compile`, replaced as a whole when one is made.

    `optimizer` is Keras's description `{"class_name": ..., "config": ...}`; `loss` and
    each of `metrics` is a name or such a description.

    Args:
        optimizer: A name, an optimizer or its description.
        loss: A name, a Loss or its description.
        metrics: A list of names, Metrics or descriptions.

    >>> spec = CompileSpec()
    >>> spec.optimizer["class_name"], spec.loss, spec.metrics
    ('Adam', 'sparse_categorical_crossentropy', ('accuracy',))
    """

    optimizer = Dict()
    loss = AnyTrait()
    metrics = Tuple()

    def __init__(
        self,
        optimizer: Any = "adam",
        loss: Any = "sparse_categorical_crossentropy",
        metrics: Any = ("accuracy",),
    ):
        super().__init__()
        self.optimizer = optimizer_description(optimizer)
        self.loss = _named(loss, "keras.losses")
        self.metrics = tuple(_named(metric, "keras.metrics") for metric in metrics)

    @classmethod
    def from_model(cls, model: Any) -> "CompileSpec":
        """Read the choices of a compiled model; the usual ones if it is not."""
        if not model.compiled:
            return cls()
        given = model._compile_arguments
        return cls(model.optimizer, given["loss"], given["metrics"] or ())

    @classmethod
    def of(cls, model: Any) -> "CompileSpec":
        """Return a spec as it is, or read that of a model."""
        return model if isinstance(model, cls) else cls.from_model(model)

    @property
    def optimizer_name(self) -> str:
        """The optimizer's class, such as `"Adam"`."""
        return self.optimizer["class_name"]

    @property
    def optimizer_class(self) -> type:
        """The class itself, whose signature the form shows."""
        return lookup("keras.optimizers", self.optimizer_name, "optimizer")

    def use_optimizer(self, name: str) -> None:
        """Take another optimizer, with its usual values.

        >>> spec = CompileSpec()
        >>> spec.use_optimizer("SGD")
        >>> spec.optimizer["config"]["learning_rate"]
        0.01
        """
        if name != self.optimizer_name:
            self.optimizer = optimizer_description(name)

    def update_optimizer(self, **arguments: Any) -> None:
        """Change arguments of the optimizer, such as `learning_rate=0.01`.

        Raises:
            ValueError: If a value is impossible; then nothing changes.
        """
        config = {**self.optimizer["config"], **arguments}
        changed = {**self.optimizer, "config": plain(config)}
        self.optimizer = optimizer_description(changed)

    def use_loss(self, name: str) -> None:
        """Take another loss.

        Raises:
            ValueError: If there is none of this name.
        """
        losses.get(name)
        if name != name_of(self.loss):
            self.loss = name

    def use_metrics(self, names: Any) -> None:
        """Measure other things.

        Raises:
            ValueError: If there is no metric of a name.
        """
        for name in names:
            if name not in menu.METRICS:
                metrics.get(name)
        kept = {name_of(metric): metric for metric in self.metrics}
        self.metrics = tuple(kept.get(name, name) for name in names)

    def apply(self, model: Any) -> None:
        """Compile a model with these choices."""
        with keep_findings():  # the panel shows them itself
            model.compile(
                optimizer=optimizers.deserialize(self.optimizer),
                loss=_made(self.loss, losses),
                metrics=[_made(metric, metrics) for metric in self.metrics],
            )

    # In words

    @property
    def optimizer_words(self) -> str:
        """What the optimizer does, in one line."""
        known = menu.OPTIMIZERS.get(self.optimizer_name)
        return translate(known) if known else first_line(self.optimizer_class)

    @property
    def loss_words(self) -> str:
        """When this loss is the right one, in one line."""
        if not isinstance(self.loss, str):
            return translate("A loss that was made in code.")
        known = menu.LOSSES.get(self.loss)
        return translate(known) if known else first_line(losses.get(self.loss))

    @property
    def metric_words(self) -> str:
        """What is measured, in one line each."""
        texts = [
            translate(menu.METRICS[name])
            if name in menu.METRICS
            else translate("A metric that was made in code.")
            for name in map(name_of, self.metrics)
        ]
        return " ".join(texts) or translate("Nothing but the loss is measured.")

    @property
    def metric_choices(self) -> list[str]:
        """The metrics that make sense with the loss, and those that are chosen."""
        usual = menu.METRICS_OF.get(name_of(self.loss), tuple(menu.METRICS))
        chosen = [name_of(metric) for metric in self.metrics]
        return [*usual, *(name for name in chosen if name not in usual)]

    def finding(self) -> Finding | None:
        """Return what is wrong with the optimizer, the loss or a metric."""
        try:
            optimizers.deserialize(self.optimizer)
            _made(self.loss, losses)
        except Exception as error:  # becomes a card in the panel
            return Finding.from_error(error)
        return None


def optimizer_description(optimizer: Any) -> dict[str, Any]:
    """Return the complete description of an optimizer, with readable numbers.

    Args:
        optimizer: A name, an optimizer or a description.

    >>> optimizer_description("adam")["config"]["learning_rate"]
    0.001
    """
    description = plain(serialize(optimizers.get(optimizer)))
    config = description["config"]
    config["learning_rate"] = tidy(config["learning_rate"])
    return description


def tidy(value: Any) -> Any:
    """Write a number that went through 32 bits as the person wrote it.

    >>> tidy(0.0010000000474974513), tidy(0.5)
    (0.001, 0.5)
    """
    if isinstance(value, float) and float(np.float32(value)) == value:
        return float(np.format_float_positional(np.float32(value)))
    return value


def name_of(choice: Any) -> str:
    """Return the short name of a loss or metric, given as a name or description.

    >>> name_of("mse"), name_of({"class_name": "Huber", "config": {}})
    ('mse', 'Huber')
    """
    return choice if isinstance(choice, str) else str(choice.get("class_name"))


def first_line(target: Any) -> str:
    """Return the first line of a class's or function's docstring."""
    return (target.__doc__ or "").strip().split("\n")[0]


def _named(choice: Any, module: str) -> Any:
    """Turn what a user passes to `compile` into a name or a description."""
    if choice is None or isinstance(choice, str):
        return choice
    description = plain(serialize(choice))
    if isinstance(description, dict) and description.get("class_name") == "function":
        raise ValueError(
            f'The studio cannot keep your function "{description["config"]}".\n'
            "Expected the name of a loss or metric, or an object of kit.\n"
            "Choose one in the panel, or train this model in code."
        )
    if isinstance(description, dict) and not description.get("module"):
        return {**description, "module": module}
    return description


def _made(choice: Any, module: Any) -> Any:
    return module.deserialize(choice) if isinstance(choice, dict) else choice
