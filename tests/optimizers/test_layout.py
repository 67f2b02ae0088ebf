"""The flat list of an optimizer's arrays and the state are the same thing twice."""

import jax
import jax.numpy as jnp
import pytest

from kit import optimizers
from kit.optimizers import layout
from tests.optimizers.test_optimizer import NAMES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "arguments", [{}, {"use_ema": True, "gradient_accumulation_steps": 2}]
)
def test_flatten_and_unflatten_are_inverse(name, arguments):
    optimizer = getattr(optimizers, name)(**arguments)
    params = [jnp.ones((2, 3)), jnp.ones(3), jnp.ones((3, 1))]
    state = optimizer.init(params)
    flat = list(range(len(layout.flatten(optimizer, state))))
    again = layout.unflatten(optimizer, flat)
    assert jax.tree.structure(again) == jax.tree.structure(state)
    assert layout.flatten(optimizer, again) == flat


def test_names_follow_the_arrays():
    optimizer = optimizers.Adam(use_ema=True)
    assert layout.variable_names(optimizer, ["a", "b"]) == [
        "iteration",
        "learning_rate",
        "a_average",
        "b_average",
        "a_momentum",
        "a_velocity",
        "b_momentum",
        "b_velocity",
    ]


def test_a_list_of_impossible_length_is_refused():
    with pytest.raises(ValueError, match='"adam" received 5 arrays'):
        layout.unflatten(optimizers.Adam(), [0] * 5)
    with pytest.raises(ValueError, match='"sgd" received 3 arrays'):
        layout.unflatten(optimizers.SGD(), [0] * 3)
