"""GroupNormalization against Keras."""

import pytest

from kit.layers import GroupNormalization
from tests.layers.keras_parity import check, numbers


@pytest.mark.parametrize(
    "arguments",
    [
        {"groups": 2},
        {"groups": 2, "axis": 1, "center": False},
        {"groups": 3, "axis": -2, "scale": False, "epsilon": 0.1},
    ],
)
def test_same_as_keras(arguments):
    check("GroupNormalization", arguments, numbers(2, 4, 3, 6), tolerance=3e-5)


def test_one_group_for_each_channel():
    each = GroupNormalization(groups=-1)(numbers(2, 5, 4))
    assert abs(each.mean(1)).max() < 1e-6


def test_mistakes_are_explained():
    for wrong in (0, -2, 1.5, True):
        with pytest.raises(ValueError, match=f"groups={wrong} is not a number"):
            GroupNormalization(wrong)
    with pytest.raises(ValueError, match='Layer "g" received 6 channels'):
        GroupNormalization(4, name="g")(numbers(2, 6))
