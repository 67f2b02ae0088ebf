"""Metric: a number that grows batch by batch, such as the accuracy of an epoch.

Its memory is a list of Variables, so that `stateless_update_state` is a pure function
which the train step can compile.
"""

import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kit import config
from kit.diagnosis.names import check_arguments
from kit.serialization import snake_case
from kit.variables import Scope, Variable


class Metric:
    """The base of all metrics: add Variables, update them, return a result.

    Args:
        name: The word in logs; by default the class name in snake_case. Without a
            counter: two objects of a class share a name.
        dtype: Number format of the result; by default `kit.config.floatx()`.

    >>> class Largest(Metric):
    ...     def __init__(self, name=None, dtype=None):
    ...         super().__init__(name, dtype)
    ...         self.largest = self.add_variable((), name="largest")
    ...     def update_state(self, y_true, y_pred, sample_weight=None):
    ...         self.largest.assign(jnp.maximum(self.largest, jnp.max(y_pred)))
    ...     def result(self):
    ...         return self.largest.value
    >>> metric = Largest()
    >>> metric.update_state(0, jnp.array([1.0, 3.0])); float(metric.result())
    3.0
    >>> values = metric.stateless_update_state([jnp.zeros(())], 0, jnp.array([2.0]))
    >>> float(metric.stateless_result(values)), metric.name
    (2.0, 'largest')
    """

    # "up" if more is better, "down" if less is better, None if it is not known
    _direction: str | None = None

    def __new__(cls, *args, **kwargs):
        """Propose the right word for an argument that does not exist."""
        check_arguments(cls, kwargs, args)
        return super().__new__(cls)

    def __init__(self, name: str | None = None, dtype: str | None = None):
        self.name = name or snake_case(type(self).__name__)
        self.dtype = dtype or config.floatx()
        self._variables: list[Variable] = []
        self._starts: list[jax.Array] = []  # their first values

    def add_variable(
        self,
        shape: Sequence[int] = (),
        initializer: Any = "zeros",
        dtype: str | None = None,
        name: str = "variable",
    ) -> Variable:
        """Add a Variable that remembers something from batch to batch.

        Args:
            shape: Size along every axis.
            initializer: `"zeros"`, `"ones"`, an array, or a function of (shape, dtype).
            dtype: Number format; by default the metric's.
            name: A word for reports.
        """
        if not hasattr(self, "_variables"):
            raise ValueError(
                f"{type(self).__name__} adds a variable before it is set up.\n"
                "Expected that Metric prepares its list of variables first.\n"
                "Begin __init__ with super().__init__(name=name)."
            )
        dtype = dtype or self.dtype
        with jax.ensure_compile_time_eval():  # real numbers, even inside jax.jit
            value = _first_value(tuple(shape), initializer, dtype)
            variable = Variable(value, name, trainable=False, dtype=dtype)
            self._starts.append(variable._value)
        self._variables.append(variable)
        return variable

    def add_weight(
        self,
        shape: Sequence[int] = (),
        initializer: Any = "zeros",
        dtype: str | None = None,
        name: str = "variable",
    ) -> Variable:
        """Do the same as `add_variable`, under the name that layers use."""
        return self.add_variable(shape, initializer, dtype, name)

    @property
    def variables(self) -> list[Variable]:
        """Its own Variables, then those of metrics that it holds as attributes."""
        found = [*self._variables, *self._held(Variable)]
        for metric in self._held(Metric):
            found += metric.variables
        return list(dict.fromkeys(found))  # each once

    def _held(self, kind: type) -> list[Any]:
        """Return attributes of a class, also those inside a list, tuple or dict."""
        values = [item for value in vars(self).values() for item in _items(value)]
        return [item for item in values if isinstance(item, kind)]

    def build(
        self, y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]
    ) -> None:
        """Add the Variables whose size depends on the data; most metrics have none.

        `update_state` calls it with the first batch. Call it yourself before a pure
        loop, which needs all `variables` from the start.
        """

    def update_state(self, *args: Any, **kwargs: Any) -> None:
        """Take one batch into account."""
        raise NotImplementedError(
            f"{type(self).__name__} has no update_state method.\n"
            "Expected a metric to say what it remembers of a batch.\n"
            "Write def update_state(self, y_true, y_pred, sample_weight=None):."
        )

    def result(self) -> Any:
        """Return the number for all batches since the last reset."""
        raise NotImplementedError(
            f"{type(self).__name__} has no result method.\n"
            "Expected a metric to say which number its variables give.\n"
            "Write def result(self): and return a number."
        )

    def reset_state(self) -> None:
        """Put every Variable back to its first value (0 for one of your own)."""
        own = set(map(id, self._variables))
        for variable in self._held(Variable):
            if id(variable) not in own:
                variable.assign(jnp.zeros(variable.shape))
        for variable, start in zip(self._variables, self._starts, strict=True):
            variable.assign(start)
        for metric in self._held(Metric):
            metric.reset_state()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Update with one batch, then return the result so far."""
        self.update_state(*args, **kwargs)
        return self.result()

    def stateless_update_state(
        self, values: Sequence[jax.Array], *args: Any, **kwargs: Any
    ) -> list[jax.Array]:
        """Return the values of `variables` after one batch; nothing else changes.

        Args:
            values: One array for each of `variables`.
            *args: The arguments of `update_state`.
            **kwargs: Its keyword arguments.

        >>> from kit.metrics.reduction import Mean
        >>> mean = Mean()
        >>> values = mean.stateless_reset_state()
        >>> values = jax.jit(mean.stateless_update_state)(values, jnp.array([1.0, 3.0]))
        >>> float(mean.stateless_result(values)), float(mean.result())
        (2.0, 0.0)
        """
        with Scope(self._known(values), values) as scope:
            self.update_state(*args, **kwargs)
        return scope.values(self.variables)

    def stateless_result(self, values: Sequence[jax.Array]) -> Any:
        """Return the result that these values of `variables` give."""
        with Scope(self._known(values), values):
            return self.result()

    def stateless_reset_state(self) -> list[jax.Array]:
        """Return the first values of `variables`; nothing changes."""
        with Scope() as scope:
            self.reset_state()
        return scope.values(self.variables)

    def _known(self, values):
        variables = self.variables
        if len(variables) != len(values):
            raise ValueError(
                f'"{self.name}" has {len(variables)} variables; {len(values)} values '
                "came.\nExpected one value for each of metric.variables.\n"
                "Start from metric.stateless_reset_state(); if the size depends on the "
                "data,\ncall metric.build(y_true.shape, y_pred.shape) before."
            )
        return variables

    def get_config(self) -> dict:
        """Return the arguments that make the same metric: attributes of these names."""
        parameters = inspect.signature(type(self).__init__).parameters.values()
        names = [p.name for p in parameters if p.name != "self"]
        if any(p.kind == p.VAR_KEYWORD for p in parameters):
            names += ["name", "dtype"]
        return {name: getattr(self, name) for name in names if hasattr(self, name)}

    @classmethod
    def from_config(cls, config: dict) -> "Metric":
        """Make a metric from what `get_config` returned."""
        return cls(**config)

    def __repr__(self):
        return f"<{type(self).__name__} name={self.name}>"


def _first_value(shape: tuple[int, ...], initializer: Any, dtype: str) -> Any:
    if initializer is None or isinstance(initializer, str):
        return np.ones(shape) if initializer == "ones" else np.zeros(shape)
    if isinstance(initializer, Callable):
        return initializer(shape, dtype)
    return np.broadcast_to(np.asarray(initializer), shape)


def _items(value: Any) -> Iterator[Any]:
    """Yield a value, or the entries of a list, tuple or dict."""
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list | tuple):
        yield from value
    else:
        yield value
