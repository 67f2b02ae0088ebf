"""The budget of weights: what is allowed, and that it ends with its block."""

import pytest

from kit.layers.core import Dense
from kit.layers.weight_budget import WeightBudget


def test_layers_spend_what_they_make():
    with WeightBudget(100) as budget:
        Dense(3).build((None, 4))
    assert budget.left == 100 - (4 * 3 + 3)


def test_nothing_is_made_beyond_the_budget():
    layer = Dense(10**12)
    with WeightBudget(100):
        with pytest.raises(ValueError, match="asks for 4e.12 numbers"):
            layer.build((None, 4))
    assert layer.weights == []


def test_budgets_inside_each_other_all_count():
    with WeightBudget(100) as outer, WeightBudget(10**9):
        Dense(3).build((None, 4))
        with pytest.raises(ValueError, match="at most 85"):
            Dense(30).build((None, 4))
    assert outer.left == 85


def test_outside_of_a_block_there_is_none():
    with WeightBudget(1):
        pass
    Dense(3).build((None, 4))
