"""Padded sequences, compared with Keras's."""

import numpy as np
import pytest

from kit.utils import pad_sequences

keras = pytest.importorskip("keras")

NUMBERS = [[1], [2, 3], [], [4, 5, 6, 7]]
VECTORS = [[[1, 2]], [[3, 4], [5, 6], [7, 8]]]


@pytest.mark.parametrize("padding", ["pre", "post"])
@pytest.mark.parametrize("truncating", ["pre", "post"])
@pytest.mark.parametrize("maxlen", [None, 2, 6])
@pytest.mark.parametrize("sequences", [NUMBERS, VECTORS, [np.arange(3)]])
def test_padding_as_in_keras(sequences, maxlen, truncating, padding):
    arguments = {"maxlen": maxlen, "truncating": truncating, "padding": padding}
    for more in ({}, {"value": -1.5, "dtype": "float32"}):
        found = pad_sequences(sequences, **arguments, **more)
        expected = keras.utils.pad_sequences(sequences, **arguments, **more)
        assert found.dtype == expected.dtype
        np.testing.assert_array_equal(found, expected)


def test_words():
    words = [["a"], ["b", "c"]]
    found = pad_sequences(words, dtype=object, value="-")
    assert found.tolist() == [["-", "a"], ["b", "c"]]


def test_nothing_to_pad():
    assert pad_sequences([]).shape == (0, 0)
    assert pad_sequences([[], []], maxlen=0).shape == (2, 0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pad_sequences([1, 2]), "Item 0 of sequences is 1"),
        (lambda: pad_sequences([[1]], padding="front"), "padding='front'"),
        (lambda: pad_sequences([[1]], truncating="back"), "truncating='back'"),
        (lambda: pad_sequences([[1]], value="x"), "value='x'"),
        (lambda: pad_sequences([[1], [[2]]]), r"Sequence 1 has items of shape \(1,\)"),
    ],
)
def test_errors_say_what_to_do(call, message):
    with pytest.raises(ValueError, match=message) as caught:
        call()
    assert len(str(caught.value).splitlines()) == 3
