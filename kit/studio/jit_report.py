"""What jit did: the time of first and later calls, compilations, and operations.

The panel of the same name shows it for one step of training.
"""

import time
from collections import Counter
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from kit.texts.language import translate
from kit.training.preparation import prepare


class Call(NamedTuple):
    """One call of a compiled step: its batch size, time, and whether it compiled."""

    samples: int
    seconds: float
    compiled: bool


class JitReport(NamedTuple):
    """Calls in their order, and how often each operation is in the program."""

    calls: tuple[Call, ...]
    operations: Counter

    @property
    def compilations(self) -> int:
        """How many of the calls had to compile."""
        return sum(call.compiled for call in self.calls)

    @property
    def words(self) -> str:
        """What jit did, in one sentence."""
        first, second = self.calls[0].seconds, self.calls[1].seconds
        return translate(
            "The first call took {first:,.1f} ms, the second {second:,.1f} ms: "
            "{times:,.0f} times faster.",
            first=1000 * first,
            second=1000 * second,
            times=first / max(second, 1e-9),
        )


def measure(model: Any, x: Any, y: Any, sizes: tuple = (32, 32, 17, 17)) -> JitReport:
    """Call a newly compiled `train_step` with batches of these sizes.

    The model stays as it is: the step gets values and returns new ones.

    Args:
        model: A compiled model.
        x: Training inputs, at least as many as the largest size.
        y: Their labels.
        sizes: The batch sizes, one for each call.

    >>> import numpy as np
    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> model = Sequential([Input((2,)), Dense(1)])
    >>> model.compile("sgd", "mse")
    >>> report = measure(model, np.ones((9, 2)), np.ones((9, 1)), (9, 9, 4))
    >>> [call.compiled for call in report.calls], report.operations["dot_general"]
    ([True, False, True], 2)
    """
    prepare(model, (x[: sizes[0]], y[: sizes[0]], None))
    groups = (
        model.trainable_variables,
        model.non_trainable_variables,
        model.optimizer.variables,
        model.metrics_variables,
    )
    state = tuple([variable.value for variable in group] for group in groups)
    traced = 0

    def step(state, x, y):
        nonlocal traced
        traced += 1  # Python runs only while jax.jit makes a new program
        return model.train_step(state, (x, y, None))

    program = jax.jit(step)
    calls = []
    for size in sizes:
        before, batch = traced, (jnp.asarray(x[:size]), jnp.asarray(y[:size]))
        start = time.perf_counter()
        jax.block_until_ready(program(state, *batch))
        seconds = time.perf_counter() - start
        calls.append(Call(size, seconds, traced > before))
    jaxpr = jax.make_jaxpr(step)(state, x[: sizes[0]], y[: sizes[0]])
    return JitReport(tuple(calls), count_operations(jaxpr.jaxpr))


def count_operations(jaxpr: Any) -> Counter:
    """Count the operations of a jaxpr by name, also those in its inner functions.

    >>> counts = count_operations(jax.make_jaxpr(lambda x: x * x + x)(1.0).jaxpr)
    >>> sorted(counts.items())
    [('add', 1), ('mul', 1)]
    """
    counts: Counter = Counter()
    for equation in jaxpr.eqns:
        inner = [sub for value in equation.params.values() for sub in _jaxprs(value)]
        for sub in inner:
            counts += count_operations(sub)
        if not inner:
            counts[equation.primitive.name] += 1
    return counts


def _jaxprs(value: Any) -> list[Any]:
    """Return the jaxprs in a parameter of an operation."""
    if hasattr(value, "eqns"):
        return [value]
    if hasattr(value, "jaxpr"):
        return _jaxprs(value.jaxpr)
    if isinstance(value, tuple | list):
        return [sub for item in value for sub in _jaxprs(item)]
    return []
