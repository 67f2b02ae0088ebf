"""Many models at once: variants of one architecture, trained in one compiled program.

    runs = kit.experiments.train_variants(model, x, y, seeds=range(8), epochs=5)

All variants see the same batches in the same order, so that they differ in nothing but
what was varied. Variants whose optimizers have the same form need one program, compiled
once: small networks are one `jax.vmap`, large ones run through it one by one.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import jax
import numpy as np
from jax import lax

from kit import optimizers, random
from kit.config import keep_findings
from kit.kernels.collector import collector_paused
from kit.layers.call_context import CallContext
from kit.models.cloning import clone_model
from kit.models.model import Model
from kit.optimizers.optimizer import Optimizer
from kit.serialization import serialize
from kit.training.data_source import ArraySource, Block
from kit.training.fit_data import fit_sources
from kit.training.history import History
from kit.training.pace import Pace
from kit.training.preparation import prepare
from kit.training.program import options_for, take_batch, take_rows
from kit.variables import Scope

# Networks with fewer weights than this are computed side by side. Eight dense networks
# with 32, 64 or 128 hidden units (25,000 to 102,000 weights) need so many times less
# than eight fits: by vmap 2.4, 1.6 and 0.93; one behind the other 1.2, 1.1 and 1.05.
SIDE_BY_SIDE = 65_536


class Variant(NamedTuple):
    """What one run differs in.

    Fields:
        seed: Decides its first weights and its random layers.
        optimizer: Its own optimizer.
        label: A word for charts.

    >>> variants_of(seeds=[7])[0].seed
    7
    """

    seed: int
    optimizer: Any
    label: str


class Run(NamedTuple):
    """One trained variant.

    Fields:
        variant: What it differs in.
        history: A History, as `fit` returns.
        weights: Its weights at the end, in the order of `get_weights`.

    >>> Run._fields
    ('variant', 'history', 'weights')
    """

    variant: Variant
    history: History
    weights: list[np.ndarray]


def variants_of(
    seeds: Iterable[int] | None = None,
    learning_rates: Iterable[float] | None = None,
    optimizer: Any = "adam",
    optimizer_list: Iterable[Any] | None = None,
) -> list[Variant]:
    """List variants that differ in one thing.

    Args:
        seeds: Seeds for one optimizer: a cloud of runs.
        learning_rates: Rates for one seed: a strip from slow to wild.
        optimizer: The optimizer where it is not varied.
        optimizer_list: Optimizers for one seed: a race.

    Raises:
        ValueError: Unless exactly one of the three is given.

    >>> [variant.label for variant in variants_of(learning_rates=[0.1, 0.01])]
    ['0.1', '0.01']
    """
    given = [seeds, learning_rates, optimizer_list]
    if sum(item is not None for item in given) != 1:
        raise ValueError(
            "Variants differ in one thing, and not exactly one was given.\n"
            "Expected seeds, learning_rates or optimizer_list.\n"
            "Write for example variants_of(seeds=range(8))."
        )
    if seeds is not None:
        return [Variant(int(s), _fresh(optimizer), f"seed {s}") for s in seeds]
    if learning_rates is not None:
        return [
            Variant(0, _with_rate(optimizer, float(rate)), f"{rate:g}")
            for rate in learning_rates
        ]
    chosen = [optimizers.get(one) for one in optimizer_list or ()]
    return [Variant(0, _fresh(one), type(one).__name__) for one in chosen]


def train_variants(
    model: Model,
    x: Any,
    y: Any,
    variants: Sequence[Variant] | None = None,
    *,
    epochs: int = 1,
    batch_size: int = 32,
    validation_data: Any = None,
    shuffle: bool = True,
    seed: int = 0,
    on_epoch_end: Callable[[int, list[dict]], Any] | None = None,
    should_stop: Callable[[], bool] | None = None,
    **differing,
) -> list[Run]:
    """Train variants of a compiled model side by side; the model itself is not changed.

    Args:
        model: A compiled Sequential or functional model: architecture, loss, metrics.
        x: Inputs, an array.
        y: Labels.
        variants: From `variants_of`, or give its arguments here: `seeds=range(8)`.
        epochs: How many passes over the data.
        batch_size: Samples per step.
        validation_data: `(x_val, y_val)`, or None.
        shuffle: Whether the samples come in a new order in every epoch.
        seed: Decides this order, which is the same for all variants.
        on_epoch_end: `function(epoch, logs)` with the numbers of each variant; if it
            returns False, the training ends.
        should_stop: Asked some times in a second; if it returns True, the training
            ends there. An epoch that is not whole stands in no history.
        **differing: The arguments of `variants_of`.

    Returns:
        A Run with History and weights for each variant, in their order.

    Raises:
        ValueError: If the model is not compiled, or no variants are given.

    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> model = Sequential([Input((1,)), Dense(1)])
    >>> model.compile("sgd", "mse")
    >>> x = np.array([[0.0], [1.0]])
    >>> len(train_variants(model, x, x, seeds=range(3), batch_size=2))
    3
    """
    _need_compile(model)
    if variants is None:
        differing.setdefault("optimizer", model._compile_arguments["optimizer"])
        variants = variants_of(**differing)
    source, validation = fit_sources(
        (x, y, None),
        batch_size=batch_size,
        shuffle=shuffle,
        seed=seed,
        validation_data=validation_data,
    )
    _need_arrays(source)
    groups = _groups(model, list(variants), source.example())
    together = _Together(groups, should_stop or (lambda: False))
    histories = [History() for _ in variants]
    for epoch in range(epochs):
        logs = together.run(source.blocks(epoch), training=True)
        if validation is not None:
            found = together.run(validation.blocks(0), training=False)
            logs = [_joined(*pair) for pair in zip(logs, found, strict=True)]
        if together.has_stopped:
            break
        for history, one in zip(histories, logs, strict=True):
            history.on_epoch_end(epoch, one)
        if on_epoch_end is not None and on_epoch_end(epoch, logs) is False:
            break
    weights = together.weights()
    return [
        Run(variant, history, arrays)
        for variant, history, arrays in zip(variants, histories, weights, strict=True)
    ]


def _need_compile(model):
    if not model.compiled:
        raise ValueError(
            "train_variants received a model that is not compiled.\n"
            "Expected its loss and metrics.\n"
            "Call model.compile(...) first."
        )


def _need_arrays(source):
    if not isinstance(source, ArraySource):
        raise ValueError(
            "train_variants received a stream of batches.\n"
            "Expected arrays, which all variants read together.\n"
            "Load the data into arrays first."
        )


def _joined(logs, validation):
    """Put the numbers of training and validation together, in the order of fit."""
    logs = logs | {f"val_{name}": value for name, value in validation.items()}
    return dict(sorted(logs.items()))


class _Group:
    """Variants whose optimizers have one form: one program serves them all.

    Small networks are computed side by side, by `jax.vmap`: their products are joined,
    and the price of each operation is paid once. Large ones follow each other.
    """

    def __init__(self, model: Model, members: list[tuple[int, Variant]], example):
        self.places = [place for place, _ in members]
        self.model: Any = None
        states = []
        for _, variant in members:
            with random.seeded(variant.seed):
                one = _compiled_copy(model, variant.optimizer)
                prepare(one, example)
            states.append(_state_of(one))
            self.model = self.model or one
        self.side_by_side = sum(value.size for value in states[0][0]) < SIDE_BY_SIDE
        # The state of each variant, or a single one of stacked arrays.
        self.states = [_stacked(states)] if self.side_by_side else states
        self._compiled = jax.jit(
            self._walk,
            static_argnames=("padded", "training"),
            compiler_options=options_for(model),
        )

    def reset_metrics(self) -> None:
        """Start the averages of all variants anew."""
        metrics = self.model.metrics
        start = [value for one in metrics for value in one.stateless_reset_state()]
        if self.side_by_side:
            start = _stacked([start] * len(self.places))
        self.states = [(*state[:3], start) for state in self.states]

    def run(self, block: Block, training: bool) -> list[dict]:
        """Run the batches of a block; returns the results of each variant."""
        ran = [
            self._compiled(
                state,
                block.arrays,
                block.table,
                block.start,
                block.stop,
                padded=block.padded,
                training=training,
            )
            for state in self.states
        ]
        self.states = [state for state, _ in ran]
        return [
            {name: float(value) for name, value in sorted(results.items())}
            for results in self._apart([results for _, results in ran])
        ]

    @collector_paused()
    def _walk(self, state, arrays, table, start, stop, padded, training):
        def body(i, state):
            rows = take_rows(table, i)
            real = (rows >= 0).astype("float32") if padded else None
            with CallContext(rows=real):
                return self._step(state, take_batch(arrays, rows), training)

        def walk(state):
            state = lax.fori_loop(start, stop, body, state)
            with Scope(self.model.metrics_variables, state[3]):
                return state, self.model.get_metrics_result()

        return (jax.vmap(walk) if self.side_by_side else walk)(state)

    def _step(self, state, batch, training):
        if training:
            return self.model.train_step(state, batch)[1]
        tested = self.model.test_step((state[0], state[1], state[3]), batch)[1]
        return (*state[:3], tested[2])

    def weights(self) -> list[list[np.ndarray]]:
        """The weights of each variant, in the order of `get_weights`."""
        variables = self.model.trainable_variables + self.model.non_trainable_variables
        found = []
        for state in self._apart([(state[0], state[1]) for state in self.states]):
            with Scope(variables, [*state[0], *state[1]]) as scope:
                found.append(scope.values(self.model.weights))
        return found

    def _apart(self, structures: list) -> list:
        """Return for each variant its arrays, as NumPy's."""
        structures = jax.device_get(structures)
        if not self.side_by_side:
            return structures
        places = range(len(self.places))
        return [jax.tree.map(lambda a, i=i: a[i], structures[0]) for i in places]


