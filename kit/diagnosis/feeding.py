"""Rules for what is given as data: things that are no arrays, sources of batches."""

import math
from typing import Any

from kit.diagnosis.book import mistake
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import count, listing, numpy, short


@mistake("not-numbers", "start", name="x", kinds=["int", "str"], column="city")
def not_numbers(
    name: str,
    kinds: list[str],
    shapes: list[tuple] | None = None,
    column: str | None = None,
) -> Finding:
    """An array holds Python objects instead of numbers.

    Symptom: An error about the data type `object`.

    Cause: NumPy has an array of numbers, and an array of anything. The second comes
        from tables with words in them, from lists of images of different sizes, and
        from loops that put one image after the other into an empty array.

    Picture:
        np.array([1, 2, 3])            dtype int64      numbers
        np.array([1, "two", None])     dtype object     anything

    Exercise: Print `x.dtype` and `type(x[0])`. Which line made the array?
    """
    array = numpy()
    forms = set(shapes or ())
    if column is not None:
        line = f"{name} = pandas.get_dummies({name}, dtype=float)"
        return Finding(
            f'{name} has words in the column "{short(column)}", not numbers.',
            "A network computes with numbers; a word needs columns of its own.",
            "Turn each word into a column of 0 and 1, or leave the column out:",
            line=line,
            change={"before": "fit"},
        )
    if len(forms) == 1:
        line = f"{name} = {array}.stack({name})"
        return Finding(
            f"{name} holds {len(shapes or ())} separate arrays, each {forms.pop()}.",
            f"Expected one array of numbers; {name}.dtype is object.",
            "Stack them to one array:",
            line=line,
            change={"before": "fit"},
        )
    if forms:
        one, other = sorted(forms, key=lambda shape: (len(shape), shape))[:2]
        return Finding(
            f"{name} holds arrays of different shapes, such as {one} and {other}.",
            "Expected samples of one shape, as they become one array.",
            "Bring them to one size, cut or padded, and stack them:",
            line=f"{name} = {array}.stack([resize(one) for one in {name}])",
        )
    return _objects(name, kinds)


def _objects(name, kinds):
    if "str" in kinds or "NoneType" in kinds:
        return Finding(
            f"{name} mixes {listing(kinds)}, which is no array of numbers.",
            "Expected numbers in rows of equal length.",
            "Find the entries that are no numbers:",
            line=f"print([one for one in {name} if not isinstance(one, (int, float))])",
        )
    line = f"{name} = {numpy()}.asarray({name}.tolist(), dtype='float32')"
    return Finding(
        f"{name} holds Python objects ({listing(kinds)}), not an array of numbers.",
        f"Expected an array of numbers; {name}.dtype is object.",
        "Let NumPy make numbers of them, in rows of equal length:",
        line=line,
        change={"before": "fit"},
    )


@mistake("not-an-array", "start", name="x", kind="function", word="batches")
def not_an_array(name: str, kind: str, word: str = "") -> Finding:
    """Something that is no data stands where the data belongs.

    Symptom: An error about an object, or about a path.

    Cause: A function that yields batches must be called, the name of a file is not the
        file, and an object of a class of yours has no numbers that others could read.

    Picture:
        model.fit(batches)       the recipe
        model.fit(batches())     the batches

    Exercise: What does `type(x)` say just before fit?
    """
    if kind == "function":
        return Finding(
            f"{name} is the function {short(word)!r}, not what it gives.",
            "Expected arrays, or a generator of batches.",
            "Call it, with round brackets:",
            line=f"{word}()",
            change={"rename": (f"fit({word},", f"fit({word}(),")},
        )
    if kind == "str":
        return Finding(
            f"{name} is the text {short(word)!r}, not an array of numbers.",
            "The name of a file is not its content.",
            "Read the file first, for an image for example with:",
            line=f"{name} = keras.utils.img_to_array(keras.utils.load_img({word!r}))",
        )
    return Finding(
        f"{name} is a {short(kind)}, which is no data that kit can read.",
        "Expected an array, several in a list or dict, or a source of batches.",
        f"Give {short(kind)} an __array__ or an __iter__ method, or make an array:",
        line=f"{name} = {numpy()}.asarray(...)",
    )


