"""Rules for errors of JAX in code of the user's own: what they mean here.

An exception is known by the name of its class and its text, so nothing of JAX is
needed; `place` is the user's own line in which it happened.
"""

import re

from kit.diagnosis.book import mistake
from kit.diagnosis.calls import explained_call
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import short

_SHAPES = re.compile(r"\([\d, ]*\)")
_TRUTH = "truth value of an array"
_IF = ("TracerBoolConversionError", "ConcretizationTypeError")
_NUMBERS = ("TracerIntegerConversionError",)


@mistake("if-on-unknown-value", "train", kind=_IF[0], text="", place="if x > 0:")
def if_on_unknown_value(kind: str, text: str, place: str) -> Finding | None:
    """A Python `if` asks about a number that is not known yet.

    Symptom: An error about a tracer, a concrete value or a boolean conversion.

    Cause: kit compiles a layer or a loss before any data is there. Python runs through
        it once, with placeholders for the numbers, and `if`, `while`, `and`, `float()`
        and `int()` need the number at that moment.

    Picture:
        if x > 0: y = x          y = ops.where(x > 0, x, 0)
        else:     y = 0

    Exercise: Write the absolute value with `ops.where`.
    """
    if kind not in _IF + _NUMBERS and _TRUTH not in text:
        return None
    return Finding(
        "Python asks for a number that is not known while kit compiles.",
        f"It happened here: {short(place, 100)}. Layers and losses are compiled "
        "before there is data.",
        "Choose with ops.where instead of if; to look inside, use "
        "compile(run_eagerly=True):",
        line="ops.where(x > 0, x, 0.0)",
        change={"set": ("run_eagerly", True)},
    )


@mistake(
    "numpy-on-unknown-value",
    "train",
    kind="TracerArrayConversionError",
    text="",
    place="return np.exp(x)",
)
def numpy_on_unknown_value(kind: str, text: str, place: str) -> Finding | None:
    """NumPy is used on numbers that are not known yet.

    Symptom: An error about a tracer that cannot be converted to an array.

    Cause: NumPy computes at once, in Python. Inside a layer, a loss or a metric there
        are only placeholders, which `kit.ops` and `jax.numpy` understand.

    Picture:
        np.exp(x)      needs the numbers now
        ops.exp(x)     writes down what to do with them later

    Exercise: Where in a program with kit is NumPy right?
    """
    if kind != "TracerArrayConversionError":
        return None
    name = re.search(r"\bnp\.(\w+)|\bnumpy\.(\w+)", place)
    function = next((part for part in name.groups() if part), "") if name else "exp"
    return Finding(
        "NumPy needs numbers that are not known while kit compiles.",
        f"It happened here: {short(place, 100)}.",
        "Use the function of the same name in kit.ops or jax.numpy:",
        line=f"ops.{function}(...)",
        change={"replace": ("np.", "ops.")},
    )


@mistake(
    "value-from-another-run",
    "train",
    kind="UnexpectedTracerError",
    text="",
    place="return x + self.last",
)
def value_from_another_run(kind: str, text: str, place: str) -> Finding | None:
    """A layer kept a placeholder of an earlier run.

    Symptom: An error about a leaked tracer, in the second call.

    Cause: `self.last = x` inside of `call` stores a placeholder, not numbers. When the
        layer runs again, the placeholder belongs to nothing any more.

    Picture:
        call 1    self.last = <placeholder 1>
        call 2    x + <placeholder 1>            which numbers?

    Exercise: Write a layer that counts how often it was called.
    """
    if kind != "UnexpectedTracerError":
        return None
    return Finding(
        "A value that was kept from another run is used in this one.",
        f"It happened here: {short(place, 100)}. What call stores in self is a "
        "placeholder.",
        "Remember numbers in a weight that is not trained:",
        line="self.last = self.add_weight(shape=(), trainable=False)  # in build\n"
        "self.last.assign(value)  # in call",
    )


@mistake(
    "boolean-mask",
    "train",
    kind="NonConcreteBooleanIndexError",
    text="",
    place="x[x > 0]",
)
def boolean_mask(kind: str, text: str, place: str) -> Finding | None:
    """The size of a result depends on the numbers.

    Symptom: An error about a boolean index that must be concrete.

    Cause: `x[x > 0]` has as many entries as there are positive numbers, and compiled
        code needs to know all shapes beforehand.

    Picture:
        x[x > 0].sum()      ops.sum(ops.where(x > 0, x, 0))

    Exercise: Write the mean of the positive entries with `ops.where`.
    """
    if kind != "NonConcreteBooleanIndexError":
        return None
    return Finding(
        "The number of entries picked by a condition is not known in advance.",
        f"It happened here: {short(place, 100)}.",
        "Keep all entries, and make those that do not count zero:",
        line="ops.where(mask, x, 0.0)",
    )


