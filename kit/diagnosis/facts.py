"""Facts: what the rules may know of a model, a loss, metrics and layers.

Plain values. `kit.training.facts` reads them from a model, the studio may read them
from a description, and tests write them down.
"""

from dataclasses import dataclass

PROBABILITIES = ("softmax", "sparsemax")
YES_OR_NO = ("sigmoid", "hard_sigmoid")
# Outputs without an upper end that crossentropy can still divide by their sum.
POSITIVE = ("exponential", "softplus")

SPARSE = ("sparse_categorical_crossentropy",)
ONE_HOT = (
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_hinge",
)
BINARY = ("binary_crossentropy", "binary_focal_crossentropy")
DISTANCE = (
    "mean_squared_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_logarithmic_error",
    "huber",
    "log_cosh",
)
ACCURACIES = ("accuracy", "acc")
# What an activation can give at the least and at the most.
RANGES = {
    "softmax": (0.0, 1.0),
    "sigmoid": (0.0, 1.0),
    "hard_sigmoid": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "relu": (0.0, float("inf")),
}


@dataclass(frozen=True)
class Head:
    """One output of a model: the layer that decides what comes out.

    Args:
        layer: Its name.
        width: The size of the output's last axis, or None if it is unknown.
        activation: `"softmax"`, `"linear"`, ...; None if it is unknown.
        shape: The output's shape, with None for the batch; None if it is unknown.
        takes_activation: Whether the layer has an argument `activation`.
        choices: Along how many numbers a softmax adds up to 1.
    """

    layer: str
    width: int | None
    activation: str | None
    shape: tuple | None = None
    takes_activation: bool = True
    choices: int | None = None


@dataclass(frozen=True)
class LossFacts:
    """The loss of one output.

    Args:
        name: Its full name, such as `"mean_squared_error"`; `""` for a stranger.
        from_logits: Whether it takes the outputs through a softmax or sigmoid itself.
        ignore_class: A label that does not count.
        typed: What the user wrote, for messages.
    """

    name: str
    from_logits: bool = False
    ignore_class: int | None = None
    typed: str = ""

    @property
    def wants_probabilities(self) -> bool:
        """Whether the outputs must be probabilities."""
        crossentropies = SPARSE + ONE_HOT[:2] + BINARY
        return self.name in crossentropies and not self.from_logits

    @property
    def word(self) -> str:
        """The loss as messages call it."""
        return f'"{self.typed or self.name}"'


@dataclass(frozen=True)
class LayerFacts:
    """One layer, for rules about the whole line of layers.

    Args:
        name: Its name.
        kind: Its class.
        activation: The name of its activation, or None without one.
        weights: Whether it has weights.
        rate: The share that a Dropout drops.
        scale: What a Rescaling multiplies with.
    """

    name: str
    kind: str
    activation: str | None = None
    weights: bool = False
    rate: float | None = None
    scale: float | None = None


@dataclass(frozen=True)
class OptimizerFacts:
    """The optimizer.

    Args:
        kind: Its class.
        rate: Its learning rate, or None if a schedule or function gives it.
    """

    kind: str
    rate: float | None