def _stacked(structures):
    """Stack arrays by NumPy, which needs no program for it."""
    return jax.tree.map(lambda *arrays: jax.device_put(np.stack(arrays)), *structures)


class _Together:
    """All groups, a few batches at a time."""

    def __init__(self, groups: list[_Group], should_stop: Callable):
        self.groups, self.should_stop = groups, should_stop
        self.has_stopped = False
        self._paces = {training: Pace() for training in (True, False)}

    def run(self, blocks: Iterable[Block], training: bool) -> list[dict]:
        """Run an epoch or an evaluation; returns the logs of each variant."""
        for group in self.groups:
            group.reset_metrics()
        pace, found = self._paces[training], [[{}] * len(g.places) for g in self.groups]
        for block in blocks:
            start = block.start
            while start < block.stop and not self._stops():
                stop = min(start + pace.next(), block.stop)
                some = block._replace(start=start, stop=stop)
                found = [group.run(some, training) for group in self.groups]
                pace.done(stop - start)
                start = stop
        return self._in_order(found)

    def _stops(self):
        self.has_stopped = self.has_stopped or bool(self.should_stop())
        return self.has_stopped

    def weights(self) -> list[list[np.ndarray]]:
        """The weights of each variant, in the order of `get_weights`."""
        return self._in_order([group.weights() for group in self.groups])

    def _in_order(self, found):
        """Put what the groups found in the order of the variants."""
        places = [place for group in self.groups for place in group.places]
        items = [item for of_group in found for item in of_group]
        pairs = zip(places, items, strict=True)
        return [item for _, item in sorted(pairs, key=lambda pair: pair[0])]


