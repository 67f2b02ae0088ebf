"""Rules for models and layers as they are written: brackets, calls, returns."""

from typing import Any

from kit.diagnosis.book import mistake
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import short


@mistake("layer-not-called", "write", layer="dense", kind="Dense", owner="dense_1")
def layer_not_called(layer: str, kind: str, owner: str) -> Finding:
    """A layer stands where its output should stand.

    Symptom: An error that a layer has no shape.

    Cause: A layer is made with the first pair of brackets and used with the second.
        Without the second there is no output yet.

    Picture:
        h = Dense(64)          a layer
        h = Dense(64)(x)       what the layer makes of x

    Exercise: Which of the two has weights, and which has a shape?
    """
    return Finding(
        f'"{short(owner, 20)}" got the layer "{short(layer, 20)}", not its output.',
        "Expected what layers return when they are called.",
        f"Call {kind} on the tensor before it:",
        line=f"{kind}(...)(x)",
    )


@mistake("layers-without-list", "write", second="dense_1")
def layers_without_list(second: str) -> Finding:
    """The layers of a Sequential are not in a list.

    Symptom: Elsewhere none: all layers but the first are ignored.

    Cause: Sequential takes one list of layers. What follows it means something else.

    Picture:
        Sequential(Dense(64), Dense(10))       one layer
        Sequential([Dense(64), Dense(10)])     two layers

    Exercise: What does `len(model.layers)` say in either case?
    """
    return Finding(
        f'Sequential got the layer "{short(second)}" as a second argument.',
        "Expected all layers in one list.",
        "Put square brackets around them:",
        line="Sequential([Dense(64), Dense(10)])",
    )


@mistake("super-is-missing", "write", kind="MyModel")
def super_is_missing(kind: str) -> Finding:
    """A class of yours does not call the `__init__` of its parent.

    Symptom: An AttributeError about a name that you never wrote.

    Cause: `super().__init__()` prepares what every model and layer needs: a name, a
        list for weights, a place for the optimizer.

    Picture:
        def __init__(self):
            super().__init__()          # first
            self.dense = Dense(10)      # then your own

    Exercise: What else does the parent of a class hand down?
    """
    return Finding(
        f"{short(kind)}.__init__ does not call super().__init__().",
        "Every model and layer prepares itself there.",
        "Begin __init__ with:",
        line="super().__init__()",
    )


@mistake("nothing-returned", "build", owner='Layer "my_layer"')
def nothing_returned(owner: str, value: Any = None) -> Finding | None:
    """A function of yours returns nothing.

    Symptom: An error about None, at a later place.

    Cause: A Python function without `return` returns None.

    Picture:
        def call(self, x):        def call(self, x):
            y = x * 2                 return x * 2

    Exercise: What does `print(print(1))` print, and why?
    """
    if value is not None:
        return None
    return Finding(
        f"{short(owner, 50)} returned nothing (None).",
        "Expected an array.",
        "End the function with:",
        line="return outputs",
    )


