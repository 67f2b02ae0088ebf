"""KerasTensor: a tensor that has a shape but no numbers yet, and Node: who made it.

`Input()` returns a KerasTensor; calling a layer on one records a Node. A functional
model is the graph of these nodes.
"""

from typing import TYPE_CHECKING, Any

import jax

from kit.serialization import lookup

if TYPE_CHECKING:
    from kit.layers.layer import Layer


class KerasTensor:
    """Stands for a batch of arrays whose values come later.

    Args:
        shape: Size along every axis; `None` where it may vary, as the batch.
        dtype: Number format.
        name: A word for messages.

    >>> KerasTensor((None, 784))
    <KerasTensor shape=(None, 784), dtype=float32>
    """

    def __init__(
        self, shape: tuple, dtype: str = "float32", name: str | None = None
    ) -> None:
        self.shape = tuple(shape)
        self.dtype = str(dtype)
        self.name = name
        self._keras_history: Any = None  # (layer, number of its call, output)

    @property
    def ndim(self) -> int:
        """Number of axes, the batch included."""
        return len(self.shape)

    def __repr__(self):
        name = f", name={self.name}" if self.name else ""
        return f"<KerasTensor shape={self.shape}, dtype={self.dtype}{name}>"

    def __getitem__(self, index):
        return lookup("keras.ops", "get_item", "operation")(self, index)

    def __iter__(self):
        raise TypeError(
            f"A KerasTensor of shape {self.shape} cannot be walked through.\n"
            "Expected an operation of kit: it has no numbers yet.\n"
            "Use indexing such as x[:, 0], or kit.ops."
        )

    def __bool__(self):
        raise TypeError(
            "A KerasTensor is neither true nor false: it has no numbers yet.\n"
            "Expected an operation of kit instead of `if` or `and`.\n"
            "Use kit.ops.where(condition, x, y)."
        )

    def __array__(self, dtype=None, copy=None):
        raise TypeError(
            f"A KerasTensor of shape {self.shape} has no numbers for NumPy or JAX.\n"
            "Expected a layer or an operation of kit between Input and Model.\n"
            "Use kit.ops.NAME(x), or a layer, instead of numpy or jax.numpy."
        )

    __jax_array__ = __array__


def _operator(name, swapped=False):
    """Make `x + y` on symbolic tensors record the operation "add"."""

    def operator(self, *others):
        operation = lookup("keras.ops", name, "operation")
        if swapped:
            return operation(*others, self)
        return operation(self, *others)

    return operator


_BINARY = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "true_divide",
    "floordiv": "floor_divide",
    "mod": "mod",
    "pow": "power",
    "matmul": "matmul",
    "and": "logical_and",
    "or": "logical_or",
    "xor": "logical_xor",
}
for _short, _name in _BINARY.items():
    setattr(KerasTensor, f"__{_short}__", _operator(_name))
    setattr(KerasTensor, f"__r{_short}__", _operator(_name, swapped=True))
_COMPARE = {
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
    "ne": "not_equal",
}
_UNARY = {"neg": "negative", "abs": "absolute", "invert": "logical_not"}
for _short, _name in (_COMPARE | _UNARY).items():
    setattr(KerasTensor, f"__{_short}__", _operator(_name))


class Node:
    """One call of a layer on symbolic tensors: what went in and what came out.

    Args:
        layer: The layer that was called.
        arguments: Its positional arguments, with KerasTensors among them.
        keywords: Its keyword arguments.
        outputs: The KerasTensors it returned, in the structure that it returned.
    """

    def __init__(self, layer: "Layer", arguments: tuple, keywords: dict, outputs: Any):
        self.layer = layer
        self.arguments = arguments
        self.keywords = keywords
        self.outputs = outputs
        self.input_tensors = symbolic_leaves((arguments, keywords))
        self.output_tensors = symbolic_leaves(outputs)
        index = len(layer._inbound_nodes)
        layer._inbound_nodes.append(self)
        for position, tensor in enumerate(self.output_tensors):
            tensor._keras_history = (layer, index, position)


def symbolic_leaves(structure: Any) -> list[KerasTensor]:
    """Return the KerasTensors inside nested lists, tuples and dicts, in order.

    >>> len(symbolic_leaves([KerasTensor((None, 1)), {"b": KerasTensor((None, 2))}]))
    2
    """
    leaves = jax.tree.leaves(structure)
    return [leaf for leaf in leaves if isinstance(leaf, KerasTensor)]
