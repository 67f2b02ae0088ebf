"""One-hot vectors, compared with Keras's."""

import numpy as np
import pytest

from kit.utils import to_categorical

keras = pytest.importorskip("keras")


@pytest.mark.parametrize("num_classes", [None, 0, 4, 10])
@pytest.mark.parametrize(
    "x",
    [
        [0, 1, 2, 3],
        [1, 2, 3],
        np.array([[0], [3]], "uint8"),
        np.array([[0, 1, 2], [3, 2, 1]]),
        np.array([[[0], [1]], [[3], [2]]]),
        np.array([0.0, 3.0]),
        [[1]],
        2,
        np.array([True, False]),
    ],
)
def test_one_hot_as_in_keras(x, num_classes):
    found = to_categorical(x, num_classes)
    expected = keras.utils.to_categorical(x, num_classes)
    assert found.dtype == expected.dtype == "float64"
    np.testing.assert_array_equal(found, expected)


def test_no_labels():
    assert to_categorical([], 3).shape == (0, 3)
    with pytest.raises(ValueError, match="received no labels"):
        to_categorical([])


@pytest.mark.parametrize(
    ("x", "num_classes", "message"),
    [
        ([1, 10], 10, r"from 1 to 10.\n.*0 to 9.*\n.*num_classes=11, or subtract 1"),
        ([-1, 0], None, r"from -1 to 0.\n.*from 0 to 0.*\nReplace the negative"),
        ([0.5, 1.0], None, "values such as 0.5"),
        ([0.0, float("nan")], None, "values such as nan"),
        (["cat", "dog"], None, r"values such as 'cat'.\n.*\n.*numpy.unique"),
        ([None, 1], None, "values such as None"),
    ],
)
def test_wrong_labels_are_explained(x, num_classes, message):
    with pytest.raises(ValueError, match=message):
        to_categorical(x, num_classes)
