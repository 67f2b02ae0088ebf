"""Rules for shapes: what a model or layer expects, and what came instead."""

import math

from kit.diagnosis.book import mistake
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import numpy, short


def fits(shape: tuple, wanted: tuple) -> bool:
    """Tell whether an array may go into an Input, a last axis of size 1 aside.

    >>> fits((5, 28, 28), (None, 28, 28, 1)), fits((28, 28), (None, 28, 28))
    (True, False)
    """
    shorter = wanted[:-1] if wanted[-1:] == (1,) else None
    longer = (*wanted, 1)
    return any(
        option is not None
        and len(option) == len(shape)
        and all(
            size in (None, found) for size, found in zip(option, shape, strict=True)
        )
        for option in (wanted, shorter, longer)
    )


@mistake(
    "no-batch-axis", "start", name="x", shape=(28, 28), wanted=(None, 28, 28), call=""
)
def no_batch_axis(name: str, shape: tuple, wanted: tuple, call: str) -> Finding | None:
    """A single sample is given where a batch is expected.

    Symptom: An error about axes, or a prediction for each row of one image.

    Cause: Models work on batches: the first axis counts samples. One image of 28 x 28
        pixels has no such axis; a batch of one image is 1 x 28 x 28.

    Picture:
        x[0].shape   (28, 28)        one image
        x[:1].shape  (1, 28, 28)     a batch of one image

    Exercise: What are the shapes of x[0], x[:1], x[0][None] and x[[0]]?
    """
    sample = wanted[1:]
    if None in sample or shape not in (sample, sample[:-1], (*sample, 1)):
        return None
    if shape == sample[:-1] and sample[-1] != 1:
        return None
    line = f"{name} = {name}[None]"
    return Finding(
        f"{name} has shape {shape}: one sample without its batch axis.",
        f"Expected a batch of shape {wanted}: one sample needs a batch axis too.",
        f"Write {name}[None] for one sample, or {name}[:1] to take the first of many:",
        line=line,
        change={"before": call or "predict"},
    )


@mistake(
    "batch-in-input-shape",
    "start",
    name="x",
    shape=(60000, 28, 28),
    wanted=(None, 60000, 28, 28),
    layer="input_layer",
)
def batch_in_input_shape(
    name: str, shape: tuple, wanted: tuple, layer: str
) -> Finding | None:
    """The shape of the Input counts the samples.

    Symptom: The model builds, often with far too many weights, and fit does not start.

    Cause: `shape` describes one sample. The number of samples comes in front of it by
        itself, as None in the summary.

    Picture:
        x.shape              (60000, 28, 28)
        Input(shape=...)            (28, 28)

    Exercise: Why does a model not need to know how many samples there are?
    """
    if len(wanted) != len(shape) + 1 or not fits(shape, wanted[1:]):
        return None
    sample = tuple(shape[1:])
    return Finding(
        f"Input(shape={wanted[1:]}) counts the samples; {name} has shape {shape}.",
        "Expected the shape of one sample: the batch comes in front by itself.",
        "Leave the first number out:",
        line=f"Input(shape={sample})",
        change={"layer": layer, "set": ("shape", sample)},
    )


@mistake(
    "other-input-shape", "start", name="x", shape=(100, 28, 28), wanted=(None, 784)
)
def other_input_shape(name: str, shape: tuple, wanted: tuple) -> Finding | None:
    """The data has another shape than the model begins with.

    Symptom: An error about axes or sizes before the first batch.

    Cause: The Input was written for another form of the data: rows of 784 pixels
        instead of images, channels in front instead of at the end, another number of
        columns.

    Picture:
        (60000, 28, 28)     reshape(-1, 784)     (60000, 784)
        (60000, 784)        reshape(-1, 28, 28)  (60000, 28, 28)

    Exercise: Which number stays the same when an array is reshaped?
    """
    if fits(shape, wanted):
        return None
    sample, found = wanted[1:], shape[1:]
    what = f"{name} has shape {shape}, but the model begins with {wanted}."
    expected = f"Expected samples of shape {sample}; these are of shape {found}."
    change = {"before": "fit"}
    if len(sample) == len(found) == 3 and found[1:] == sample[:2] and found[0] <= 4:
        line = f"{name} = {numpy()}.moveaxis({name}, 1, -1)"
        fix = "The channels come first; move them to the end:"
        return Finding(what, expected, fix, line=line, change=change)
    if None not in sample and sample and math.prod(sample) == math.prod(found or (0,)):
        line = f"{name} = {name}.reshape{(-1, *sample)}"
        fix = "The number of values is right, so reshape the data:"
        return Finding(what, expected, fix, line=line, change=change)
    if len(found) == 3 and found[-1] == 3 and sample in (found[:2], (*found[:2], 1)):
        line = f"{name} = {name}.mean(axis=-1)"
        fix = "These are colour images, and the model knows grey ones:"
        return Finding(what, expected, fix, line=line, change=change)
    if not found and len(sample) == 1:
        line = f"{name} = {numpy()}.reshape({name}, (-1, 1))"
        fix = f"One number is a sample of shape (1,): Input(shape=(1,)) and {name} as"
        return Finding(what, expected, fix + ":", line=line, change=change)
    return Finding(
        what,
        expected,
        "Let the model begin with the shape of your samples, or change these:",
        line=f"Input(shape={found})",
        change={"layer": "", "set": ("shape", found)},
    )


