"""Activations: functions that a layer applies to every number of its output.

Pure functions on arrays of any shape; layers find them by name through `get`.

    rectifiers         linear, relu, leaky_relu, relu6, elu, selu, celu
    sigmoids           sigmoid, tanh, softsign, log_sigmoid and straight-line versions
    smooth_rectifiers  softplus, silu (swish), gelu, mish and their relatives
    shrinks            soft_shrink, hard_shrink, tanh_shrink, threshold
    probabilities      softmax, log_softmax, sparsemax
    names              get, serialize, deserialize
"""

from kit.activations.names import deserialize, get, serialize
from kit.activations.probabilities import log_softmax, softmax, sparsemax
from kit.activations.rectifiers import (
    celu,
    elu,
    leaky_relu,
    linear,
    relu,
    relu6,
    selu,
)
from kit.activations.shrinks import hard_shrink, soft_shrink, tanh_shrink, threshold
from kit.activations.sigmoids import (
    hard_sigmoid,
    hard_tanh,
    log_sigmoid,
    sigmoid,
    softsign,
    sparse_sigmoid,
    tanh,
)
from kit.activations.smooth_rectifiers import (
    exponential,
    gelu,
    glu,
    hard_silu,
    hard_swish,
    mish,
    silu,
    softplus,
    sparse_plus,
    squareplus,
    swish,
)
from kit.diagnosis.names import unknown_attribute as _unknown

__all__ = [
    "celu",
    "deserialize",
    "elu",
    "exponential",
    "gelu",
    "get",
    "glu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "linear",
    "log_sigmoid",
    "log_softmax",
    "mish",
    "relu",
    "relu6",
    "selu",
    "serialize",
    "sigmoid",
    "silu",
    "soft_shrink",
    "softmax",
    "softplus",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "squareplus",
    "swish",
    "tanh",
    "tanh_shrink",
    "threshold",
]


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