@mistake("numbers-as-text", "start", name="y", seen="'3'", whole=True)
def numbers_as_text(name: str, seen: str, whole: bool) -> Finding:
    """Numbers are stored as text.

    Symptom: An error about text, though all entries look like numbers.

    Cause: Whatever is read from a file line by line is text. "7" is a letter that looks
        like a seven, and "7" + "7" is "77".

    Picture:
        array(['7', '2'])     dtype <U1      text
        array([7, 2])         dtype int64    numbers

    Exercise: What do `"7" * 3` and `int("7") * 3` give?
    """
    kind = "int" if whole else "float32"
    line = f"{name} = {numpy()}.asarray({name}).astype('{kind}')"
    return Finding(
        f"{name} holds numbers written as text, such as {seen}.",
        "Expected an array of numbers.",
        "Turn the text into numbers:",
        line=line,
        change={"before": "fit"},
    )


@mistake("broken-batch", "start", parts=4)
def broken_batch(parts: int) -> Finding | None:
    """A source yields too many things at once.

    Symptom: Elsewhere an error about unpacking, or the fourth part is ignored.

    Cause: A batch is `x`, `(x, y)` or `(x, y, sample_weight)`. Several inputs belong
        together in a list or dict inside of it.

    Picture:
        yield left, right, y             three things: x, y and weights
        yield (left, right), y           two inputs and a label

    Exercise: What does `next(batches)` return?
    """
    if parts <= 3:
        return None
    return Finding(
        f"The source yields {parts} things at once: a tuple of {parts}.",
        "Expected (x, y), or (x, y, sample_weight).",
        "Put several inputs into a tuple of their own:",
        line="yield (first, second), y",
    )


@mistake("one-at-a-time", "start", shape=(28, 28), wanted=(None, 28, 28))
def one_at_a_time(shape: tuple, wanted: tuple) -> Finding | None:
    """A source yields single samples instead of batches.

    Symptom: An error about a missing axis, although each image has the right shape.

    Cause: What a generator yields is one step of training, so it must be a batch: many
        samples in one array, whose first axis counts them.

    Picture:
        yield x[i], y[i]                 one sample
        yield x[i : i + 32], y[i : i + 32]    a batch of 32

    Exercise: How many steps has an epoch of 60,000 samples in batches of 32?
    """
    if len(shape) != len(wanted) - 1:
        return None
    if any(size not in (None, n) for size, n in zip(wanted[1:], shape, strict=True)):
        return None
    return Finding(
        f"The source yields one sample of shape {shape} at a time.",
        f"Expected batches of shape {wanted}, with a label for each sample.",
        "Yield several samples together:",
        line="yield x[i : i + 32], y[i : i + 32]",
    )


@mistake("source-has-ended", "train", epoch=2, batches=0, steps=None)
def source_has_ended(epoch: int, batches: int, steps: int | None) -> Finding | None:
    """A generator has no batches left.

    Symptom: Training stops early, or an error about StopIteration.

    Cause: A generator can be walked through once. For a second epoch it must go on
        for ever, with `while True`, and `steps_per_epoch` says where an epoch ends.

    Picture:
        def batches():
            while True:                      # again and again
                for i in range(0, 640, 32):
                    yield x[i : i + 32], y[i : i + 32]

    Exercise: What does `list(generator)` give the second time?
    """
    if steps is not None and batches >= steps:
        return None
    if steps is None and batches:
        return None
    has = f"after {count(batches, 'batch')}" if batches else "with no batch"
    wants = f", steps_per_epoch={steps}" if steps else ""
    return Finding(
        f"The source of batches ended in epoch {epoch} {has}{wants}.",
        "A generator can be walked through once; what was trained so far is kept.",
        "Let it go on for ever, and say where an epoch ends:",
        level="warning",
        line="while True: ...  # around its loop, and steps_per_epoch=... in fit",
    )


@mistake("split-of-a-source", "start", split=0.2)
def split_of_a_source(split: float) -> Finding | None:
    """`validation_split` is set, but the data comes in batches.

    Symptom: Elsewhere an error; there is no val_loss in the history.

    Cause: To cut off the last part, fit must know where the end is. A generator may
        have none, and its batches are gone once they are used.

    Picture:
        arrays      [ train train train train | val ]
        generator   train, train, train, ...  ?

    Exercise: Write two generators, one for each part of the arrays.
    """
    if not split:
        return None
    return Finding(
        f"validation_split={split} needs arrays, but x is a source of batches.",
        "Nobody knows where a source ends before it has ended.",
        "Leave it out, or make a second source:",
        line="validation_data=batches_to_validate  # in fit",
        change={"call": "fit", "set": ("validation_split", 0.0)},
    )