@mistake("number-as-activation", "write", value=10)
def number_as_activation(value: Any) -> Finding | None:
    """A number stands where the activation belongs.

    Symptom: An error that a number cannot be used as an activation.

    Cause: In PyTorch, `Linear(784, 10)` names inputs and outputs. Here a layer finds
        the number of inputs by itself, and the second argument is the activation.

    Picture:
        PyTorch    Linear(784, 10)
        kit        Dense(10)

    Exercise: When does a Dense layer know how many inputs it has?
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Finding(
        f"activation={value} is a number.",
        "The second argument is the activation; the number of inputs is found by "
        "itself.",
        "Give the number of outputs alone:",
        line=f"Dense({value})",
    )


@mistake("number-as-choice", "compile", argument="loss", value=5)
def number_as_choice(argument: str, value: Any) -> Finding | None:
    """A number stands where a loss, a metric or an optimizer belongs.

    Symptom: An error, or nothing is measured.

    Cause: Often arguments in another order, or the learning rate in place of the
        optimizer.

    Picture:
        compile(0.001, "mse")            what is 0.001?
        compile(Adam(0.001), "mse")

    Exercise: Which argument of compile takes a list?
    """
    items = _flat(value)
    numbers = [one for one in items if isinstance(one, int | float)]
    if not numbers:
        return None
    examples = {"loss": '"mse"', "metrics": '["accuracy"]'}
    example = examples.get(argument, f"Adam(learning_rate={numbers[0]})")
    return Finding(
        f"{argument} got the number {short(numbers[0])}.",
        f"Expected a name, an object or a function for {argument}.",
        "Write for example:",
        line=f"{argument}={example}",
    )


def _flat(value):
    if isinstance(value, list | tuple):
        return [one for item in value for one in _flat(item)]
    return [value]


@mistake("none-as-text", "write", value="none")
def none_as_text(value: Any) -> Finding | None:
    """None is written in quotes.

    Symptom: An error that there is no activation of this name.

    Cause: None is a word of Python's own, and stands for nothing. In quotes it is a
        text of four letters.

    Picture:
        activation="none"      the function called none?
        activation=None        no function

    Exercise: What are `type(None)` and `type("None")`?
    """
    if not isinstance(value, str) or value.lower() not in ("none", ""):
        return None
    return Finding(
        f"activation={value!r} is a text, not nothing.",
        "Without an activation a layer hands its numbers on as they are.",
        "Leave the quotes out:",
        line="activation=None",
    )


@mistake("list-in-a-list", "write", count=2)
def list_in_a_list(count: int) -> Finding:
    """The layers of a Sequential are in two lists.

    Symptom: An error that a list is not a layer.

    Cause: One pair of square brackets too many, or a list of layers made by a function
        of yours inside of another list.

    Picture:
        Sequential([[Dense(64), Dense(10)]])       a list in a list
        Sequential([Dense(64), Dense(10)])
        Sequential([Input((784,)), *block(64)])    a star opens a list

    Exercise: What does `[0, *[1, 2], 3]` give?
    """
    return Finding(
        f"Sequential got a list of {count} in its list of layers.",
        "Expected one list, whose entries are layers.",
        "Leave one pair of brackets out, or open the inner list with a star:",
        line="Sequential([*layers])",
    )


@mistake("not-a-whole-number", "write", argument="epochs", value="3")
def not_a_whole_number(argument: str, value: Any) -> Finding | None:
    """A number of something is given as text, fraction or list.

    Symptom: A TypeError about `range` or about an index.

    Cause: Often a number that was read from a file or typed by a user: that is text.

    Picture:
        "3"      text
        int("3") a number

    Exercise: What is "3" * 2 in Python?
    """
    if hasattr(value, "__index__"):
        return None
    right = _nearest_whole(value)
    return Finding(
        f"{argument}={short(repr(value))} is not a whole number.",
        f"Expected for example {right}.",
        "Write:",
        line=f"{argument}={right}",
        change={"call": "fit", "set": (argument, right)},
    )


def _nearest_whole(value):
    try:
        return max(1, round(float(value)))
    except (TypeError, ValueError, OverflowError):
        return 5


@mistake("metrics-as-weights", "compile", value=["accuracy"])
def metrics_as_weights(value: Any) -> Finding | None:
    """The third argument of compile is not `metrics`.

    Symptom: An error that text is not a number, or no accuracy in the history.

    Cause: The order is optimizer, loss, loss_weights, metrics. Without its name, a list
        in the third place means the weights of several losses.

    Picture:
        compile("adam", "mse", ["mae"])            loss_weights=["mae"]
        compile("adam", "mse", metrics=["mae"])    as it was meant

    Exercise: Which arguments do you write with their names, and which not?
    """
    items = value if isinstance(value, list | tuple) else [value]
    is_metric = [
        isinstance(item, str) or hasattr(item, "update_state") for item in items
    ]
    if not any(is_metric):
        return None
    words = [item if isinstance(item, str) else type(item).__name__ for item in items]
    return Finding(
        f"loss_weights={short(words)} are metrics, not numbers.",
        "The third argument of compile is loss_weights; metrics is the fourth.",
        "Write its name:",
        line="metrics=[...]",
        change={"call": "compile", "rename": ("loss_weights", "metrics")},
    )


@mistake("weights-without-names", "start", value=[1, 2])
def weights_without_names(value: Any) -> Finding | None:
    """The weights of classes are a list.

    Symptom: An error about a list that has no `get`.

    Cause: `class_weight` says for each class how much its samples count, so each weight
        needs the number of its class.

    Picture:
        class_weight={0: 1.0, 1: 5.0}

    Exercise: Which weights make a class count as much as another that is ten times as
        frequent?
    """
    if isinstance(value, dict):
        return None
    return Finding(
        f"class_weight is a {type(value).__name__}, not a dict.",
        "Expected {class: weight}, such as {0: 1.0, 1: 5.0}.",
        "Number the weights:",
        line="class_weight=dict(enumerate(weights))",
    )
