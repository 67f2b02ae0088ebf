"""Rules for the numbers in the inputs: scale, shift, word numbers."""

from kit.diagnosis.arrays import Values
from kit.diagnosis.book import mistake
from kit.diagnosis.facts import LayerFacts
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import library, number, short

# Layers that bring numbers of any size to a common scale.
SCALING = (
    "Rescaling",
    "Normalization",
    "BatchNormalization",
    "LayerNormalization",
    "GroupNormalization",
    "UnitNormalization",
    "RMSNormalization",
    "Discretization",
    "Hashing",
    "CategoryEncoding",
    "IntegerLookup",
    "Embedding",
)
# Layers of kit that leave the scale of numbers as it is.
KEEPING = (
    "InputLayer",
    "Reshape",
    "Flatten",
    "Permute",
    "ZeroPadding2D",
    "Cropping2D",
    "Resizing",
    "CenterCrop",
    "RandomCrop",
    "RandomFlip",
    "RandomRotation",
    "RandomTranslation",
    "RandomZoom",
    "Dropout",
    "GaussianNoise",
    "Identity",
    "MaxPooling2D",
    "AveragePooling2D",
)
_DENSE = LayerFacts("dense", "Dense", "relu", weights=True)
_PIXELS = Values("x", (60000, 28, 28), "uint8", high=255.0, mean=33.0, whole=True)
_SCALED = Values("x", (60000, 28, 28), "float32", high=1.0, mean=0.13)


def meets_raw_numbers(layers: list[LayerFacts]) -> bool:
    """Tell whether the first layer with weights sees the inputs in their own scale.

    >>> meets_raw_numbers([LayerFacts("scale", "Rescaling"), _DENSE])
    False
    """
    for layer in layers:
        if layer.kind in KEEPING:
            continue
        return layer.kind not in SCALING and layer.weights
    return False


@mistake("unscaled-inputs", "start", values=_PIXELS, layers=[_DENSE])
def unscaled_inputs(values: Values, layers: list[LayerFacts]) -> Finding | None:
    """Pixels go into the network as numbers from 0 to 255.

    Symptom: The loss starts in the hundreds, jumps, or becomes NaN; the accuracy is
        lower than in the tutorial.

    Cause: The first weights are drawn so that inputs of about size 1 give outputs of
        about size 1. Inputs a hundred times as large make everything a hundred times
        as large, the steps of training included.

    Picture:
        0 ........................................ 255      as the file stores them
        0 . 1                                               as a network likes them

    Exercise: Train the same network for one epoch with x and with x / 255. By which
        factor do the first losses differ?
    """
    is_image = len(values.per_sample) >= 2 or values.dtype == "uint8"
    is_image = is_image or (values.whole and values.per_sample in ((784,), (3072,)))
    pixels = values.low >= 0 and 100 < values.high <= 255
    if not (pixels and is_image and meets_raw_numbers(layers)):
        return None
    first = next(layer for layer in layers if layer.weights)
    scale = 1 / 255
    line = f"{library()}.layers.Rescaling(1 / 255)  # as the first layer"
    return Finding(
        f"{values.name} holds {number(values.low)} to {number(values.high)}; "
        f'"{short(first.name, 20)}" gets pixels unscaled.',
        "Weights are drawn for numbers of about size 1, so learning is slow or fails.",
        f"Divide by 255, here and for every later image: {values.name} = "
        f"{values.name} / 255. Or let the model do it:",
        level="warning",
        line=line,
        change={"insert": "Rescaling", "config": {"scale": scale}, "at": 0},
    )


@mistake(
    "scaled-twice",
    "start",
    values=Values("x", (60000, 28, 28), "float32", high=1 / 255, mean=0.0005),
    layers=[_DENSE],
)
def scaled_twice(values: Values, layers: list[LayerFacts]) -> Finding | None:
    """Pixels were divided by 255 two times.

    Symptom: The loss hardly moves; all images look black to the model.

    Cause: A cell that divides by 255 ran twice, or the model divides once more in a
        Rescaling layer.

    Picture:
        0 ... 255     / 255     0 ... 1     / 255     0 ... 0.004

    Exercise: What does `x.max()` say after each run of `x = x / 255`?
    """
    is_image = len(values.per_sample) >= 2 or values.per_sample in ((784,), (3072,))
    if not is_image or values.low < 0 or values.high <= 0 or values.dtype[0] in "ui":
        return None
    first = next((one for one in layers if one.kind not in KEEPING), None)
    again = first is not None and first.kind == "Rescaling" and first.scale is not None
    if again and abs((first.scale or 0) * 255 - 1) < 0.01 and values.high <= 1:
        return Finding(
            f"{values.name} ends at {number(values.high)}, and "
            f'"{short(first.name, 20)}" divides by 255 again.',
            "Images that are nearly black teach little.",
            "Leave one of the two divisions out:",
            level="warning",
            line=f"{values.name} = {values.name} * 255",
            change={"before": "fit"},
        )
    if values.high > 1.02 / 255 or not meets_raw_numbers(layers):
        return None
    line = f"{values.name} = {values.name} * 255"
    return Finding(
        f"{values.name} ends at {number(values.high)}: was it divided by 255 twice?",
        "Inputs of about size 1 are learned best; these are nearly 0.",
        "Load the data anew and divide once, or undo one division:",
        level="warning",
        line=line,
        change={"before": "fit"},
    )


