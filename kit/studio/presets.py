"""Models to start from: a line of layers for each name, fitted to the data.

The builder offers them; each is a model that the lessons talk about.
"""

from typing import Any

from kit.studio import entries
from kit.studio.data import StudioData

# name -> what the learner reads
PRESETS = {
    "linear": "Linear: one layer, a weighted sum for each class",
    "dense": "Dense: a hidden layer of 128 units",
    "small": "Small: two hidden layers of 16 units, for points in the plane",
    "cnn": "Convolutional: learns small patterns, best for images",
}

Step = tuple[str, dict[str, Any]]


def usual(data: StudioData) -> str:
    """Return the preset to begin with for some data.

    >>> usual(StudioData.load()), usual(StudioData.load("moons"))
    ('dense', 'small')
    """
    return "small" if data.is_plane else "dense"


def layers_of(name: str, data: StudioData) -> tuple[entries.Entry, ...]:
    """Return the layer entries of a preset.

    Args:
        name: One of `PRESETS`.
        data: What the model will learn from.

    Raises:
        ValueError: If there is no such preset, or it needs images.

    >>> [e["class_name"] for e in layers_of("linear", StudioData.load())]
    ['InputLayer', 'Rescaling', 'Flatten', 'Dense']
    """
    if name not in PRESETS:
        raise ValueError(
            f"There is no preset called {name!r}.\n"
            f"Expected one of: {', '.join(PRESETS)}.\n"
            "Check the spelling."
        )
    if name == "cnn" and not data.is_images:
        raise ValueError(
            f"A convolutional model needs images, not samples of {data.input_shape}.\n"
            "Expected samples of shape (height, width) or (height, width, channels).\n"
            'Take the preset "dense" for these data.'
        )
    steps = [*_scaling(data), *_middle(name, data), _head(data)]
    line = [entries.input_entry(data.input_shape)]
    for class_name, arguments in steps:
        taken = {entry["config"]["name"] for entry in line}
        layer_name = entries.automatic_name(class_name, taken)
        line.append(entries.make_entry(class_name, arguments, layer_name))
    return tuple(line)


def _scaling(data: StudioData) -> list[Step]:
    is_bytes = data.x_train.dtype == "uint8"
    return [("Rescaling", {"scale": 1 / 255})] if is_bytes else []


def _middle(name: str, data: StudioData) -> list[Step]:
    flatten = [("Flatten", {})] if len(data.input_shape) > 1 else []
    hidden = ("Dense", {"units": 128, "activation": "relu"})
    if name == "linear":
        return flatten
    if name == "small":
        return [*flatten, *2 * [("Dense", {"units": 16, "activation": "relu"})]]
    if name == "dense":
        return [*flatten, hidden, ("Dropout", {"rate": 0.2})]
    convolution = {"kernel_size": 3, "activation": "relu"}
    shape = (*data.input_shape, 1)
    channels = [("Reshape", {"target_shape": shape})]
    return [
        *(channels if len(data.input_shape) == 2 else []),
        ("Conv2D", {"filters": 32, **convolution}),
        ("Conv2D", {"filters": 64, **convolution}),
        ("MaxPooling2D", {"pool_size": 2}),
        ("Flatten", {}),
        hidden,
    ]


def _head(data: StudioData) -> Step:
    if data.num_classes:
        return "Dense", {"units": data.num_classes, "activation": "softmax"}
    outputs = data.y_train.shape[1] if data.y_train.ndim > 1 else 1
    return "Dense", {"units": int(outputs)}
