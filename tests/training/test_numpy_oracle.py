"""One epoch of SGD, written out in NumPy, gives the weights that fit gives."""

import numpy as np

import kit


def test_one_epoch_of_sgd_equals_a_numpy_loop():
    random = np.random.default_rng(1)
    x = random.normal(size=(50, 4)).astype("float32")
    labels = random.integers(0, 3, 50)
    model = kit.Sequential(
        [
            kit.Input((4,)),
            kit.layers.Dense(5, activation="relu"),
            kit.layers.Dense(3, activation="softmax"),
        ]
    )
    w1, b1, w2, b2 = (weight.astype("float64") for weight in model.get_weights())
    for start in range(0, 50, 8):
        batch, label = x[start : start + 8], labels[start : start + 8]
        hidden = np.maximum(batch @ w1 + b1, 0)
        scores = hidden @ w2 + b2
        p = np.exp(scores - scores.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        d_scores = (p - np.eye(3)[label]) / len(batch)
        d_hidden = (d_scores @ w2.T) * (hidden > 0)
        w2, b2 = w2 - 0.1 * hidden.T @ d_scores, b2 - 0.1 * d_scores.sum(0)
        w1, b1 = w1 - 0.1 * batch.T @ d_hidden, b1 - 0.1 * d_hidden.sum(0)
    model.compile(kit.optimizers.SGD(0.1), "sparse_categorical_crossentropy")
    model.fit(x, labels, batch_size=8, shuffle=False, verbose=0)
    for ours, numpy_s in zip(model.get_weights(), (w1, b1, w2, b2), strict=True):
        np.testing.assert_allclose(ours, numpy_s, rtol=1e-4, atol=1e-6)
