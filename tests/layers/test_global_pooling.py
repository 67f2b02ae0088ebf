"""Global pooling layers against Keras, with and without a mask."""

import numpy as np
import pytest

from kit.layers import Embedding, GlobalAveragePooling1D
from kit.models import Sequential
from tests.layers.keras_parity import check, keras, numbers

SHAPES = {1: (2, 9, 3), 2: (2, 4, 5, 3), 3: (2, 3, 4, 2, 3)}


@pytest.mark.parametrize("kind", ["Max", "Average"])
@pytest.mark.parametrize(("rank", "keepdims"), [(1, True), (2, False), (3, True)])
def test_same_as_keras(kind, rank, keepdims):
    name = f"Global{kind}Pooling{rank}D"
    check(name, {"keepdims": keepdims}, numbers(*SHAPES[rank]))


@pytest.mark.parametrize("keepdims", [False, True])
def test_masked_steps_do_not_count(keepdims):
    x = numbers(2, 4, 3)
    mask = np.array([[True, True, False, False], [True, True, True, False]])
    theirs = keras.layers.GlobalAveragePooling1D(keepdims=keepdims)
    ours = GlobalAveragePooling1D(keepdims=keepdims)(x, mask=mask)
    np.testing.assert_allclose(ours, theirs(x, mask=mask), rtol=1e-6)
    if not keepdims:
        np.testing.assert_allclose(ours[0], x[0, :2].mean(0), rtol=1e-6)


def test_the_mask_of_an_embedding_arrives():
    words = np.array([[3, 5, 0, 0]])
    model = Sequential([Embedding(10, 4, mask_zero=True), GlobalAveragePooling1D()])
    outputs = model(words)
    vectors = np.asarray(model.layers[0](words))
    np.testing.assert_allclose(outputs[0], vectors[0, :2].mean(0), rtol=1e-6)