@mistake(
    "nothing-left",
    "start",
    values=Values("x", (60000, 28, 28), "uint8", high=1.0, mean=0.006, whole=True),
)
def nothing_left(values: Values) -> Finding | None:
    """A division of whole numbers has left nothing of the pixels.

    Symptom: The accuracy is that of guessing, as all images are black.

    Cause: `//` and `astype("uint8")` cut off what comes after the point. Of pixels
        divided by 255, which lie between 0 and 1, that leaves 0.

    Picture:
        200 / 255  = 0.78
        200 // 255 = 0

    Exercise: Which of x / 255, x // 255 and (x / 255).astype("uint8") can be used?
    """
    is_image = len(values.per_sample) >= 2 and values.dtype[0] in "ui"
    if not is_image or values.low != 0 or values.high > 1 or values.mean > 0.02:
        return None
    much = f"nearly all 0 (mean {number(values.mean)})" if values.high else "all 0"
    return Finding(
        f"{values.name} is {much}, in whole numbers ({values.dtype}).",
        "A division with // or a change to whole numbers cuts fractions off.",
        "Load the data anew, and divide with one stroke:",
        level="warning",
        line=f"{values.name} = {values.name} / 255",
    )


@mistake(
    "large-inputs",
    "start",
    values=Values("x", (500, 3), "float32", high=9e4, mean=2e4),
    layers=[_DENSE],
)
def large_inputs(values: Values, layers: list[LayerFacts]) -> Finding | None:
    """Columns of a table come in the units of their source.

    Symptom: The loss is huge, falls slowly or becomes NaN.

    Cause: A column of salaries is 10,000 times as large as a column of ages, and so is
        its influence on the first step of training.

    Picture:
        age      31       48       22
        salary   52000    71000    38000        this column decides everything

    Exercise: What are mean and standard deviation of a column after Normalization?
    """
    if values.size <= 1000 or not meets_raw_numbers(layers):
        return None
    if values.dtype == "uint8" or values.bad_at is not None:
        return None
    low, high = number(values.low), number(values.high)
    return Finding(
        f"{values.name} holds numbers from {low} to {high}, far from size 1.",
        "Large columns drown small ones, and the steps of training become too large.",
        "Begin the model with Normalization:",
        level="note",
        line=f"scale = {library()}.layers.Normalization(); scale.adapt({values.name})",
    )


@mistake("shifted-inputs", "start", known=_SCALED, values=_PIXELS, call="predict")
def shifted_inputs(known: Values, values: Values, call: str) -> Finding | None:
    """The model learned from scaled inputs, and now gets unscaled ones.

    Symptom: The accuracy was 98 % in training, and is 10 % on new images.

    Cause: Whatever was done to the training data must be done to all data that follows.
        A division by 255 in the training cell only is the usual case.

    Picture:
        in fit       0 . 1
        in predict   0 ........................................ 255

    Exercise: Where can the division stand so that nobody can forget it?
    """
    if known.size == 0 or values.size == 0 or values.bad_at is not None:
        return None
    ratio = values.size / known.size
    if 1 / 30 < ratio < 30:
        return None
    if ratio < 1 and values.rows < 2 and values.size < 0.01:  # a nearly empty sample
        return None
    was = f"{number(known.low)} to {number(known.high)}"
    now = f"{number(values.low)} to {number(values.high)}"
    factor = _usual_factor(ratio)
    operation = f"/ {number(factor)}" if factor >= 1 else f"* {number(1 / factor)}"
    line = f"{values.name} = {values.name} {operation}"
    return Finding(
        f"{values.name} of {call} goes from {now}; fit saw {was}.",
        "A model understands only numbers of the scale that it was trained on.",
        "Treat all data alike:",
        level="warning",
        line=line,
        change={"before": call},
    )


def _usual_factor(ratio):
    for usual in (255.0, 100.0, 127.5):
        if 0.5 < ratio / usual < 1.5:
            return usual
        if 0.5 < ratio * usual < 1.5:
            return 1 / usual
    return float(f"{ratio:.2g}")


@mistake(
    "word-number-out-of-range",
    "start",
    values=Values("x", (100, 20), "int32", high=5000.0, high_at=3, whole=True),
    layer="embedding",
    size=1000,
)
def word_number_out_of_range(values: Values, layer: str, size: int) -> Finding | None:
    """An Embedding is asked for a word that it does not have.

    Symptom: Elsewhere none on JAX: the word gets the vector of another one, or NaN.

    Cause: `input_dim` is the number of different words, the number 0 included. A text
        whose largest word number is 5000 needs 5001.

    Picture:
        word number   0  1  2  ...  999
        row           0  1  2  ...  999    5000?

    Exercise: Which arguments of `load_data` and of Embedding must agree?
    """
    if values.bad_at is not None:
        return None
    if not values.whole:
        return Finding(
            f'Embedding "{short(layer)}" gets fractions such as {number(values.high)}.',
            "Expected whole numbers: each is the number of a word.",
            "Leave scaling away, or use Dense for amounts:",
            line=f"{values.name} = {values.name}.astype('int32')",
        )
    wrong, row = (
        (values.low, values.low_at) if values.low < 0 else (values.high, values.high_at)
    )
    if 0 <= wrong < size:
        return None
    return Finding(
        f'{values.name}[{row}] is {number(wrong)}, but "{short(layer, 20)}" knows '
        f"0 to {size - 1}.",
        f"input_dim={size} is the number of different words.",
        "Make the Embedding as large as the greatest number plus one:",
        line=f'input_dim={int(values.high) + 1}  # in "{layer}"',
        change={"layer": layer, "set": ("input_dim", int(values.high) + 1)},
    )
