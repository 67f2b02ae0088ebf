"""OptaxOptimizer: lets a transformation of optax train a model of kit.

`compile(optimizer=optax.adam(1e-3))` wraps it by itself. kit does not import optax
for this: a transformation is any pair of functions `init` and `update`.
"""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp

from kit.optimizers.learning_rate import check_learning_rate
from kit.optimizers.optimizer import Optimizer


class OptaxOptimizer(Optimizer):
    """An optimizer whose rule is a transformation of optax.

        updates, state = transformation.update(grads, state, params)

    Clipping, decay and averages are not added here: chain them with `optax.chain`.
    The learning rate can be read and set if it was made by
    `optax.inject_hyperparams(optax.adam)(learning_rate=0.001)`.

    Args:
        transformation: An optax.GradientTransformation.
        name: A word for messages and files. Default `"optax_optimizer"`.

    >>> import optax
    >>> optimizer = OptaxOptimizer(optax.sgd(0.1))
    >>> params, grads = [jnp.array([1.0, 2.0])], [jnp.array([10.0, 0.0])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> updates
    [Array([-1., -0.], dtype=float32)]
    """

    def __init__(self, transformation: Any, name: str | None = None):
        # The rate belongs to the transformation; a function keeps it out of the state.
        super().__init__(lambda: self.learning_rate, name=name)
        if not is_transformation(transformation):
            raise ValueError(
                f"OptaxOptimizer received {type(transformation).__name__}.\n"
                "Expected a transformation, with the functions init and update.\n"
                "Write for example OptaxOptimizer(optax.adam(0.001))."
            )
        self.transformation = transformation
        self._structure: Any = None

    def init(self, params: Sequence[Any]) -> dict[str, Any]:
        """Return the state before the first update."""
        params = [jnp.asarray(p) for p in params]
        state = jax.tree.map(jnp.array, self.transformation.init(params))
        return {"iteration": jnp.zeros((), "int32"), "transformation": state}

    def update(
        self, grads: Sequence[Any], state: dict, params: Sequence[jax.Array]
    ) -> tuple[list[jax.Array], dict[str, Any]]:
        """Return the changes to add to the parameters, and the next state.

        A gradient of None counts as zero, as optax needs one for each parameter.
        """
        grads = [
            jnp.zeros_like(p) if g is None else g
            for g, p in zip(grads, params, strict=True)
        ]
        updates, inner = self.transformation.update(
            grads, state["transformation"], list(params)
        )
        next_state = {"iteration": state["iteration"] + 1, "transformation": inner}
        return list(updates), next_state

    def build(self, variables: Any) -> None:
        """Make the memory for these variables; a second time does nothing."""
        variables = list(variables)
        if not self.built:
            self._structure = jax.tree.structure(self.init(variables))
        super().build(variables)

    def flatten(self, state: dict[str, Any]) -> list[jax.Array]:
        """Return the arrays of a state: the step count, then optax's leaves."""
        return [jnp.asarray(leaf) for leaf in jax.tree.leaves(state)]

    def unflatten(self, flat: Sequence[jax.Array]) -> dict[str, Any]:
        """Return the state whose arrays are in this list."""
        self._require_built("unflatten")
        return jax.tree.unflatten(self._structure, flat)

    def variable_names(self, parameter_names: Sequence[str]) -> list[str]:
        """Return a name for each of `variables`: the place in optax's state."""
        paths = self._leaf_paths()
        return ["iteration"] + [path.strip("/") for path in paths[1:]]

    def _leaf_paths(self):
        numbered = jax.tree.unflatten(
            self._structure, range(self._structure.num_leaves)
        )
        leaves = jax.tree_util.tree_leaves_with_path(numbered)
        return [
            jax.tree_util.keystr(path, simple=True, separator="/") for path, _ in leaves
        ]

    @property
    def learning_rate(self) -> Any:
        """The Variable with the rate, if `optax.inject_hyperparams` made one."""
        variable = self._rate_variable()
        if variable is None:
            raise AttributeError(self._no_rate())
        return variable

    @learning_rate.setter
    def learning_rate(self, rate: Any) -> None:
        variable = self._rate_variable()
        if variable is None:
            raise TypeError(self._no_rate())
        variable.assign(check_learning_rate(rate, type(self).__name__))

    def _rate_variable(self):
        for variable in self.variables:
            if variable.name.endswith("hyperparams/learning_rate"):
                return variable
        return None

    def _no_rate(self):
        return (
            f'"{self.name}" keeps its learning rate to itself.\n'
            "Expected a built transformation that carries its rate in its state.\n"
            "Write optax.inject_hyperparams(optax.adam)(learning_rate=0.001)."
        )

    def get_config(self) -> dict[str, Any]:
        """Refuse: the functions inside of a transformation cannot be written.

        Raises:
            ValueError: Always.
        """
        raise ValueError(
            f'"{self.name}" is made of functions of optax.\n'
            "Expected an optimizer of kit, which can be described in a file.\n"
            "Compile the model again after loading it, with the same transformation."
        )


def is_transformation(value: Any) -> bool:
    """Tell whether a value is a gradient transformation of optax.

    >>> import optax
    >>> is_transformation(optax.adam(0.001)), is_transformation("adam")
    (True, False)
    """
    return isinstance(value, tuple) and all(
        callable(getattr(value, name, None)) for name in ("init", "update")
    )
