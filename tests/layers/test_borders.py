"""Zero padding and cropping against Keras."""

import pytest

from kit.layers import Cropping1D, Cropping2D, ZeroPadding2D
from kit.layers.borders import standardize_borders
from tests.layers.keras_parity import check, check_signature, numbers

SHAPES = {1: (2, 7, 2), 2: (2, 7, 6, 2), 3: (1, 5, 6, 7, 2)}
PAIRS = ((1, 0), (0, 2), (1, 2))


@pytest.mark.parametrize("name", ["ZeroPadding", "Cropping"])
@pytest.mark.parametrize(
    ("rank", "cells"),
    [(1, 2), (1, (1, 0)), (2, 1), (2, (1, 2)), (2, PAIRS[:2]), (3, PAIRS)],
)
def test_same_as_keras(name, rank, cells):
    argument = "padding" if name == "ZeroPadding" else "cropping"
    check(f"{name}{rank}D", {argument: cells}, numbers(*SHAPES[rank]))


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_defaults(rank):
    check_signature(f"ZeroPadding{rank}D")
    check_signature(f"Cropping{rank}D")


def test_an_unknown_size_stays_unknown():
    assert ZeroPadding2D().compute_output_shape((None, None, 3, 1))[1:3] == (None, 5)
    assert Cropping2D(1).compute_output_shape((None, None, 3, 1))[1:3] == (None, 1)


@pytest.mark.parametrize(
    "value", [-1, (1,), (1, 2, 3), ((1, 2, 3), 1), "1", (1.5, 1), None]
)
def test_mistakes_are_explained(value):
    with pytest.raises(ValueError, match="does not describe borders"):
        standardize_borders(value, 2, "padding")


def test_cropping_to_nothing_is_explained():
    with pytest.raises(ValueError, match='Layer "c" would crop'):
        Cropping1D((2, 2), name="c")(numbers(1, 4, 1))
