"""A convolution that ends after its pooling gives the same numbers and gradients."""

import numpy as np
import pytest

import kit
from kit import layers

X = np.random.default_rng(0).normal(size=(12, 10, 10, 2)).astype("float32")
Y = np.arange(12) % 3


def model_of(activation, padding, pool_first, **options):
    kit.utils.set_random_seed(2)
    model = kit.Sequential(
        [
            kit.Input((10, 10, 2)),
            layers.Conv2D(4, 3, activation=activation, bias_initializer="ones"),
            layers.MaxPooling2D(2, padding=padding, **options),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    assert len(model._graph.pool_first) == 1
    if not pool_first:
        model._graph.pool_first, model._graph._waiting = {}, set()
    model.compile("sgd", "sparse_categorical_crossentropy")
    return model


@pytest.mark.parametrize("activation", [None, "relu", "tanh", "elu"])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_the_same_predictions_and_updates(activation, padding):
    first, plain = (model_of(activation, padding, choice) for choice in (True, False))
    # tanh of two calls of different shape may differ in the last bit
    np.testing.assert_allclose(
        first.predict(X, verbose=0), plain.predict(X, verbose=0), rtol=1e-6
    )
    for model in (first, plain):
        model.fit(X, Y, epochs=3, batch_size=5, shuffle=False, verbose=0)
    for one, other in zip(first.get_weights(), plain.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-7)


def test_calling_the_model_directly_is_the_same():
    model = model_of("relu", "valid", True)
    convolution, pooling = model.layers[:2]
    expected = pooling(convolution(X))
    cut = kit.Model(model.inputs, pooling.output)
    np.testing.assert_allclose(cut(X), expected, rtol=1e-6)


@pytest.mark.parametrize(
    "build",
    [
        lambda x: [layers.Conv2D(4, 3, activation="swish"), layers.MaxPooling2D()],
        lambda x: [layers.Conv2D(4, 3, activation="relu"), layers.AveragePooling2D(2)],
        lambda x: [
            layers.Conv2D(4, 3, activation="relu", activity_regularizer="l2"),
            layers.MaxPooling2D(),
        ],
        lambda x: [layers.Conv2D(4, 3), layers.ReLU(), layers.MaxPooling2D()],
    ],
)
def test_only_where_it_is_the_same(build):
    x = kit.Input((10, 10, 2))
    outputs = x
    for layer in build(x):
        outputs = layer(outputs)
    assert not kit.Model(x, outputs)._graph.pool_first


def test_not_where_the_convolution_is_read_elsewhere():
    x = kit.Input((10, 10, 2))
    features = layers.Conv2D(4, 3, activation="relu")(x)
    pooled = layers.MaxPooling2D()(features)
    assert not kit.Model(x, [features, pooled])._graph.pool_first
    again = layers.GlobalMaxPooling2D()(features)
    assert not kit.Model(x, [pooled, again])._graph.pool_first
    assert len(kit.Model(x, pooled)._graph.pool_first) == 1
