"""kit.ops: the operations of JAX under Keras's names, also on symbolic tensors.

On arrays and Variables an operation is the function of `jax.numpy` or `jax.nn`; on a
KerasTensor it becomes a layer of the model that is being made.
"""

import functools
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kit import activations, config
from kit.diagnosis.names import unknown_attribute as _unknown
from kit.layers.operation import OperationLayer
from kit.layers.symbolic import symbolic_leaves
from kit.serialization import register
from kit.variables import Variable


def operation(function: Callable, name: str | None = None) -> Callable:
    """Make a function of arrays usable on symbolic tensors, under its name.

    >>> double = operation(lambda x: 2 * x, "double")
    >>> double(3)
    6
    """
    name = name or function.__name__

    @functools.wraps(function)
    def run(*args, **kwargs):
        if symbolic_leaves((args, kwargs)):
            return OperationLayer(name)(*args, **kwargs)
        plain = jax.tree.map(_value, (args, kwargs), is_leaf=_is_variable)
        return function(*plain[0], **plain[1])

    run.__name__ = run.__qualname__ = name
    return register("keras.ops")(run)


def _is_variable(value):
    return isinstance(value, Variable)


def _value(leaf):
    return leaf.value if isinstance(leaf, Variable) else leaf


# Operations whose name and arguments are those of jax.numpy.
_FROM_NUMPY = """
absolute add all any append arange arccos arccosh arcsin arcsinh arctan arctan2
arctanh argmax argmin argsort array average bincount broadcast_to ceil clip
concatenate conjugate cos cosh count_nonzero cross cumprod cumsum deg2rad diag
diagonal diff digitize divide dot einsum empty equal exp expand_dims expm1 eye flip
floor floor_divide full full_like greater greater_equal hstack identity imag isclose
isfinite isinf isnan less less_equal linspace log log10 log1p log2 logaddexp
logical_and logical_not logical_or logical_xor logspace matmul max maximum mean median
meshgrid min minimum mod moveaxis multiply nan_to_num negative nonzero not_equal ones
ones_like outer pad power prod quantile ravel real reciprocal repeat reshape roll
round searchsorted sign sin sinh sort split sqrt square squeeze stack std subtract sum
swapaxes take take_along_axis tan tanh tensordot tile trace transpose tri tril triu
true_divide trunc unravel_index var vdot vectorize vstack where zeros zeros_like
""".split()

# Operations whose name and arguments are those of kit.activations.
_FROM_ACTIVATIONS = """
celu elu gelu glu hard_shrink hard_sigmoid hard_silu hard_tanh leaky_relu log_sigmoid
log_softmax relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign
sparse_plus squareplus tanh_shrink threshold
""".split()

for _name in _FROM_NUMPY:
    if hasattr(jnp, _name):
        globals()[_name] = operation(getattr(jnp, _name), _name)
for _name in _FROM_ACTIVATIONS:
    if hasattr(activations, _name):
        globals()[_name] = operation(getattr(activations, _name), _name)

abs = globals()["absolute"]
swish = globals()["silu"]
hard_swish = globals()["hard_silu"]


@operation
def get_item(x: Any, index: Any) -> Any:
    """Return `x[index]`.

    >>> get_item(jnp.arange(3), 1).item()
    1
    """
    return x[_as_index(index)]


def _as_index(index):
    """JSON has no slices and tuples; a saved model stores them as dicts and lists."""
    if isinstance(index, dict) and "slice" in index:
        return slice(*index["slice"])
    if isinstance(index, list):
        return tuple(_as_index(part) for part in index)
    return index


@operation
def cast(x: Any, dtype: str) -> Any:
    """Return `x` in another number format.

    >>> cast(jnp.array([1.5]), "int32").tolist()
    [1]
    """
    return jnp.asarray(x).astype(dtype)


@operation
def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    """Return the length of vectors, or a matrix norm.

    >>> norm(jnp.array([3.0, 4.0])).item()
    5.0
    """
    return jnp.linalg.norm(x, ord=ord, axis=axis, keepdims=keepdims)


@operation
def erf(x: Any) -> Any:
    """Return the error function.

    >>> erf(jnp.array(0.0)).item()
    0.0
    """
    return jax.scipy.special.erf(x)


@operation
def logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Return log(sum(exp(x))) without overflow.

    >>> f"{logsumexp(jnp.zeros(2)).item():.4f}"
    '0.6931'
    """
    return jax.nn.logsumexp(x, axis=axis, keepdims=keepdims)


@operation
def rsqrt(x: Any) -> Any:
    """Return 1 / sqrt(x).

    >>> rsqrt(jnp.array(4.0)).item()
    0.5
    """
    return jax.lax.rsqrt(jnp.asarray(x, config.floatx()))


@operation
def one_hot(x: Any, num_classes: int, axis: int = -1, dtype: str | None = None) -> Any:
    """Return rows that are 1 at the place of each number and 0 elsewhere.

    >>> one_hot(jnp.array([1]), 3).tolist()
    [[0.0, 1.0, 0.0]]
    """
    return jax.nn.one_hot(x, num_classes, axis=axis, dtype=dtype or config.floatx())


@operation
def top_k(x: Any, k: int, sorted: bool = True) -> Any:
    """Return the k largest numbers of each row and their places.

    >>> top_k(jnp.array([1.0, 3.0, 2.0]), 2)[1].tolist()
    [1, 2]
    """
    del sorted
    return tuple(jax.lax.top_k(x, k))


@operation
def stop_gradient(x: Any) -> Any:
    """Return `x`, which no gradient flows through.

    >>> jax.grad(lambda x: stop_gradient(x) * x)(2.0).item()
    2.0
    """
    return jax.lax.stop_gradient(x)


def convert_to_tensor(x: Any, dtype: str | None = None, sparse: Any = None) -> Any:
    """Return an array of JAX.

    >>> convert_to_tensor([1, 2]).shape
    (2,)
    """
    del sparse
    x = _value(x)
    if dtype is None and np.asarray(x).dtype == np.float64:
        dtype = config.floatx()
    return jnp.asarray(x, dtype=dtype)


def convert_to_numpy(x: Any) -> np.ndarray:
    """Return an array of NumPy.

    >>> convert_to_numpy(jnp.ones(2)).tolist()
    [1.0, 1.0]
    """
    return np.asarray(_value(x))


def shape(x: Any) -> tuple:
    """Return the size along every axis.

    >>> shape(jnp.ones((2, 3)))
    (2, 3)
    """
    return tuple(x.shape)


def size(x: Any) -> int:
    """Return the number of elements.

    >>> size(jnp.ones((2, 3)))
    6
    """
    return int(np.prod(x.shape))


def ndim(x: Any) -> int:
    """Return the number of axes.

    >>> ndim(jnp.ones((2, 3)))
    2
    """
    return len(x.shape)


def is_tensor(x: Any) -> bool:
    """Tell whether `x` is an array of JAX.

    >>> is_tensor(jnp.ones(1)), is_tensor(1)
    (True, False)
    """
    return isinstance(x, jax.Array)


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
