"""The axes of the normalization layers."""

import pytest

from kit.layers.normalization_base import positive_axes, standardize_axis


def test_axes_are_counted_from_the_front():
    assert positive_axes(-1, (None, 3, 4), "norm") == (2,)
    assert positive_axes((-1, 1), (None, 3, 4), "norm") == (1, 2)
    assert standardize_axis((1, -1)) == [1, -1]


@pytest.mark.parametrize("axis", ["last", 1.0, None, [], [1, "a"]])
def test_wrong_axes_are_explained(axis):
    with pytest.raises(TypeError, match="is not an axis"):
        standardize_axis(axis)


def test_missing_axes_are_explained():
    with pytest.raises(ValueError, match='Layer "norm" has axis=3.'):
        positive_axes(3, (None, 3, 4), "norm")
