"""UpSampling against Keras."""

import pytest

from kit.layers import UpSampling1D, UpSampling2D
from tests.layers.keras_parity import check, check_signature, numbers

SHAPES = {1: (2, 4, 3), 2: (2, 4, 5, 3), 3: (1, 2, 3, 2, 2)}


@pytest.mark.parametrize(
    ("rank", "arguments"),
    [
        (1, {"size": 3}),
        (2, {"size": (2, 3)}),
        (2, {"size": 2, "interpolation": "bilinear"}),
        (2, {"size": (3, 2), "interpolation": "bicubic"}),
        (2, {"size": 2, "interpolation": "lanczos3"}),
        (3, {"size": (1, 2, 3)}),
    ],
)
def test_same_as_keras(rank, arguments):
    check(f"UpSampling{rank}D", arguments, numbers(*SHAPES[rank]))


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_defaults(rank):
    check_signature(f"UpSampling{rank}D")


def test_mistakes_are_explained():
    with pytest.raises(ValueError, match="size=0"):
        UpSampling1D(0)
    with pytest.raises(ValueError, match='Did you mean "bilinear"'):
        UpSampling2D(2, interpolation="bilinaer")
