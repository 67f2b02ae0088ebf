"""Pooling before bias and activation: a quarter of the work for the same numbers.

A convolution that only a max pooling reads may be pooled before its bias and its
activation are applied: a function that never falls commutes with taking the largest.

    max(relu(x + b)) = relu(max(x) + b)

With windows of 2 x 2, bias and activation then run on a quarter of the numbers. The
results are equal to the last bit.
"""

from typing import Any

from kit import activations
from kit.layers.convolution_base import ConvolutionBase
from kit.layers.pooling import MaxPooling1D, MaxPooling2D, MaxPooling3D
from kit.layers.symbolic import Node

# Functions that never fall; each works on single numbers.
_RISING = (
    activations.linear,
    activations.relu,
    activations.sigmoid,
    activations.tanh,
    activations.elu,
    activations.leaky_relu,
    activations.softplus,
)
_POOLINGS = (MaxPooling1D, MaxPooling2D, MaxPooling3D)


def find_pool_first(nodes: list[Node], outputs: list[Any]) -> dict[int, Node]:
    """Find the pairs; returns the id of each pooling's node with its convolution's.

    Args:
        nodes: The layer calls of a graph.
        outputs: The symbolic outputs of the graph, which must be as they are.
    """
    readers: dict[int, list[Node]] = {}
    for node in nodes:
        for tensor in node.input_tensors:
            readers.setdefault(id(tensor), []).append(node)
    given_out = {id(tensor) for tensor in outputs}
    pairs = {}
    for node in nodes:
        tensor = node.output_tensors[0]
        reading = readers.get(id(tensor), [])
        alone = len(reading) == 1 and id(tensor) not in given_out
        if alone and _may_wait(node.layer) and _is_pooling(reading[0].layer):
            pairs[id(reading[0])] = node
    return pairs


def _may_wait(layer: Any) -> bool:
    """Tell whether the ending of a layer may come after the pooling."""
    return (
        isinstance(layer, ConvolutionBase)
        and type(layer).call.__module__.startswith("kit.")
        and any(layer.activation is function for function in _RISING)
        and layer.activity_regularizer is None
        and layer.compute_dtype == layer.variable_dtype
    )


def _is_pooling(layer: Any) -> bool:
    return type(layer) in _POOLINGS and layer.activity_regularizer is None