@mistake("no-data", "start", method="fit")
def no_data(method: str) -> Finding:
    """A call got no data at all.

    Symptom: An error about None.

    Cause: The arguments were forgotten, or a function that loads data returned nothing.

    Picture:
        model.fit()              with what?
        model.fit(x, y)

    Exercise: What does a function without `return` give back?
    """
    return Finding(
        f"{method} got no data: x is None.",
        "Expected an array of samples, or a source of batches.",
        "Pass the data:",
        line=f"model.{method}(x)" if method == "predict" else f"model.{method}(x, y)",
    )


@mistake("single-number", "start", name="y", value=3)
def single_number(name: str, value: Any) -> Finding:
    """One number stands where one for each sample is expected.

    Symptom: An error about lengths.

    Cause: Labels have an axis that counts the samples, even if all labels are equal or
        there is a single sample.

    Picture:
        y = 3              a number
        y = [3, 3, 3]      one for each of three samples

    Exercise: What are the shapes of `np.array(3)` and `np.array([3])`?
    """
    return Finding(
        f"{name} is the single number {short(value)}.",
        "Expected an array with one entry for each sample.",
        "Write an array:",
        line=f"{name} = {numpy()}.array([{short(value)}])",
    )


@mistake("unknown-class-weight", "start", keys=[0, 11], units=10)
def unknown_class_weight(keys: list, units: int | None) -> Finding | None:
    """A class that does not exist is given a weight.

    Symptom: Elsewhere none: the weight is never used.

    Cause: `class_weight` knows classes by their numbers, from 0 up. Words must be
        turned into numbers first, as the labels are.

    Picture:
        labels         cat -> 0, dog -> 1
        class_weight   {0: 1.0, 1: 5.0}

    Exercise: Which weight has a class that is left out?
    """
    strange = [key for key in keys if not hasattr(key, "__index__")]
    if strange:
        return Finding(
            f"class_weight names {short(repr(strange[0]))}, which is no class number.",
            "Expected whole numbers from 0 up, as in the labels.",
            "Use the numbers of the classes:",
            line="class_weight={0: 1.0, 1: 5.0}",
        )
    beyond = [key for key in keys if units and units > 1 and not 0 <= key < units]
    if not beyond:
        return None
    return Finding(
        f"class_weight names class {beyond[0]}, but there are 0 to {(units or 1) - 1}.",
        f"The model has {units} outputs, one for each class from 0 up.",
        "Use the numbers of the labels, which count from 0:",
        level="warning",
        line="class_weight={0: 1.0, 1: 5.0}",
    )


@mistake("wrong-validation", "start", kind="tuple", length=1)
def wrong_validation(kind: str, length: int | None) -> Finding | None:
    """`validation_data` is not a pair.

    Symptom: An error about unpacking.

    Cause: Validation compares predictions with labels, so it needs both, in a tuple.

    Picture:
        validation_data=x_val              labels are missing
        validation_data=(x_val, y_val)

    Exercise: When is a share such as `validation_split=0.2` enough?
    """
    if length in (2, 3) and kind in ("tuple", "list"):
        return None
    is_pair = kind in ("tuple", "list")
    has = f"a {kind} of {length}" if is_pair else f"one {short(kind)}, not a pair"
    return Finding(
        f"validation_data is {has}.",
        "Expected (x_val, y_val), (x_val, y_val, sample_weight) or batches.",
        "Write inputs and labels, in round brackets:",
        line="validation_data=(x_val, y_val)",
    )


@mistake("not-a-share", "start", argument="validation_split", value=20)
def not_a_share(argument: str, value: Any) -> Finding | None:
    """A share is given in percent, or as text.

    Symptom: An error, or everything is cut off.

    Cause: A share is a number between 0 and 1: the fifth part is 0.2.

    Picture:
        20 %      20 / 100      0.2

    Exercise: How many of 60,000 samples are left to train on with 0.1?
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    is_number = not isinstance(value, str | bool)
    if is_number and 0 <= number < 1:
        return None
    right = number / 100 if 1 < number < 100 else 0.2
    right = number if not is_number and 0 < number < 1 else right
    return Finding(
        f"{argument}={short(repr(value))} is not a share.",
        "Expected a number from 0 up to, but not including, 1.",
        "Write it as a fraction:",
        line=f"{argument}={right:g}",
        change={"call": "fit", "set": (argument, right)},
    )
