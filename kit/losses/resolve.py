"""From what a user writes after `loss=` to a Loss: names, functions, descriptions.

`"crossentropy"` depends on shapes, so it is resolved when the first batch is known.
"""

from typing import Any

from kit import serialization
from kit.losses.crossentropy import (
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
)
from kit.losses.loss import Loss, LossFunctionWrapper
from kit.losses.overlap import Dice, Tversky, dice, tversky
from kit.serialization import CustomObjectScope, snake_case

CROSSENTROPY_NAMES = ("crossentropy", "ce")

_CROSSENTROPIES = {
    "binary": binary_crossentropy,
    "sparse": sparse_categorical_crossentropy,
    "categorical": categorical_crossentropy,
}
# Functions that join the samples of a batch; their classes can leave samples out.
_JOINING = {dice: Dice, tversky: Tversky}


def get(identifier: Any) -> Any:
    """Return the loss that a name, a description, a class or an object stands for.

    A snake_case name gives the function, a class name an object of the class.

    Raises:
        ValueError: If there is none; it proposes the closest name.

    >>> get("mse").__name__, get("MeanSquaredError")
    ('mean_squared_error', <MeanSquaredError mean_squared_error>)
    """
    return serialization.get(identifier, "keras.losses", "loss")


def serialize(loss: Any) -> Any:
    """Describe a loss as plain JSON.

    >>> serialize(get("Huber"))["config"]["delta"]
    1.0
    """
    return serialization.serialize(loss)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Make a loss again from what `serialize` returned.

    Args:
        config: The description.
        custom_objects: Functions and classes of your own, by name.

    >>> deserialize(serialize(get("Huber")))
    <Huber huber_loss>
    """
    with CustomObjectScope(custom_objects):
        return get(config)


def label_kind(y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]) -> str:
    """Return how labels encode classes, judged by the shapes alone, as Keras does.

    Returns:
        `"binary"` for one output per sample, `"sparse"` for integer labels,
        `"categorical"` for one-hot rows.

    >>> label_kind((32,), (32, 1)), label_kind((32,), (32, 10))
    ('binary', 'sparse')
    """
    if y_pred_shape[-1] == 1:
        return "binary"
    if len(y_true_shape) < len(y_pred_shape) or y_true_shape[-1] == 1:
        return "sparse"
    return "categorical"


def resolve_crossentropy(
    kind: str, y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]
) -> LossFunctionWrapper:
    """Return the crossentropy that fits the shapes; it keeps the name that was typed.

    Args:
        kind: `"crossentropy"` or `"ce"`.
        y_true_shape: Shape of the labels, with the batch axis.
        y_pred_shape: Shape of the predictions, with the batch axis.

    >>> resolve_crossentropy("ce", (32,), (32, 10)).fn.__name__
    'sparse_categorical_crossentropy'
    """
    function = _CROSSENTROPIES[label_kind(y_true_shape, y_pred_shape)]
    return LossFunctionWrapper(function, name=kind)


def get_loss(identifier: Any, y_true: Any, y_pred: Any) -> Loss:
    """Return the Loss for one entry of `compile(loss=...)`.

    Args:
        identifier: A name, a function, a Loss, its class or its description.
        y_true: The labels of a batch; only their shape matters.
        y_pred: The predictions of a batch; only their shape matters.

    >>> import jax
    >>> labels = jax.ShapeDtypeStruct((32,), "int32")
    >>> output = jax.ShapeDtypeStruct((32, 10), "float32")
    >>> get_loss("crossentropy", labels, output).fn.__name__
    'sparse_categorical_crossentropy'
    """
    if isinstance(identifier, str) and identifier.lower() in CROSSENTROPY_NAMES:
        return resolve_crossentropy(identifier, y_true.shape, y_pred.shape)
    loss = get(identifier)
    if isinstance(loss, Loss):
        return loss
    name = identifier if isinstance(identifier, str) else function_name(loss)
    return joining_loss(loss, name) or LossFunctionWrapper(loss, name=name)


def joining_loss(function: Any, name: str) -> Loss | None:
    """Return the Loss of a function of kit that joins samples, or None for others.

    >>> joining_loss(dice, "overlap"), joining_loss(max, "max")
    (<Dice overlap>, None)
    """
    for known, cls in _JOINING.items():
        if function is known:
            return cls(name=name)
    return None


def function_name(function: Any) -> str:
    """Return the name that a function or object has in reports.

    >>> function_name(max)
    'max'
    """
    if hasattr(function, "name"):
        return function.name
    return snake_case(getattr(function, "__name__", type(function).__name__))
