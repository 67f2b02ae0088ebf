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
from kit.losses import crossentropy
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
absolute add all allclose amax amin angle any append arange arccos arccosh arcsin
arcsinh arctan arctan2 arctanh argmax argmin argsort array array_split average bartlett
bincount bitwise_and bitwise_invert bitwise_left_shift bitwise_not bitwise_or
bitwise_right_shift bitwise_xor blackman broadcast_to cbrt ceil clip concatenate conj
conjugate copy corrcoef cos cosh count_nonzero cross cumprod cumsum deg2rad diag
diagflat diagonal diff digitize divide dot dstack einsum empty empty_like equal exp exp2
expand_dims expm1 eye fabs flip fliplr flipud floor floor_divide fmax fmin fmod full
full_like gcd geomspace greater greater_equal hamming hanning heaviside histogram hsplit
hstack hypot i0 identity imag inner isclose isfinite isin isinf isnan isneginf isposinf
isreal kaiser kron lcm ldexp left_shift less less_equal linspace log log10 log1p log2
logaddexp logaddexp2 logical_and logical_not logical_or logical_xor logspace matmul max
maximum mean median meshgrid min minimum mod moveaxis multiply nan_to_num nanargmax
nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin nanpercentile nanprod
nanquantile nanstd nansum nanvar negative nextafter nonzero not_equal ones ones_like
outer pad percentile power prod ptp quantile rad2deg ravel real reciprocal repeat
reshape right_shift roll rot90 round searchsorted select sign signbit sin sinc sinh sort
split sqrt square squeeze stack std subtract sum swapaxes take take_along_axis tan tanh
tensordot tile trace transpose trapezoid tri tril triu true_divide trunc unravel_index
vander var vdot vectorize vsplit vstack where zeros zeros_like
""".split()

# Operations whose name and arguments are those of kit.activations.
_FROM_ACTIVATIONS = """
celu elu gelu glu hard_shrink hard_sigmoid hard_silu hard_tanh leaky_relu log_sigmoid
log_softmax relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign
sparse_plus squareplus tanh_shrink threshold
""".split()

# Operations that take a list as it is: several arrays, or a shape.
_OF_LISTS = """
array concatenate dstack einsum empty full hstack meshgrid ones select stack vstack
zeros
""".split()


def _from_numpy(name: str) -> Callable:
    """Return the function of jax.numpy, made to take `[1.0, 2.0]` for an array, too."""
    function = getattr(jnp, name)

    @functools.wraps(function)
    def run(*args, **kwargs):
        if args and isinstance(args[0], list):
            args = (convert_to_tensor(args[0]), *args[1:])
        return function(*args, **kwargs)

    return function if name in _OF_LISTS else run


for _name in _FROM_NUMPY:
    if hasattr(jnp, _name):
        globals()[_name] = operation(_from_numpy(_name), _name)
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


@operation
def moments(
    x: Any, axes: Any, keepdims: bool = False, synchronized: bool = False
) -> Any:
    """Return mean and variance along some axes.

    >>> [float(number) for number in moments(jnp.array([1.0, 3.0]), axes=[0])]
    [2.0, 1.0]
    """
    del synchronized
    axes = tuple(axes) if isinstance(axes, list) else axes
    return jnp.mean(x, axes, keepdims=keepdims), jnp.var(x, axes, keepdims=keepdims)


@operation
def normalize(x: Any, axis: int = -1, order: int = 2, epsilon: Any = None) -> Any:
    """Divide vectors by their length.

    >>> normalize(jnp.array([[3.0, 4.0]])).round(2).tolist()
    [[0.6000000238418579, 0.800000011920929]]
    """
    length = jnp.linalg.norm(x, ord=order, axis=axis, keepdims=True)
    return x / jnp.maximum(length, config.epsilon() if epsilon is None else epsilon)


@operation
def unstack(x: Any, num: int | None = None, axis: int = 0) -> Any:
    """Take an array apart along an axis.

    >>> [part.tolist() for part in unstack(jnp.array([[1, 2], [3, 4]]))]
    [[1, 2], [3, 4]]
    """
    del num
    return list(jnp.unstack(x, axis=axis))


@operation
def binary_crossentropy(target: Any, output: Any, from_logits: bool = False) -> Any:
    """Return -log(p) of what was true, for every number of its own.

    >>> f"{binary_crossentropy(jnp.array([1.0]), jnp.array([0.5]))[0]:.4f}"
    '0.6931'
    """
    return crossentropy.binary_terms(target, output, from_logits)


@operation
def categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Any:
    """Return -log(p) of the true class, for one-hot rows.

    >>> rows = jnp.array([[0.0, 1.0]]), jnp.array([[0.5, 0.5]])
    >>> f"{categorical_crossentropy(*rows)[0]:.4f}"
    '0.6931'
    """
    return crossentropy.categorical_crossentropy(target, output, from_logits, axis=axis)


@operation
def sparse_categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Any:
    """Return -log(p) of the true class, for whole numbers.

    >>> rows = jnp.array([1]), jnp.array([[0.5, 0.5]])
    >>> f"{sparse_categorical_crossentropy(*rows)[0]:.4f}"
    '0.6931'
    """
    return crossentropy.sparse_categorical_crossentropy(
        target, output, from_logits, axis=axis
    )


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


def cond(pred: Any, true_fn: Callable, false_fn: Callable) -> Any:
    """Return `true_fn()` or `false_fn()`, also where `pred` is traced.

    >>> cond(jnp.array(True), lambda: 1, lambda: 2).item()
    1
    """
    return jax.lax.cond(_value(pred), true_fn, false_fn)


def fori_loop(lower: int, upper: int, body_fun: Callable, init_val: Any) -> Any:
    """Run `value = body_fun(i, value)` for i from `lower` up to `upper`.

    >>> fori_loop(0, 3, lambda i, total: total + i, 0).item()
    3
    """
    return jax.lax.fori_loop(lower, upper, body_fun, init_val)


def scan(f: Callable, init: Any, xs: Any = None, length: int | None = None) -> Any:
    """Run `carry, y = f(carry, x)` along the first axis; returns `(carry, ys)`.

    >>> scan(lambda total, x: (total + x, total), 0, jnp.arange(3))[1].tolist()
    [0, 0, 1]
    """
    return jax.lax.scan(f, init, xs, length)


def vectorized_map(function: Callable, elements: Any) -> Any:
    """Apply a function to every sample at once.

    >>> vectorized_map(lambda x: x * 2, jnp.arange(3)).tolist()
    [0, 2, 4]
    """
    return jax.vmap(function)(elements)
