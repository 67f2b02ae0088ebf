"""Graph: the layer calls between symbolic inputs and outputs, in running order.

It is found by walking back from the outputs along the nodes that layer calls recorded.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit.diagnosis.writing import layer_not_called
from kit.layers.call_context import current_context
from kit.layers.symbolic import KerasTensor, Node, symbolic_leaves
from kit.models.input_fit import fit_input
from kit.models.pool_first import find_pool_first


class Graph:
    """The part of the network that leads from `inputs` to `outputs`.

    Args:
        inputs: A KerasTensor, or several in a list or dict.
        outputs: The same.
        exact: Whether arrays must have the sizes of the inputs, the batch aside; if
            not, the layers judge for themselves.

    Raises:
        ValueError: If an output depends on an Input that is not among the inputs.
    """

    def __init__(self, inputs: Any, outputs: Any, exact: bool = True):
        self.inputs, self.outputs, self.exact = inputs, outputs, exact
        self.input_tensors = symbolic_leaves(inputs)
        self.output_tensors = symbolic_leaves(outputs)
        _check_symbolic(self.input_tensors, "inputs", inputs)
        _check_symbolic(self.output_tensors, "outputs", outputs)
        self.nodes = self._sorted_nodes()
        self._check_connected()
        self.layers = self._sorted_layers()
        self.pool_first = find_pool_first(self.nodes, self.output_tensors)
        self._waiting = {id(node) for node in self.pool_first.values()}
        self._check_names()

    def _sorted_nodes(self) -> list[Node]:
        """Every node after those that it needs."""
        given = {id(tensor) for tensor in self.input_tensors}
        found: list[Node] = []
        finished: set[int] = set()
        self.first_seen: dict[int, int] = {}  # id of a layer -> order of discovery

        def visit(tensor: KerasTensor) -> None:
            layer, index, _ = tensor._keras_history
            node = layer._inbound_nodes[index]
            is_start = not node.input_tensors
            if id(node) in finished or (id(tensor) in given and not is_start):
                return
            finished.add(id(node))
            self.first_seen.setdefault(id(layer), len(self.first_seen))
            for parent in node.input_tensors:
                visit(parent)
            found.append(node)

        for tensor in self.output_tensors:
            visit(tensor)
        for tensor in self.input_tensors:  # an input that nothing uses
            node = node_of(tensor)
            if id(node) not in finished and not node.input_tensors:
                self.first_seen.setdefault(id(node.layer), -1)
                found.insert(0, node)
        return found

    def _sorted_layers(self) -> list[Any]:
        """Layers from far to near the outputs, as Keras lists them."""
        depths: dict[int, int] = {}
        layer_depths: dict[int, int] = {}
        layers = {}
        for node in reversed(self.nodes):
            key = id(node.layer)
            layers[key] = node.layer
            depth = max(depths.get(id(node), 0), layer_depths.get(key, 0))
            depths[id(node)] = layer_depths[key] = depth
            for tensor in node.input_tensors:
                parent = id(node_of(tensor))
                depths[parent] = max(depth + 1, depths.get(parent, 0))
        self.depths = depths
        order = sorted(layers, key=lambda k: (-layer_depths[k], self.first_seen[k]))
        return [layers[key] for key in order]

    def _check_connected(self):
        known = {id(tensor) for tensor in self.input_tensors}
        for node in self.nodes:
            if not node.input_tensors and id(node.output_tensors[0]) not in known:
                raise ValueError(
                    f'The outputs depend on the input "{node.layer.name}", '
                    "which was not given.\n"
                    "Expected every Input that leads to the outputs in `inputs`.\n"
                    "Add it: Model(inputs=[...], outputs=...)."
                )
            known |= {id(tensor) for tensor in node.output_tensors}

    def _check_names(self):
        names = [layer.name for layer in self.layers]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(
                    f'{names.count(name)} layers have the name "{name}".\n'
                    "Expected a name of its own for every layer of a model.\n"
                    "Leave the names out, or choose different ones."
                )

    @property
    def input_names(self) -> list[str]:
        """The names of the inputs' layers."""
        return [tensor._keras_history[0].name for tensor in self.input_tensors]

    @property
    def output_names(self) -> list[str]:
        """The names of the outputs' layers, each once."""
        names: list[str] = []
        for tensor in self.output_tensors:
            name = plain = tensor._keras_history[0].name
            number = 1
            while name in names:
                name, number = f"{plain}_{number}", number + 1
            names.append(name)
        return names

    def run(self, inputs: Any, model_name: str) -> Any:
        """Compute the outputs for arrays, or record it for other KerasTensors.

        Args:
            inputs: Values in the form of `self.inputs`, or a dict by input name.
            model_name: For messages.
        """
        values = self._input_values(inputs, model_name)
        for node in self.nodes:
            if not node.input_tensors:
                continue
            if all(id(tensor) in values for tensor in node.output_tensors):
                continue
            arguments, keywords = jax.tree.map(
                lambda leaf: values.get(id(leaf), leaf),
                (node.arguments, node.keywords),
            )
            outputs = self._call(node, arguments, keywords)
            for tensor, value in zip(
                node.output_tensors, _leaves_like(outputs, node.outputs), strict=True
            ):
                values[id(tensor)] = value
        return jax.tree.map(lambda tensor: values[id(tensor)], self.outputs)

    def _call(self, node, arguments, keywords):
        """Call a layer; a convolution that is pooled ends after the pooling."""
        context = current_context()
        if context is None or symbolic_leaves((arguments, keywords)):
            return node.layer(*arguments, **keywords)
        if id(node) in self._waiting:
            context.ends_later = node.layer
        outputs = node.layer(*arguments, **keywords)
        context.ends_later = None
        if id(node) in self.pool_first:
            outputs = self.pool_first[id(node)].layer._end(outputs)
        return outputs

    def _input_values(self, inputs, model_name):
        given = self._in_order(inputs, model_name)
        context = current_context()
        values = {}
        for tensor, value in zip(self.input_tensors, given, strict=True):
            name = tensor._keras_history[0].name
            if not isinstance(value, KerasTensor):
                fitted = fit_input(value, self._wanted(tensor.shape), name)
                fitted = jnp.asarray(fitted).astype(tensor.dtype)
                if context is not None:
                    context.hand_on_mask(value, fitted)
                value = fitted
            values[id(tensor)] = value
        return values

    def _wanted(self, shape):
        """The shape to fit arrays to: any batch, and any sizes if not exact."""
        sizes = shape[1:]
        if not self.exact:
            sizes = [1 if size == 1 else None for size in sizes[-1:]]
            sizes = [None] * (len(shape) - 1 - len(sizes)) + sizes
        return (None, *sizes)

    def _in_order(self, inputs, model_name):
        """Match arrays to the inputs: by name in a dict, else by position."""
        if isinstance(inputs, dict) and not isinstance(self.inputs, dict):
            missing = [name for name in self.input_names if name not in inputs]
            if missing:
                raise ValueError(
                    f'Model "{model_name}" got no input "{missing[0]}".\n'
                    f"Expected a dict with the keys {', '.join(self.input_names)}.\n"
                    "Name the arrays as the Input layers are named."
                )
            return [inputs[name] for name in self.input_names]
        if isinstance(self.inputs, dict) and isinstance(inputs, dict):
            inputs = {key: inputs[key] for key in self.inputs if key in inputs}
        leaves = jax.tree.leaves(inputs)
        if len(leaves) != len(self.input_tensors):
            raise ValueError(
                f'Model "{model_name}" got {len(leaves)} inputs.\n'
                f"Expected {len(self.input_tensors)}: {', '.join(self.input_names)}.\n"
                "Pass them as a list in this order, or as a dict by these names."
            )
        return leaves


def node_of(tensor: KerasTensor) -> Node:
    """Return the layer call that made a symbolic tensor."""
    layer, index, _ = tensor._keras_history
    return layer._inbound_nodes[index]


def _leaves_like(values, structure):
    if isinstance(structure, KerasTensor):
        return [values]
    return jax.tree.leaves(values)


def _kind_of(given):
    """What was given instead of symbolic tensors, in few words."""
    if hasattr(given, "shape"):
        return f"an array {given.shape}"
    return f"type {type(given).__name__}"


def _check_symbolic(tensors, argument, given):
    if hasattr(given, "_inbound_nodes"):
        kind = type(given).__name__
        raise layer_not_called(given.name, kind, "Model").error()
    if not tensors or any(tensor._keras_history is None for tensor in tensors):
        raise ValueError(
            f"Model received {argument} of {_kind_of(given)}, not of Input or layers.\n"
            "Expected what Input(...) returns, or what layers return for it.\n"
            "Write x = Input(shape=(784,)); y = Dense(10)(x); Model(x, y)."
        )
