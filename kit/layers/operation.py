"""OperationLayer: an operation of `kit.ops` as a layer, to be part of a model.

`x + y` on symbolic tensors makes one; the graph of a model consists of layers only.
"""

from collections.abc import Callable
from typing import Any

from kit.layers.layer import Layer
from kit.naming import auto_name
from kit.serialization import camel_case, lookup, register


@register("keras.layers")
class OperationLayer(Layer):
    """Runs an operation of `kit.ops` by its name.

    Args:
        operation: Its name, such as `"add"`.

    >>> import numpy as np
    >>> OperationLayer("add")(np.ones(2), np.ones(2)).tolist()
    [2.0, 2.0]
    """

    def __init__(self, operation: str, **kwargs):
        super().__init__(**{"name": auto_name(operation), **kwargs})
        self.operation = operation
        self.autocast = False
        self._function: Callable = lookup("keras.ops", operation, "operation")

    def _shown_class(self) -> str:
        return camel_case(self.operation)

    def call(self, *args, **kwargs) -> Any:
        """Run the operation."""
        return self._function(*args, **kwargs)
