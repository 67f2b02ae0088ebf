"""Variable: a named place for one immutable array; Scope: lends it another value.

Layers, metrics and seed generators remember through Variables. Inside a `Scope` a
Variable reads and writes the scope's values instead of its own, so that an object
with a memory becomes a pure function that `jax.jit` and `jax.grad` can take.
"""

import threading
from collections.abc import Iterable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kit import config


class _ScopeStack(threading.local):
    """The open scopes of this thread; another thread has its own."""

    def __init__(self):
        self.scopes: list[Scope] = []
        self.compute_dtypes: list[str] = []


_stack = _ScopeStack()


class Scope:
    """Lends values to Variables for the length of a `with` block.

    Args:
        variables: The Variables that get a value.
        values: One array for each of them, traced or real.

    >>> v = Variable([1.0, 2.0])
    >>> with Scope([v], [jnp.zeros(2)]) as scope:
    ...     v.assign(v + 5)
    >>> v.numpy().tolist(), scope.values([v])[0].tolist()
    ([1.0, 2.0], [5.0, 5.0])
    """

    def __init__(self, variables: Sequence["Variable"] = (), values: Iterable = ()):
        self._values = {id(v): x for v, x in zip(variables, values, strict=True)}

    def __enter__(self):
        _stack.scopes.append(self)
        return self

    def __exit__(self, *error):
        _stack.scopes.remove(self)

    def values(self, variables: Iterable["Variable"]) -> list[jax.Array]:
        """Return what each Variable holds at this point of the scope."""
        return [self._values.get(id(v), v._value) for v in variables]


class ComputeDtype:
    """Reads floating-point Variables in another number format inside a `with` block.

    >>> v = Variable([1.0])
    >>> with ComputeDtype("bfloat16"):
    ...     print(v.value.dtype)
    bfloat16
    """

    def __init__(self, dtype: str):
        self.dtype = dtype

    def __enter__(self):
        _stack.compute_dtypes.append(self.dtype)

    def __exit__(self, *error):
        _stack.compute_dtypes.pop()

    @staticmethod
    def in_force() -> str | None:
        """Return the format that Variables are read in at this point, if any."""
        return _stack.compute_dtypes[-1] if _stack.compute_dtypes else None


def _on_device(array, dtype):
    """Convert by NumPy: jnp.asarray would compile a small program for each shape."""
    if isinstance(array, np.ndarray) and array.dtype.kind in "biuf":
        kind = jax.dtypes.canonicalize_dtype(array.dtype if dtype is None else dtype)
        return jax.device_put(array.astype(kind))
    return jnp.asarray(array, dtype=dtype)


