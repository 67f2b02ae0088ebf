"""Ranks, number formats and errors of pairs of labels and predictions."""

import jax.numpy as jnp
import numpy as np
import pytest

from kit.losses.pair import float_pair, match_ranks, sparse_pair, to_array


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        ((3,), (3, 1), ((3, 1), (3, 1))),
        ((3, 1), (3,), ((3, 1), (3, 1))),
        ((3, 4, 1), (3, 4), ((3, 4), (3, 4))),
        ((3, 4), (3, 4, 1), ((3, 4), (3, 4))),
        ((3,), (3, 5), ((3,), (3, 5))),
        ((3, 5), (3, 5), ((3, 5), (3, 5))),
        ((), (3,), ((), (3,))),
    ],
)
def test_ranks_match_as_in_keras(first, second, result):
    loss = pytest.importorskip("keras").src.losses.loss
    pair = np.zeros(first), np.zeros(second)
    mine = match_ranks(*map(jnp.asarray, pair))
    theirs = loss.squeeze_or_expand_to_same_rank(*pair)
    assert tuple(x.shape for x in mine) == result
    assert tuple(x.shape for x in theirs) == result


def test_whole_numbers_become_floats():
    y_true, y_pred = float_pair([1, 0], [1, 2])
    assert y_true.dtype == y_pred.dtype == "float32"


@pytest.mark.parametrize("labels", [["cat", "dog"], np.array(["cat"]), [["a"], ["b"]]])
def test_text_is_refused(labels):
    with pytest.raises(ValueError, match="holds text") as error:
        to_array(labels)
    assert "return_inverse=True" in str(error.value)


def test_traced_values_in_a_list_pass():
    import jax

    assert jax.jit(lambda x: to_array([x, x]).sum())(2.0) == 4.0


def test_labels_of_another_length():
    with pytest.raises(ValueError, match=r"\(4,\), but the output is \(5, 3\)"):
        sparse_pair("a loss", np.zeros(4), np.zeros((5, 3)), hint="")
