"""Finding optimizers: by name, by description, or an optax transformation.

`compile(optimizer=...)` passes whatever the user wrote to `get`.
"""

from typing import Any

from kit import serialization
from kit.optimizers.optax_optimizer import OptaxOptimizer, is_transformation
from kit.optimizers.optimizer import Optimizer

MODULE = "keras.optimizers"


def get(identifier: Any) -> Optimizer | None:
    """Return the optimizer that a user means.

    Args:
        identifier: A name such as `"adam"`, an optimizer, its class, what `serialize`
            returned, an optax transformation, or None.

    Raises:
        ValueError: If it is none of these; for a name with the closest known one.

    >>> type(get("adam")).__name__
    'Adam'
    """
    if identifier is None or isinstance(identifier, Optimizer):
        return identifier
    if is_transformation(identifier):
        return OptaxOptimizer(identifier)
    if isinstance(identifier, str | dict | type):
        found = serialization.get(identifier, MODULE, "optimizer")
        if isinstance(found, Optimizer):
            return found
    raise ValueError(
        f"{repr(identifier)[:40]} cannot be used as an optimizer.\n"
        "Expected a name, an optimizer of kit.optimizers or of optax.\n"
        'Write for example optimizer="adam", or kit.optimizers.Adam(0.001).'
    )


def serialize(optimizer: Optimizer) -> dict[str, Any]:
    """Describe an optimizer as plain JSON, in the form that Keras writes.

    >>> from kit.optimizers.adam import Adam
    >>> serialize(Adam())["class_name"]
    'Adam'
    """
    return serialization.serialize(optimizer)


def deserialize(
    config: dict[str, Any], custom_objects: dict[str, Any] | None = None
) -> Optimizer:
    """Make an optimizer from what `serialize` returned, of kit or of Keras.

    >>> from kit.optimizers.adam import Adam
    >>> deserialize(serialize(Adam(beta_1=0.8))).beta_1
    0.8
    """
    with serialization.CustomObjectScope(custom_objects):
        return serialization.deserialize(config, MODULE, "optimizer")
