import numpy as np
import pytest

import kit
from kit import layers

keras = pytest.importorskip("keras")
from tests.layers.keras_twin import (  # noqa: E402
    assert_like_keras,
    assert_same,
    random_inputs,
)

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (layers.Dense(5), (3, 4, 2)),
        (layers.Conv2D(2, 3), (2, 3, 6, 6, 1)),
        (layers.LSTM(3), (2, 3, 4, 5)),
        (layers.BatchNormalization(), (3, 4, 2)),
        (layers.Flatten(), (2, 3, 4, 5)),
    ],
)
def test_outputs_are_those_of_keras(layer, shape):
    wrapped = layers.TimeDistributed(layer)
    x = random_inputs(shape)
    twin = assert_like_keras(wrapped, x)
    open_shape = (None, None, *shape[2:])
    assert wrapped.compute_output_shape(open_shape) == twin.compute_output_shape(
        open_shape
    )


def test_each_step_is_computed_alone():
    inner = layers.Dense(3, activation="relu")
    x = random_inputs((2, 4, 5))
    outputs = layers.TimeDistributed(inner)(x)
    assert_same(outputs[:, 2], inner(x[:, 2]))


def test_a_model_for_every_step(tmp_path):
    def build(library):
        image = library.Input((6, 6, 1))
        encoder = library.Sequential(
            [image, library.layers.Conv2D(2, 3), library.layers.Flatten()]
        )
        return library.Sequential(
            [
                library.Input((3, 6, 6, 1)),
                library.layers.TimeDistributed(encoder),
                library.layers.LSTM(4),
            ]
        )

    ours, theirs = build(kit), build(keras)
    theirs.set_weights(ours.get_weights())
    videos = random_inputs((2, 3, 6, 6, 1))
    assert_same(ours(videos), theirs(videos))
    assert ours.output_shape == theirs.output_shape
    ours.save(tmp_path / "ours.keras")
    assert_same(keras.models.load_model(tmp_path / "ours.keras")(videos), ours(videos))


def test_masks_pass_as_in_keras():
    def build(library):
        inputs = library.Input((6,))
        x = library.layers.Embedding(9, 4, mask_zero=True)(inputs)
        x = library.layers.TimeDistributed(library.layers.Dense(3))(x)
        return library.Model(inputs, library.layers.LSTM(2)(x))

    words = np.random.default_rng(2).integers(0, 3, (4, 6))
    ours, theirs = build(kit), build(keras)
    theirs.set_weights(ours.get_weights())
    assert_same(ours(words), theirs(words))


def test_a_mask_of_inner_steps_reaches_the_layer():
    wrapped = layers.TimeDistributed(layers.LSTM(3))
    mask = np.random.default_rng(0).random((2, 3, 4)) < 0.6
    assert_like_keras(wrapped, random_inputs((2, 3, 4, 5)), mask=mask)


def test_wrong_inputs_are_named():
    with pytest.raises(ValueError, match="not a layer"):
        layers.TimeDistributed("dense")
    with pytest.raises(ValueError, match=r"x\[\.\.\., None\]"):
        layers.TimeDistributed(layers.Dense(1))(np.zeros((2, 3)))
    with pytest.raises(ValueError, match=r"begins with \(2, 3\)"):
        layers.TimeDistributed(layers.Dense(1))(
            np.zeros((2, 3, 4)), mask=np.ones((2, 4), bool)
        )
