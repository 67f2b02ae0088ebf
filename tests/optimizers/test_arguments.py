"""Old, misspelt and unknown arguments."""

import pytest

from kit import config
from kit.optimizers.adam import Adam
from kit.optimizers.arguments import argument_names, require_steps
from kit.optimizers.sgd import SGD


def test_lr_still_works_and_is_noted(capsys):
    config.set_notes("always")
    optimizer = SGD(lr=0.5)
    config.set_notes("once")
    assert float(optimizer.learning_rate) == 0.5
    assert capsys.readouterr().out == "kit: lr is called learning_rate today.\n"


def test_decay_is_a_schedule_today(capsys):
    optimizer = SGD(lr=0.5, decay=0.1)
    assert "InverseTimeDecay(0.5, 1, 0.1)" in capsys.readouterr().out
    optimizer.iterations.assign(10)
    assert float(optimizer.learning_rate) == pytest.approx(0.5 / (1 + 0.1 * 10))
    assert SGD(lr=0.5, decay=0.0).get_config()["learning_rate"] == 0.5
    assert "decay" not in capsys.readouterr().out


def test_the_attribute_lr_is_the_learning_rate():
    optimizer = Adam(0.5)
    optimizer.lr = 0.25
    assert float(optimizer.learning_rate) == float(optimizer.lr) == 0.25


def test_a_misspelt_argument_gets_a_proposal():
    with pytest.raises(ValueError, match='Did you mean "beta_1"?'):
        Adam(beta1=0.9)
    with pytest.raises(ValueError, match='Adam has no argument "colour".'):
        Adam(colour="red")


def test_a_child_of_a_child_shows_all_arguments():
    class Mine(Adam):
        def __init__(self, boost=2.0, **others):
            super().__init__(**others)
            self.boost = boost

    names = argument_names(Mine)
    assert names[0] == "boost" and {"beta_1", "learning_rate", "name"} <= set(names)
    assert Mine(beta_1=0.5).get_config()["beta_1"] == 0.5


@pytest.mark.parametrize("value", [0, 1.5, True, "many", -3])
def test_steps_are_whole_numbers(value):
    with pytest.raises(ValueError, match="SGD received steps="):
        require_steps(SGD(), "steps", value, 1)