@mistake("swapped-x-and-y", "start", x=(100,), y=(100, 28, 28), wanted=(None, 28, 28))
def swapped_x_and_y(
    x: tuple, y: tuple | None, wanted: tuple, name: str = "x"
) -> Finding | None:
    """Inputs and labels changed places.

    Symptom: An error about shapes that look right the other way round.

    Cause: `fit` takes what goes in first, and what should come out second.

    Picture:
        model.fit(x_train, y_train)      x: images    y: labels

    Exercise: In which order does `load_data` return its four arrays?
    """
    if y is None or len(wanted) < 2 or fits(x, wanted) or not fits(y, wanted):
        return None
    labels = name.replace("x", "y")
    return Finding(
        f"{name} has shape {x}, {labels} has {y}: are they swapped?",
        f"The model begins with {wanted}, which {labels} fits and {name} does not.",
        "Inputs come first, labels second:",
        line="model.fit(x, y)" if name == "x" else "validation_data=(x_val, y_val)",
        change={"before": "fit", "run": "x, y = y, x"},
    )


@mistake("list-of-samples", "start", name="x", length=60000, each=(28, 28), takes=1)
def list_of_samples(
    name: str, length: int, each: tuple | None, takes: int
) -> Finding | None:
    """The samples are a Python list of arrays.

    Symptom: An error that the model got 60000 inputs.

    Cause: A list means several inputs or outputs, such as an image and a text. Samples
        belong into one array, whose first axis counts them.

    Picture:
        [image, image, image]         a list: three inputs of one sample?
        np.array([image, image])      one array (2, 28, 28): one input, two samples

    Exercise: When is a list of two arrays right as x?
    """
    if length == takes:
        return None
    if each is None:
        return Finding(
            f"{name} is a list of {length:,} arrays of different shapes.",
            "Expected samples of one shape, as they become one array.",
            "Bring them to one size, cut or padded, and stack them:",
            line=f"{name} = {numpy()}.stack([resize(one) for one in {name}])",
        )
    of = f"shape {each}"
    kind = "outputs" if name.endswith("y") else "inputs"
    line = f"{name} = {numpy()}.stack({name})"
    return Finding(
        f"{name} is a list of {length:,} arrays of {of}, not one array.",
        f"A list means several {kind}, and the model has {takes}.",
        "Put the samples into one array:",
        line=line,
        change={"before": "fit"},
    )


@mistake("pair-as-x", "start", first=(100, 4), second=(100,))
def pair_as_x(first: tuple, second: tuple) -> Finding | None:
    """Inputs and labels are given as one pair.

    Symptom: An error that the model got two inputs.

    Cause: `fit((x, y))` passes one thing, a tuple. It stands for two inputs.

    Picture:
        model.fit((x, y))     one argument
        model.fit(x, y)       two arguments

    Exercise: Why is `validation_data=(x, y)` written with brackets?
    """
    if not first or not second or first[0] != second[0]:
        return None
    return Finding(
        "fit got one tuple (x, y) instead of x and y.",
        f"A tuple means two inputs; these have shapes {first} and {second}.",
        "Leave the inner brackets out:",
        line="model.fit(x, y)",
        change={"before": "fit", "run": "x, y = x"},
    )