class Variable:
    """Holds one array that can be replaced, but never changed in place.

    Args:
        value: The first value: an array, a number or nested lists.
        name: A word for summaries and files.
        trainable: Whether an optimizer may change it.
        dtype: Number format; by default `kit.config.floatx()` for real numbers.
        regularizer: A penalty on the value, or None.
        constraint: A projection applied after every update, or None.

    >>> v = Variable([1.0, 2.0], name="pair")
    >>> (v * 3).tolist()
    [3.0, 6.0]
    >>> v.assign([4.0, 5.0]); v.numpy().tolist()
    [4.0, 5.0]
    """

    def __init__(
        self,
        value: Any,
        name: str = "variable",
        trainable: bool = True,
        dtype: str | None = None,
        regularizer: Any = None,
        constraint: Any = None,
    ):
        array = np.asarray(value) if not isinstance(value, jax.Array) else value
        if dtype is None and jnp.issubdtype(array.dtype, jnp.floating):
            dtype = config.floatx()
        with jax.ensure_compile_time_eval():  # real numbers, even inside jax.jit
            self._value = _on_device(array, dtype)
        self.name = name
        self.path = name
        self.trainable = trainable
        self.regularizer = regularizer
        self.constraint = constraint

    @property
    def value(self) -> jax.Array:
        """The array now: the scope's where one is open, else the Variable's own."""
        value = self._value
        for scope in reversed(_stack.scopes):
            if id(self) in scope._values:
                value = scope._values[id(self)]
                break
        dtypes = _stack.compute_dtypes
        if dtypes and jnp.issubdtype(value.dtype, jnp.floating):
            return value.astype(dtypes[-1])
        return value

    def assign(self, value: Any) -> None:
        """Replace the array by one of the same shape.

        Raises:
            ValueError: If the shape differs, or if a traced value would leak out of
                `jax.jit` or `jax.grad` because no Scope is open.
        """
        value = jnp.asarray(value, dtype=self.dtype)
        if value.shape != self.shape:
            raise ValueError(
                f'"{self.name}" has shape {self.shape} and was given {value.shape}.\n'
                "Expected an array of the same shape.\n"
                "Reshape the array, or build the layer with another size."
            )
        if _stack.scopes:
            _stack.scopes[-1]._values[id(self)] = value
            return
        if isinstance(value, jax.core.Tracer):
            raise ValueError(
                f'"{self.name}" was assigned inside jax.jit or jax.grad.\n'
                "Expected the pure form there, which returns new values.\n"
                "Use layer.stateless_call(trainable, non_trainable, inputs)."
            )
        self._value = value

    def assign_add(self, value: Any) -> None:
        """Add to the array."""
        self.assign(self.value + jnp.asarray(value))

    def assign_sub(self, value: Any) -> None:
        """Subtract from the array."""
        self.assign(self.value - jnp.asarray(value))

    @property
    def shape(self) -> tuple[int, ...]:
        """Size along every axis."""
        return tuple(self._value.shape)

    @property
    def dtype(self) -> str:
        """Name of the number format, such as `"float32"`."""
        return str(self._value.dtype)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return self._value.ndim

    @property
    def size(self) -> int:
        """Number of elements."""
        return self._value.size

    def numpy(self) -> np.ndarray:
        """Return the array as NumPy's."""
        return np.asarray(self.value)

    def __jax_array__(self) -> jax.Array:
        return self.value

    def __array__(self, dtype=None, copy=None) -> np.ndarray:
        return np.asarray(self.value, dtype=dtype)

    def __getitem__(self, index):
        return self.value[index]

    def __len__(self):
        return self.shape[0]

    def __float__(self):
        return float(self.value)

    def __int__(self):
        return int(self.value)

    def __bool__(self):
        return bool(self.value)

    def __repr__(self):
        value = self.value
        known = "" if isinstance(value, jax.core.Tracer) else f", value={value}"
        facts = f"path={self.path}, shape={self.shape}, dtype={self.dtype}{known}"
        return f"<Variable {facts}>"


def _unflatten(name, children):
    variable = object.__new__(Variable)
    variable._value = children[0]
    variable.name = variable.path = name
    variable.trainable = False
    variable.regularizer = variable.constraint = None
    return variable


# jax's functions are themselves jitted and take arrays or pytrees as arguments: as a
# pytree of one leaf a Variable may be passed to all of them, as in jnp.sum(variable).
jax.tree_util.register_pytree_node(
    Variable, lambda variable: ((variable.value,), variable.name), _unflatten
)


def _unwrap(value):
    return value.value if isinstance(value, Variable) else value


def _forward_operator(name):
    """Make `variable + x` mean `variable.value + x`, for every operator."""

    def operator(self, *others):
        method = getattr(self.value, name)
        return method(*[_unwrap(other) for other in others])

    operator.__name__ = name
    return operator


_OPERATORS = (
    "add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow "
    "matmul rmatmul neg pos abs lt le gt ge and rand or ror xor rxor invert"
).split()

for _name in _OPERATORS:
    setattr(Variable, f"__{_name}__", _forward_operator(f"__{_name}__"))


def is_absent(number: Any) -> bool:
    """Tell whether a number is None or 0, so that its part of a rule can be left out.

    One that is an input of a compiled step is not known yet, and so it is there.

    >>> is_absent(None), is_absent(0.0), is_absent(0.9)
    (True, True, False)
    """
    return not isinstance(number, jax.Array) and not number
