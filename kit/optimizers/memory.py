"""What an optimizer remembers between two calls, held in Variables as layers do.

`Optimizer` inherits this half: building, loading and Keras's calls that change
Variables in place. All of them come down to the pure `update` of the other half.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kit import config
from kit.optimizers import layout
from kit.optimizers.learning_rate import check_learning_rate, compute_rate
from kit.variables import Variable


class OptimizerMemory:
    """The half of `Optimizer` that remembers; it needs the pure half to do so."""

    # Functions of the pure half.
    init: Any
    update: Any
    finalize: Any

    def __init__(self, name: str, learning_rate: Any):
        self.name = name
        self.built = False
        self._trainable_variables: list[Any] = []
        self._slot_variables: list[Variable] = []
        self._iterations = Variable(0, "iteration", trainable=False, dtype="int32")
        self._learning_rate = self._remember_rate(learning_rate)

    def _remember_rate(self, rate):
        """Keep a number in a Variable, so that it can change without compiling."""
        rate = check_learning_rate(rate, type(self).__name__)
        return rate if callable(rate) else Variable(rate, "learning_rate", False)

    def build(self, variables: Iterable[Any]) -> None:
        """Make the memory for these variables; a second time does nothing.

        Args:
            variables: The trainable Variables (or arrays) of a model. Their names are
                used by `exclude_from_weight_decay`, their constraints by `apply`.

        Raises:
            ValueError: If the optimizer was built for other variables before.
        """
        variables = list(variables)
        if self.built:
            self._check_same(variables)
            return
        self._trainable_variables = variables
        names = [_file_name(v, index) for index, v in enumerate(variables)]
        flat = self.flatten(self.init(variables))
        labels = self.variable_names(names)
        fixed = len(self.variables)
        self._slot_variables = [
            Variable(value, label, trainable=False, dtype=str(value.dtype))
            for value, label in zip(flat[fixed:], labels[fixed:], strict=True)
        ]
        self.built = True

    def _check_same(self, variables):
        known = self._trainable_variables
        same = len(variables) == len(known) and all(
            new is old or _both_arrays_alike(new, old)
            for new, old in zip(variables, known, strict=True)
        )
        if not same:
            raise ValueError(
                f'The optimizer "{self.name}" belongs to other variables.\n'
                f"Expected the {len(known)} trainable variables it was built for, but "
                f"received {len(variables)} from another model or selection.\n"
                f"Make a new one for each compile: {type(self).__name__}(...)."
            )

    @property
    def variables(self) -> list[Variable]:
        """Everything remembered, as Variables in the order of Keras's files."""
        fixed = [self._iterations]
        if isinstance(self._learning_rate, Variable):
            fixed.append(self._learning_rate)
        return fixed + self._slot_variables

    def variable_names(self, parameter_names: Sequence[str]) -> list[str]:
        """Return a name for each of `variables`, from the names of the parameters."""
        return layout.variable_names(self, parameter_names)

    def flatten(self, state: Any) -> list[jax.Array]:
        """Return the arrays of a state in the order of `variables`."""
        return layout.flatten(self, state)

    def unflatten(self, flat: Sequence[jax.Array]) -> Any:
        """Return the state whose arrays are in this list."""
        return layout.unflatten(self, list(flat))

    @property
    def state(self) -> Any:
        """The memory as one pytree: what `update` takes and returns."""
        self._require_built("state")
        return self.unflatten([v.value for v in self.variables])

    @state.setter
    def state(self, state: Any) -> None:
        for variable, value in zip(self.variables, self.flatten(state), strict=True):
            variable.assign(value)

    @property
    def iterations(self) -> Any:
        """How many updates were made: a Variable, or an array while accumulating."""
        steps = getattr(self, "gradient_accumulation_steps", None)
        return self._iterations // steps if steps else self._iterations

    @property
    def learning_rate(self) -> Any:
        """The rate now: a Variable, or an array computed by a schedule or function."""
        rate = self._learning_rate
        if isinstance(rate, Variable):
            return rate
        return compute_rate(rate, self._iterations.value)

    @learning_rate.setter
    def learning_rate(self, rate: Any) -> None:
        if isinstance(self._learning_rate, Variable):
            if callable(rate):
                self._learning_rate = rate
            else:
                if not isinstance(rate, jax.core.Tracer):
                    rate = check_learning_rate(rate, type(self).__name__)
                self._learning_rate.assign(rate)
        elif callable(rate):
            self._learning_rate = rate
        else:
            raise TypeError(
                f'The learning rate of "{self.name}" follows a schedule.\n'
                f"Expected no rate to be set, but received {rate!r}.\n"
                "Make the optimizer with a number: learning_rate=0.001."
            )

    @property
    def lr(self) -> Any:
        """The older name of `learning_rate`."""
        config.note("lr is called learning_rate today.")
        return self.learning_rate

    @lr.setter
    def lr(self, rate: Any) -> None:
        config.note("lr is called learning_rate today.")
        self.learning_rate = rate

    def apply_gradients(self, grads_and_vars: Iterable[tuple[Any, Variable]]) -> Any:
        """Change Variables by pairs of (gradient, Variable); return the step count.

        >>> from kit.optimizers.sgd import SGD
        >>> w = Variable([1.0, 2.0])
        >>> count = SGD(0.1).apply_gradients([(jnp.array([10.0, 0.0]), w)])
        >>> w.numpy().tolist(), int(count)
        ([0.0, 2.0], 1)
        """
        pairs = list(grads_and_vars)
        self.apply([g for g, _ in pairs], [v for _, v in pairs])
        return self._iterations

    def apply(
        self,
        grads: Sequence[Any],
        trainable_variables: Sequence[Variable] | None = None,
    ) -> None:
        """Change Variables by their gradients, and remember the new state.

        Args:
            grads: One gradient for each Variable; None leaves the Variable alone.
            trainable_variables: The Variables; by default those of `build`. The
                first call builds the optimizer, later ones may name some of them.
        """
        if len(grads) == 0:
            return
        if trainable_variables is None:
            self._require_built("apply(grads)")
            trainable_variables = self._trainable_variables
        elif not self.built:
            self.build(trainable_variables)
        grads = self._in_order(grads, trainable_variables)
        values = [v.value for v in self._trainable_variables]
        memory = [v.value for v in self.variables]
        values, memory = self.stateless_apply(memory, grads, values)
        for variable, value in zip(self._trainable_variables, values, strict=True):
            variable.assign(value)
        for variable, value in zip(self.variables, memory, strict=True):
            variable.assign(value)

    def _in_order(self, grads, variables):
        """Return one gradient or None for each Variable of `build`."""
        known = [id(v) for v in self._trainable_variables]
        if len(grads) != len(variables) or any(id(v) not in known for v in variables):
            raise ValueError(
                f'"{self.name}" received {len(grads)} gradients for '
                f"{len(variables)} variables.\n"
                f"Expected one for each of the {len(known)} it was built for, or for "
                "some of these.\n"
                "Make a new optimizer for other variables."
            )
        by_id = {id(v): g for g, v in zip(grads, variables, strict=True)}
        missing = [v for g, v in zip(grads, variables, strict=True) if g is None]
        if len(missing) == len(variables):
            raise ValueError(
                f'"{self.name}" received no gradient for any variable.\n'
                "Expected at least one gradient that is not None.\n"
                "Check that the loss depends on the variables."
            )
        if missing:
            names = ", ".join(getattr(v, "path", "array") for v in missing)
            config.note(f"there is no gradient for {names}; left unchanged.")
        return [by_id.get(key) for key in known]

    def stateless_apply(
        self,
        optimizer_variables: Sequence[jax.Array],
        grads: Sequence[Any],
        trainable_variables: Sequence[jax.Array],
    ) -> tuple[list[jax.Array], list[jax.Array]]:
        """Return new values of the trainable variables and of `variables`.

        It is `update` in the form of Keras's train steps: a pure function of flat
        lists of arrays, which also applies the constraints.
        """
        self._require_built("stateless_apply")
        params = list(trainable_variables)
        state = self.unflatten(optimizer_variables)
        updates, state = self.update(grads, state, params)
        params = [p + u for p, u in zip(params, updates, strict=True)]
        for index, variable in enumerate(self._trainable_variables):
            constraint = getattr(variable, "constraint", None)
            if constraint is not None:
                params[index] = constraint(params[index])
        return params, self.flatten(state)

    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None:
        """Give Variables their final values, at the end of a training."""
        final = self.finalize([v.value for v in var_list], self.state)
        for variable, value in zip(var_list, final, strict=True):
            variable.assign(value)

    def save_own_variables(self, store: Any) -> None:
        """Write everything remembered into `store["0"]`, `store["1"]`, ..."""
        for index, variable in enumerate(self.variables):
            store[str(index)] = variable.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Read what `save_own_variables` wrote, of kit or of Keras."""
        if len(store.keys()) != len(self.variables):
            config.note(
                f'the memory of the optimizer "{self.name}" was not loaded: the file '
                f"has {len(store.keys())} arrays, the optimizer {len(self.variables)}."
            )
            return
        for index, variable in enumerate(self.variables):
            variable.assign(np.asarray(store[str(index)]))

    def _require_built(self, action):
        if not self.built:
            raise ValueError(
                f'{action} needs the optimizer "{self.name}" to be built.\n'
                "Expected to know the variables that it changes.\n"
                "Call optimizer.build(model.trainable_variables) first."
            )


def _file_name(variable, index):
    name = getattr(variable, "path", None) or f"variable_{index}"
    return name.replace("/", "_")


def _both_arrays_alike(new, old):
    """Arrays have no identity that lasts, so an equal shape counts as the same."""
    arrays = not isinstance(new, Variable) and not isinstance(old, Variable)
    return arrays and jnp.shape(new) == jnp.shape(old)
