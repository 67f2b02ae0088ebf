"""BatchNormalization against Keras, in training and after it, masked and padded."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit.layers import BatchNormalization
from kit.layers.call_context import CallContext
from tests.layers.keras_parity import check, keras, numbers, pair, share_weights

IMAGES = (4, 3, 5, 6)


@pytest.mark.parametrize(
    "arguments",
    [{}, {"axis": 1, "epsilon": 0.1}, {"center": False}, {"scale": False}],
)
def test_same_as_keras_outside_training(arguments):
    check("BatchNormalization", arguments, numbers(*IMAGES), positive=True)


def step(layer, x, **kwargs):
    """Outputs, gradients and moving statistics of one training step."""
    trainable, fixed = (
        [jnp.asarray(v.value) for v in variables]
        for variables in (layer.trainable_variables, layer.non_trainable_variables)
    )
    direction = numbers(*x.shape, seed=5)

    def loss(x, weights):
        outputs, after = layer.stateless_call(
            weights, fixed, x, training=True, **kwargs
        )
        return jnp.sum(outputs * direction), (outputs, after)

    run = jax.jit(jax.grad(loss, (0, 1), has_aux=True))
    return [np.asarray(a) for a in jax.tree.leaves(run(jnp.asarray(x), trainable))]


def same(ours, theirs, tolerance=1e-5):
    for got, wanted in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize(
    ("shape", "arguments"),
    [(IMAGES, {}), (IMAGES, {"axis": 1, "momentum": 0.5}), ((8, 6), {"scale": False})],
)
def test_a_training_step_is_that_of_keras(shape, arguments):
    x = 3 + 2 * numbers(*shape)
    ours, theirs = pair("BatchNormalization", **arguments)
    share_weights(ours, theirs, x, positive=True)
    same(step(ours, x), step(theirs, x), 3e-5)
    ours(x, training=True), theirs(x, training=True)
    same([v.value for v in ours.weights], [v.value for v in theirs.weights])


def test_a_mask_leaves_steps_out():
    x = numbers(4, 5, 3)
    mask = np.arange(5) < np.array([[5], [3], [1], [0]])
    ours, theirs = pair("BatchNormalization")
    share_weights(ours, theirs, x, positive=True)
    same(step(ours, x, mask=mask), step(theirs, x, mask=mask), 3e-5)
    with pytest.raises(ValueError, match="received a mask of shape \\(4, 5, 3\\)"):
        ours(x, mask=np.ones((4, 5, 3), bool), training=True)


@pytest.mark.parametrize("masked", [False, True])
def test_padded_rows_are_as_if_they_were_not_there(masked):
    x = numbers(5, 4, 3)
    mask = np.random.default_rng(0).random((5, 4)) < 0.7 if masked else None
    padded = np.concatenate([x, 100 * numbers(3, 4, 3, seed=3)])
    padded_mask = (
        None if mask is None else np.concatenate([mask, np.ones((3, 4), bool)])
    )
    rows = jnp.array([1.0] * 5 + [0.0] * 3)
    small, large = BatchNormalization(), BatchNormalization()
    wanted = small(x, training=True, mask=mask)
    with CallContext(rows=rows):
        got = large(padded, training=True, mask=padded_mask)
    np.testing.assert_allclose(got[:5], wanted, atol=1e-5)
    same(large.get_weights(), small.get_weights(), 1e-6)


def test_padded_rows_in_the_gradient():
    x = numbers(5, 3)
    padded = np.concatenate([x, numbers(3, 3, seed=3)])
    layer = BatchNormalization()
    layer.build(x.shape)
    direction = jnp.asarray(numbers(5, 3, seed=4))

    def loss(x, rows):
        with CallContext(training=True, rows=rows):
            return jnp.sum(
                layer.stateless_call(
                    [v.value for v in layer.trainable_variables],
                    [v.value for v in layer.non_trainable_variables],
                    x,
                )[0][:5]
                * direction
            )

    wanted = jax.grad(loss)(x, None)
    got = jax.grad(loss)(padded, jnp.array([1.0] * 5 + [0.0] * 3))
    np.testing.assert_allclose(got[:5], wanted, atol=1e-5)
    np.testing.assert_array_equal(got[5:], 0)


def test_a_frozen_layer_uses_and_keeps_its_moving_statistics():
    x = 5 + numbers(8, 3)
    layer, frozen = BatchNormalization(), BatchNormalization(trainable=False)
    before = frozen(x, training=True)
    np.testing.assert_array_equal(before, layer(x, training=False))
    np.testing.assert_array_equal(frozen.moving_mean.numpy(), 0)


def test_half_precision_is_normalized_in_float32():
    x = (1000 + numbers(64, 3)).astype("float32")
    ours, theirs = pair("BatchNormalization", dtype="mixed_bfloat16")
    got, wanted = ours(x, training=True), theirs(x, training=True)
    assert got.dtype == wanted.dtype == jnp.bfloat16
    np.testing.assert_allclose(
        np.asarray(got, "float32"), np.asarray(wanted, "float32"), atol=0.05
    )
    same(ours.get_weights(), [np.asarray(w.value) for w in theirs.weights], 1e-4)


def test_mistakes_are_explained():
    with pytest.raises(ValueError, match='(?s)"b" has axis=3.*shape \\(2, 3\\)'):
        BatchNormalization(axis=3, name="b")(numbers(2, 3))
    with pytest.raises(ValueError, match="renorm=True is not available"):
        BatchNormalization(renorm=True)
    with pytest.raises(ValueError, match="synchronized=True is not available"):
        BatchNormalization(synchronized=True)


def test_fit_with_a_padded_last_batch_is_that_of_true_sizes():
    """Ten rows in batches of four: Keras runs the last two rows as a batch of two."""
    x, y = numbers(10, 3), numbers(10, 3, seed=1)
    moving = []
    for library in (keras, _kit()):
        layer = library.layers.BatchNormalization(momentum=0.5)
        model = library.Sequential([library.layers.Input((3,)), layer])
        model.compile("sgd", "mse")
        model.fit(x, y, batch_size=4, shuffle=False, verbose=0)
        moving.append([np.asarray(w.value) for w in layer.weights])
    same(*moving)


def _kit():
    import kit

    return kit