@mistake("different-lengths", "start", has={"x": [100], "y": [99]})
def different_lengths(has: dict[str, list[int]]) -> Finding | None:
    """There are not as many labels as inputs.

    Symptom: An error about the first axis.

    Cause: One of the arrays was cut or filtered and the other was not, or the labels of
        the test set are beside the images of the training set.

    Picture:
        x   [ ][ ][ ][ ][ ]
        y    5  0  4  1

    Exercise: `x = x[y == 3]` keeps the threes. Which line is missing?
    """
    sizes = {size for counts in has.values() for size in counts}
    if len(sizes) < 2:
        return None
    words = ", ".join(
        f"{name} has {' and '.join(map(str, counts))}"
        for name, counts in has.items()
        if counts
    )
    smallest = min(sizes)
    names = [name for name, counts in has.items() if counts]
    line = "; ".join(f"{name} = {name}[:{smallest}]" for name in names)
    return Finding(
        f"The arrays differ in their number of samples: {words}.",
        "Expected one target for every input.",
        "Check how they were cut, or cut them alike:",
        line=line,
        change={"before": "fit"},
    )


@mistake("missing-axis", "build", layer="conv2d", shape=(None, 28, 28), wanted=4)
def missing_axis(
    layer: str, shape: tuple, wanted: int, how: str = ""
) -> Finding | None:
    """A layer gets an array with too few or too many axes.

    Symptom: An error about `ndim` or about the rank of an array.

    Cause: Every kind of layer reads its axes in one way. A convolution of images wants
        rows, columns and channels, also if there is one channel only; a recurrent layer
        wants steps and features.

    Picture:
        Dense      (batch, features)
        LSTM       (batch, steps, features)
        Conv2D     (batch, rows, columns, channels)

    Exercise: Which shape has a batch of 32 grey images of 28 x 28 pixels for Conv2D?
    """
    if len(shape) == wanted:
        return None
    reshaped = (*shape[1:], 1)
    what = f'Layer "{short(layer)}" received an input of shape {shape}, '
    what += f"{len(shape)} axes."
    expected = f"Expected {how}{wanted} axes, {describe_axes(wanted)}."
    line, change = (
        f"Reshape({reshaped})",
        {
            "insert": "Reshape",
            "config": {"target_shape": reshaped},
            "at": 0,
        },
    )
    if wanted == 4 and len(shape) == 3:
        fix = "Add the channel axis: x = x[..., None], or begin the model with:"
    elif wanted == 3 and len(shape) == 2:
        fix = "Add the axis of features to a sequence: x = x[..., None]; or use "
        fix += "Embedding for word numbers; or begin the model with:"
    elif wanted < len(shape):
        fix = "Flatten() turns everything after the batch into one axis:"
        line, change = "Flatten()", {}
    else:
        fix = "Reshape the data so that it has these axes."
        line, change = "", {}
    return Finding(what, expected, fix, line=line, change=change)


@mistake("other-size", "build", layer="dense", shape=(None, 100), axis=-1, size=784)
def other_size(layer: str, shape: tuple, axis: int, size: int) -> Finding:
    """A layer gets more or fewer numbers than it was built for.

    Symptom: An error that an axis has the wrong size.

    Cause: A layer makes its weights for the first shape that it sees, and then expects
        that shape. Another size means that a layer before it, or the data, has changed.

    Picture:
        Dense built for 784 pixels:    784 x 128 weights
        an input of 100 numbers:       684 weights too many

    Exercise: Which layers do not care about the size of an image?
    """
    return Finding(
        f'Layer "{short(layer)}" received an input of shape {shape}.',
        f"Expected size {size} along axis {axis}, found {shape[axis]}.",
        "Make the previous layer, or the data, end in that size, or build this layer "
        "anew for the new size.",
    )


def describe_axes(ndim: int) -> str:
    """Say in words what the axes of a batch mean.

    >>> describe_axes(4)
    '(batch, rows, columns, channels)'
    """
    words = {
        1: "(batch,)",
        2: "(batch, features)",
        3: "(batch, steps, features)",
        4: "(batch, rows, columns, channels)",
        5: "(batch, depth, rows, columns, channels)",
    }
    return words.get(ndim, f"{ndim} axes")
