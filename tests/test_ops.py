"""Operations against Keras's: values, formats, and lists in place of arrays."""

import numpy as np
import pytest

from kit import ops

keras = pytest.importorskip("keras")

random = np.random.default_rng(0)
X = random.random((3, 4)).astype("float32")
P = X / X.sum(axis=1, keepdims=True)
TARGET = np.eye(4, dtype="float32")[[0, 1, 2]]


@pytest.mark.parametrize(
    "use",
    [
        lambda ops: ops.moments(X, axes=[0]),
        lambda ops: ops.normalize(X),
        lambda ops: ops.normalize(X, axis=0, order=1),
        lambda ops: ops.normalize(X * 0),
        lambda ops: ops.unstack(X, axis=1),
        lambda ops: ops.binary_crossentropy(TARGET, P),
        lambda ops: ops.binary_crossentropy(TARGET, X, from_logits=True),
        lambda ops: ops.categorical_crossentropy(TARGET, P),
        lambda ops: ops.sparse_categorical_crossentropy([0, 1, 2], X, True),
        lambda ops: ops.sum([1.0, 2.0]),
        lambda ops: ops.mean([[1, 2], [3, 4]], axis=0),
        lambda ops: ops.reshape([1, 2, 3, 4], (2, 2)),
        lambda ops: ops.concatenate([X, X], axis=1),
        lambda ops: ops.zeros([2, 3]),
        lambda ops: ops.expand_dims([1, 2], 0),
        lambda ops: ops.abs([-1, 2]),
        lambda ops: ops.swish(X),
        lambda ops: ops.cond(True, lambda: ops.ones(1), lambda: ops.zeros(1)),
        lambda ops: ops.fori_loop(0, 3, lambda i, total: total + i, 0),
        lambda ops: ops.scan(lambda s, x: (s + x, s), np.zeros(4, "float32"), X),
        lambda ops: ops.vectorized_map(lambda row: row * 2, X),
    ],
)
def test_same_as_keras(use):
    mine, theirs = use(ops), use(keras.ops)
    assert isinstance(mine, list | tuple) == isinstance(theirs, list | tuple)
    pairs = zip(mine, theirs, strict=True) if isinstance(mine, list | tuple) else ()
    for one, other in pairs or [(mine, theirs)]:
        assert np.asarray(one).dtype == np.asarray(other).dtype
        np.testing.assert_allclose(one, other, atol=1e-6)


@pytest.mark.parametrize(
    ("use", "name"),
    [
        (lambda x: abs(x), "absolute"),
        (lambda x: x[:, 0], "get_item"),
        (lambda x: x / 2, "true_divide"),
        (lambda x: (x > 0) & (x < 1), "logical_and"),
        (lambda x: ~(x > 0), "logical_not"),
        (lambda x: x != 0, "not_equal"),
    ],
)
def test_operators_on_symbolic_tensors_are_layers_of_that_name(use, name):
    import kit

    layers = []
    for library in (kit, keras):
        library.utils.clear_session(free_memory=False)
        tensor = use(library.Input((4,)))
        layers.append(tensor._keras_history[0])
        assert tensor.shape == use(keras.Input((4,))).shape
    assert layers[0].name == layers[1].name == name
    assert layers[0]._shown_class() == type(layers[1]).__name__