def _groups(model, variants, example):
    """Put variants together whose optimizers differ in nothing but the rate."""
    forms: dict[str, list[tuple[int, Variant]]] = {}
    for place, variant in enumerate(variants):
        forms.setdefault(_form(variant.optimizer), []).append((place, variant))
    return [_Group(model, members, example) for members in forms.values()]


def _form(optimizer):
    if not isinstance(optimizer, Optimizer):
        return str(id(optimizer))
    config = optimizer.get_config()
    if isinstance(config["learning_rate"], float):
        del config["learning_rate"]
    return type(optimizer).__name__ + str(sorted(serialize(config).items()))


def _compiled_copy(model, optimizer):
    copy = clone_model(model)
    arguments = dict(model._compile_arguments)
    arguments["optimizer"] = _fresh(optimizer)
    with keep_findings():
        copy.compile(**arguments)
    return copy


def _state_of(model):
    groups = (
        model.trainable_variables,
        model.non_trainable_variables,
        model.optimizer.variables,
        model.metrics_variables,
    )
    return tuple([variable.value for variable in group] for group in groups)


def _fresh(optimizer):
    """The same optimizer without a memory."""
    optimizer = optimizers.get(optimizer)
    if isinstance(optimizer, Optimizer):
        return type(optimizer).from_config(optimizer.get_config())
    return optimizer


def _with_rate(optimizer, rate):
    fresh = _fresh(optimizer)
    fresh.learning_rate = rate
    return fresh
