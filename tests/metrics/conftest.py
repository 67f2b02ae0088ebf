"""Batches for the metrics, and Keras as the oracle."""

import jax
import numpy as np
import pytest

SIZES = (6, 3)  # batches of different lengths


@pytest.fixture
def keras_metrics():
    return pytest.importorskip("keras").metrics


def softmax(x):
    x = np.exp(x - x.max(axis=-1, keepdims=True))
    return x / x.sum(axis=-1, keepdims=True)


def make_batch(random, kind, size, rest):
    """Labels and predictions of `size` samples, of a kind and shape `rest`."""
    shape = (size, *rest)
    scores = random.normal(size=shape).astype("float32")
    p = softmax(scores) if rest else scores
    classes = random.integers(shape[-1], size=shape[:-1])
    yes = random.integers(2, size=shape)
    one_hot = np.eye(shape[-1], dtype="float32")[classes]
    return {
        "numbers": lambda: (
            scores + random.normal(size=shape).astype("float32"),
            scores,
        ),
        "counts": lambda: (random.poisson(3.0, shape), np.exp(scores)),
        "binary": lambda: (yes, (1 / (1 + np.exp(scores - yes)))),
        "logits": lambda: (yes, 2 * scores),
        "signs": lambda: (2 * yes - 1, scores),
        "one_hot": lambda: (one_hot, p),
        "classes": lambda: (classes, p),
        "sorted_ids": lambda: (classes, np.argsort(-scores, axis=-1)),
        "labels": lambda: (yes, random.integers(2, size=shape)),
        "maps": lambda: (
            random.integers(4, size=shape),
            random.integers(4, size=shape),
        ),
        "distributions": lambda: (softmax(random.normal(size=shape)), p),
    }[kind]()


@pytest.fixture
def batches():
    """Two batches of a kind: `batches("one_hot", (3,))`."""

    def make(kind, rest):
        random = np.random.default_rng(4)
        return [make_batch(random, kind, size, rest) for size in SIZES]

    return make


@pytest.fixture
def agrees(keras_metrics, batches):
    """Compare a metric class with Keras's over several batches, pure and not."""
    from kit import metrics

    def compare(name, arguments, kind, rest, weights=("none", "some")):
        data = batches(kind, rest)
        mine = getattr(metrics, name)(**arguments)
        mine = type(mine).from_config(mine.get_config())
        theirs = getattr(keras_metrics, name)(**arguments)
        assert mine._direction == getattr(theirs, "_direction", None)
        mine.build(data[0][0].shape, data[0][1].shape)
        if not theirs.variables:
            theirs.update_state(*data[0])
        my_step = jax.jit(mine.stateless_update_state)
        their_step = jax.jit(theirs.stateless_update_state)
        for choice in weights:
            found = padded = mine.stateless_reset_state()
            expected = theirs.stateless_reset_state()
            for y_true, y_pred in data:
                weight = None if choice == "none" else np.arange(len(y_pred)) % 3
                if choice == "some":
                    weight = weight / np.float32(2)
                else:
                    found = my_step(found, y_true, y_pred, weight)
                padded = my_step(padded, *pad(y_true, y_pred, weight))
                expected = their_step(expected, y_true, y_pred, weight)
            expected = theirs.stateless_result(expected)
            close(mine.stateless_result(padded), expected)
            if choice != "some":  # which only the padded form was compiled for
                close(mine.stateless_result(found), expected)

    return compare


def pad(y_true, y_pred, weight):
    """Fill a batch up to 8 rows with rows of weight 0 that are not numbers."""
    missing = 8 - len(y_pred)
    weight = np.ones(len(y_pred)) if weight is None else weight
    filler = np.nan if y_pred.dtype.kind == "f" else 1
    return (
        np.concatenate([y_true, np.repeat(y_true[:1], missing, axis=0)]),
        np.concatenate([y_pred, np.full((missing, *y_pred.shape[1:]), filler)]),
        np.concatenate([weight, np.zeros(missing)]),
    )


def close(mine, theirs):
    mine, theirs = np.asarray(mine), np.asarray(theirs)
    assert mine.shape == theirs.shape
    np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6)
