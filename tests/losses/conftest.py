"""Data for the losses, and Keras as the oracle."""

import numpy as np
import pytest


@pytest.fixture
def keras_losses():
    return pytest.importorskip("keras").losses


def softmax(x):
    x = np.exp(x - x.max(axis=-1, keepdims=True))
    return x / x.sum(axis=-1, keepdims=True)


@pytest.fixture
def data():
    """Make labels and predictions of a kind: `data("one_hot", (7, 3))`."""
    random = np.random.default_rng(1)

    def make(kind, shape):
        scores = random.normal(size=shape).astype("float32")
        classes = random.integers(shape[-1], size=shape[:-1])
        one_hot = np.eye(shape[-1], dtype="float32")[classes]
        p = softmax(scores)
        return {
            "numbers": lambda: (random.normal(size=shape).astype("float32"), scores),
            "counts": lambda: (random.poisson(3.0, shape), np.exp(scores)),
            "binary": lambda: (
                random.integers(2, size=shape),
                1 / (1 + np.exp(scores)),
            ),
            "binary_logits": lambda: (random.integers(2, size=shape), 3 * scores),
            "signs": lambda: (random.choice([-1, 1], shape), scores),
            "one_hot": lambda: (one_hot, p),
            "one_hot_logits": lambda: (one_hot, 3 * scores),
            "classes": lambda: (classes, p),
            "classes_logits": lambda: (classes, 3 * scores),
            "distributions": lambda: (softmax(random.normal(size=shape)), p),
        }[kind]()

    return make


@pytest.fixture
def agrees(keras_losses, data):
    """Compare value, weighted value and gradient of a loss class with Keras's."""
    import jax

    from kit import losses

    def compare(name, arguments, kind, shape):
        y_true, y_pred = data(kind, shape)
        weight = np.random.default_rng(2).uniform(0, 2, shape[0]).astype("float32")
        weight[0] = 0.0
        mine = getattr(losses, name)(**arguments)
        theirs = getattr(keras_losses, name)(**arguments)
        assert mine.name == theirs.name
        for w in [None] if len(shape) > 2 else [None, weight]:
            for found, expected in zip(
                *[
                    jax.jit(jax.value_and_grad(lambda p, f=f, w=w: f(y_true, p, w)))(
                        y_pred
                    )
                    for f in (mine, theirs)
                ],
                strict=True,
            ):
                close(found, expected)
        theirs = getattr(keras_losses, name)(reduction=None, **arguments)
        settings = {**mine.get_config(), "reduction": "none"}
        same = type(mine).from_config(settings)
        close(jax.jit(same)(y_true, y_pred), jax.jit(theirs)(y_true, y_pred))

    return compare


def close(mine, theirs):
    mine, theirs = np.asarray(mine), np.asarray(theirs)
    assert mine.shape == theirs.shape
    np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6)
