"""Sizes of windowed outputs, and the names of paddings."""

import pytest

from kit.layers.windows import standardize_padding, window_output

keras = pytest.importorskip("keras")


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_sizes_are_those_of_keras(padding):
    for size in range(1, 9):
        for window in range(1, 5):
            for strides in range(1, 4):
                for dilation in (1, 2) if strides == 1 else (1,):
                    extent = (window - 1) * dilation + 1
                    if padding == "valid" and extent > size:
                        continue
                    theirs = keras.layers.Conv1D(
                        1, window, strides, padding, dilation_rate=dilation
                    )
                    ours = window_output(
                        (None, size, 3), (window,), (strides,), padding, (dilation,), ""
                    )
                    wanted = theirs.compute_output_shape((None, size, 3))
                    assert ours == wanted[1:-1]


def test_an_unknown_size_stays_unknown():
    shape = (None, None, 9, 3)
    assert window_output(shape, (2, 2), (2, 2), "valid", (1, 1), "") == (None, 4)


def test_a_large_window_is_explained():
    with pytest.raises(ValueError) as error:
        window_output((None, 9, 4, 3), (5, 5), (1, 1), "valid", (1, 1), "pool")
    assert str(error.value).splitlines() == [
        'Layer "pool" received an input of shape (None, 9, 4, 3).',
        "Expected at least 5 cells along axis 2 for a window of (5, 5), found 4.",
        'Write padding="same", take a smaller window, or pool less before.',
    ]


def test_names_of_paddings():
    assert standardize_padding("Valid") == "valid"
    assert standardize_padding("causal", allow_causal=True) == "causal"
    for wrong in ("causal", None, 1, [(1, 1)]):
        with pytest.raises(ValueError, match="Expected one of: valid, same"):
            standardize_padding(wrong)
