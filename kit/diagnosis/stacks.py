"""Rules for layers in a row: what stands behind what."""

from kit.diagnosis.book import mistake
from kit.diagnosis.facts import LayerFacts
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import number, short

_PROBABLE = ("softmax", "sigmoid", "sparsemax")
_ALONE = ("Activation", "Softmax")
_CLASSES = LayerFacts("dense_1", "Dense", "softmax", weights=True)


@mistake(
    "softmax-twice",
    "compile",
    layers=[_CLASSES, LayerFacts("softmax", "Softmax", "softmax")],
)
def softmax_twice(layers: list[LayerFacts]) -> Finding | None:
    """A softmax stands behind a softmax, or a sigmoid.

    Symptom: The model learns slowly, and all its probabilities are nearly equal.

    Cause: A softmax makes probabilities of any numbers. Of probabilities, which all lie
        between 0 and 1, a second one makes numbers that hardly differ.

    Picture:
        [9, 2, 1]  --softmax-->  [0.998, 0.001, 0]  --softmax-->  [0.58, 0.21, 0.21]

    Exercise: What is the greatest number that a softmax over [1, 0, 0] can give?
    """
    for first, second in zip(layers, layers[1:], strict=False):
        ends = first.activation in _PROBABLE
        if ends and second.kind in _ALONE and second.activation in _PROBABLE:
            return Finding(
                f'"{short(first.name, 20)}" ends with {first.activation}, and '
                f'"{short(second.name, 20)}" adds {second.activation}.',
                "Of probabilities the second one makes nearly equal numbers.",
                "Leave one of them out:",
                level="warning",
                line=f'activation=None  # in "{first.name}"',
                change={"layer": first.name, "set": ("activation", None)},
            )
    return None


@mistake(
    "softmax-inside",
    "compile",
    layers=[LayerFacts("dense", "Dense", "softmax", weights=True), _CLASSES],
)
def softmax_inside(layers: list[LayerFacts]) -> Finding | None:
    """A hidden layer ends with softmax.

    Symptom: The model learns slowly, and gets stuck at a low accuracy.

    Cause: Softmax lets units compete: their outputs add up to 1, so that hardly one of
        them says anything. Between layers each unit should speak for itself.

    Picture:
        relu      [0.0, 3.1, 1.2, 0.7]
        softmax   [0.03, 0.75, 0.12, 0.07]     sum 1

    Exercise: Train with relu, tanh and softmax in the hidden layer, and compare.
    """
    dense = [layer for layer in layers if layer.weights]
    for first, second in zip(dense, dense[1:], strict=False):
        if first.kind == second.kind == "Dense" and first.activation == "softmax":
            return Finding(
                f'"{short(first.name)}" is a hidden layer and ends with softmax.',
                "Softmax makes units compete; it belongs at the end of the model.",
                "Between layers use:",
                level="note",
                line=f'activation="relu"  # in "{first.name}"',
                change={"layer": first.name, "set": ("activation", "relu")},
            )
    return None


@mistake(
    "nearly-all-dropped",
    "compile",
    layers=[LayerFacts("dropout", "Dropout", rate=0.95), _CLASSES],
)
def nearly_all_dropped(layers: list[LayerFacts]) -> Finding | None:
    """Dropout leaves hardly anything.

    Symptom: The loss falls slowly or not at all.

    Cause: `rate` is the share that is dropped, not the share that is kept, as it was
        in older libraries.

    Picture:
        Dropout(0.2)   # # # # . # # # . #
        Dropout(0.9)   . . . . . # . . . .

    Exercise: How many of 128 units are left with a rate of 0.95?
    """
    for layer in layers:
        if layer.kind == "Dropout" and layer.rate is not None and layer.rate >= 0.9:
            right = round(1 - layer.rate, 3)
            return Finding(
                f'"{short(layer.name)}" drops {number(layer.rate * 100)} % of its '
                "inputs.",
                "rate is the share to drop; 0.2 to 0.5 is usual.",
                "If you meant to keep that many:",
                level="note",
                line=f"Dropout({number(right)})",
                change={"layer": layer.name, "set": ("rate", right)},
            )
    return None


@mistake("no-layers", "start", method="fit")
def no_layers(method: str) -> Finding:
    """The model has no layers.

    Symptom: An error about shapes, or about weights that are missing.

    Cause: `Sequential()` is empty at first; `add` puts layers into it.

    Picture:
        model = Sequential()
        model.add(Dense(10))

    Exercise: What does `len(model.layers)` say?
    """
    return Finding(
        f"{method} got a model without layers.",
        "An empty Sequential gives back what it gets.",
        "Add layers first:",
        line='model.add(Dense(10, activation="softmax"))',
    )
