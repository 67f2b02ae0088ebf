"""Runner: carries a model's values into the compiled loops and back.

The loops are pure; this is the one place where their results become the model's own.
"""

from collections.abc import Callable
from typing import Any

import jax
import numpy as np

from kit.distribution import distribution, divide, gather, replicate
from kit.training.data_source import Block
from kit.training.numbers import Numbers, numbers_of, penalties_of
from kit.training.padding import has_states
from kit.training.program import Program, options_for
from kit.training.thread_turns import Turns
from kit.variables import Scope


class Runner:
    """Runs batches of training, testing or prediction on a model.

    Args:
        model: A model; it keeps one Runner until it is compiled again.
    """

    def __init__(self, model: Any):
        self.model = model
        self._programs: dict[Any, Any] = {}
        self._groups: dict[str, tuple] = {}
        self._numbers = {"train": Numbers(), "test": Numbers()}
        self.turns = Turns()
        self.output_shapes: dict[Any, Any] = {}  # what prepare found out, by shapes

    def begin(self) -> None:
        """Look at the model anew: a fit, an evaluation or a single batch begins.

        While it lasts, the lists of Variables stay as they are. Searching the model
        for them at every call took 0.5 ms, as long as two batches of a small model.
        """
        self._groups.clear()
        self.turns.begin()
        self._numbers["train"].find(numbers_of(self.model))
        self._numbers["test"].find(penalties_of(self.model))

    def train(self, block: Block, start: int, stop: int) -> dict[str, Any]:
        """Run batches `start` up to `stop` of a block, and keep the new state."""
        model = self.model
        groups, programs = self._groups_of("train"), len(self._programs)
        before = tuple(map(_values, groups))
        logs, state = self.run(groups[0], before, block, start, stop)
        for variables, values in zip(groups, state, strict=True):
            _assign(variables, values)
        self._keep("train", groups, programs)
        self.turns.wait(lambda: _is_ready(logs))
        logs = plain(logs)
        model._doctor.hear(logs, lambda: (before, block, start, stop))
        return logs

    def run(
        self, trainable: list, state: tuple, block: Block, start: int, stop: int
    ) -> tuple:
        """Run batches of training from a state; returns `(logs, state)`."""
        program = self._program("train", self.model.train_step, trainable, block)
        return program(replicate(state), _placed(block), start, stop)

    def test(self, block: Block, start: int, stop: int) -> dict[str, Any]:
        """Run batches of evaluation; keep the states of metrics and of layers."""
        model = self.model
        groups, programs = self._groups_of("test"), len(self._programs)
        program = self._program("test", model.test_step, groups[0], block)
        state = replicate(tuple(map(_values, groups)))
        logs, state = program(state, _placed(block), start, stop)
        _assign(groups[2], state[2])
        if has_states(model):
            _assign(groups[1], state[1])
        self._keep("test", groups, programs)
        self.turns.wait(lambda: _is_ready(logs))
        return plain(logs)

    def predictor(self) -> Callable[[Any], Any]:
        """Return a function of inputs: the forward pass, which keeps states of layers.

        It is for one prediction, which may need it for many pieces of the inputs: each
        search for the Variables of a small model takes a tenth of a millisecond.
        """
        model = self.model
        keeps = has_states(model)
        groups = (model.trainable_variables, model.non_trainable_variables)
        run = self._forward(keeps)

        def predict(x):
            state = replicate(tuple(map(_values, groups)))
            outputs, states = run(state, replicate(x))
            if keeps:
                _assign(groups[1], states)
            return outputs

        return predict

    def _forward(self, keeps):
        """The forward pass, compiled once for each shape of inputs."""
        model = self.model

        def forward(state, x):
            outputs, state = model.predict_step(state, (divide(x),))
            return gather(outputs), state[1] if keeps else None

        if model.run_eagerly:
            return forward
        key = ("predict", distribution())
        if key not in self._programs:
            options = options_for(model)
            self._programs[key] = jax.jit(forward, compiler_options=options)
        return self._programs[key]

    def _groups_of(self, kind):
        """Return the lists of Variables that a training or a test step changes."""
        if kind in self._groups:
            return self._groups[kind]
        model = self.model
        weights = (model.trainable_variables, model.non_trainable_variables)
        if kind == "test":
            return (*weights, model.metrics_variables)
        return (*weights, model.optimizer.variables, model.metrics_variables)

    def _keep(self, kind, groups, programs):
        """Remember the lists, unless a new program may just have made Variables."""
        if len(self._programs) == programs:
            self._groups[kind] = groups

    def _program(self, kind, step, trainable, block):
        # Other trainable weights, devices and batches need a program of their own.
        batch = block.table.shape[1]
        key = (kind, distribution(), tuple(map(id, trainable)), batch)
        if key not in self._programs:
            own_step = not step.__func__.__module__.startswith("kit.")
            self._programs[key] = Program(
                step,
                results=None if own_step else self._results,
                options=options_for(self.model, batch),
                eager=self.model.run_eagerly,
                numbers=self._numbers[kind],
            )
        return self._programs[key]

    def _results(self, state):
        with Scope(self.model.metrics_variables, state[-1]):
            return self.model.get_metrics_result()


def plain(logs: dict) -> dict[str, Any]:
    """Turn results into Python floats; arrays of several numbers become NumPy's.

    >>> plain({"loss": np.float32(0.5)})
    {'loss': 0.5}
    """
    found = jax.device_get(logs)
    return {
        name: float(value) if np.ndim(value) == 0 else np.asarray(value)
        for name, value in found.items()
    }


def _is_ready(logs):
    """Whether all results are there; whoever asks need not wait for them."""
    leaves = jax.tree.leaves(logs)
    return all(leaf.is_ready() for leaf in leaves if isinstance(leaf, jax.Array))


def _placed(block):
    arrays, table = replicate((block.arrays, block.table))
    return block._replace(arrays=arrays, table=table)


def _values(variables):
    return [variable.value for variable in variables]


def _assign(variables, values):
    for variable, value in zip(variables, values, strict=True):
        variable._value = value