@mistake(
    "shapes-do-not-fit",
    "train",
    kind="TypeError",
    text="add got incompatible shapes for broadcasting: (32, 10), (32, 3).",
    place="return x + y",
)
def shapes_do_not_fit(kind: str, text: str, place: str) -> Finding | None:
    """Two arrays of different shapes meet in code of yours.

    Symptom: An error about broadcasting or contracting dimensions.

    Cause: Axes of two arrays must have the same size, or size 1. In a matrix product
        the last axis of the first must be as long as the first axis of the second.

    Picture:
        (32, 10) + (32, 3)      10 and 3 do not fit
        (32, 10) + (32, 1)      the 1 is stretched
        (32, 10) @ (10, 3)      gives (32, 3)

    Exercise: Which of (3, 1) + (3,) and (3, 1) + (1, 3) fits, and what is the shape?
    """
    words = ("incompatible shapes", "contracting dimensions", "cannot reshape array")
    if kind not in ("TypeError", "ValueError") or not any(
        w in text.lower() for w in words
    ):
        return None
    shapes = _SHAPES.findall(text)
    if len(shapes) < 2:
        return None
    one, other = shapes[:2]
    verb = "be reshaped to" if "reshape" in text else "meet"
    if "contracting" in text:
        one, other = (shape.strip("(),") for shape in shapes[:2])
        return Finding(
            f"A matrix product cannot join an axis of {one} with one of {other}.",
            f"It happened here: {short(place, 100)}.",
            "The last axis of the first must be as long as the first of the second:",
            line="print(x.shape, y.shape)",
        )
    return Finding(
        f"An array of shape {one} cannot {verb} {other}.",
        f"It happened here: {short(place, 100)}.",
        "Print the shapes just before that line; they are known while kit compiles:",
        line="print(x.shape, y.shape)",
    )


@mistake(
    "out-of-memory",
    "train",
    kind="XlaRuntimeError",
    text="RESOURCE_EXHAUSTED: Out of memory allocating 9000000000 bytes.",
    place="",
)
def out_of_memory(kind: str, text: str, place: str) -> Finding | None:
    """There is not enough memory for a batch.

    Symptom: An error RESOURCE_EXHAUSTED, or the kernel dies.

    Cause: Training keeps what every layer gives for every sample of a batch, until the
        gradient is known. Large batches of large images need much.

    Picture:
        batch 256   ################
        batch 32    ##

    Exercise: What else gets smaller with the batch: time per epoch, noise, or loss?
    """
    if "RESOURCE_EXHAUSTED" not in text and kind != "MemoryError":
        return None
    size = re.search(r"(\d{4,}) bytes", text)
    asked = f" for {int(size[1]) / 1e9:.2g} GB" if size else ""
    return Finding(
        f"There is not enough memory{asked}.",
        "Training keeps the outputs of all layers for a whole batch.",
        "Take smaller batches:",
        line="batch_size=16",
        change={"call": "fit", "set": ("batch_size", 16)},
    )


ERROR_RULES = (
    if_on_unknown_value,
    numpy_on_unknown_value,
    value_from_another_run,
    boolean_mask,
    shapes_do_not_fit,
    out_of_memory,
)


def explained(error: BaseException, place: str) -> Exception | None:
    """Return an error in plain words for one of JAX, or None if it is another one.

    >>> error = TypeError("add got incompatible shapes for broadcasting: (2,), (3,).")
    >>> print(str(explained(error, "x + y")).splitlines()[0])
    An array of shape (2,) cannot meet (3,).
    """
    if getattr(error, "finding", None) is not None:
        return None
    if isinstance(error, TypeError):
        found = explained_call(str(error))
        if found is not None:
            return found.error(TypeError)
    kind = TypeError if isinstance(error, TypeError) else ValueError
    for rule in ERROR_RULES:
        found = rule(type(error).__name__, str(error), place)
        if found is not None:
            return found.error(kind)
    return None
