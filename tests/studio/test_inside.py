import numpy as np
import pytest

from kit.layers.convolution import Conv2D
from kit.layers.core import Dense, Input
from kit.layers.reshaping import Flatten, Reshape
from kit.models.sequential import Sequential
from kit.optimizers import SGD
from kit.studio.data import StudioData
from kit.studio.inside import Inside
from kit.studio.probe import Probe


@pytest.fixture
def inside():
    random = np.random.default_rng(0)
    x = random.normal(size=(230, 6, 6)).astype("float32")
    y = np.arange(230) % 3
    hidden = Dense(5, "relu", name="hidden")
    model = Sequential([Input((6, 6)), Flatten(), hidden, Dense(3, "softmax")])
    kernel, bias = hidden.get_weights()
    bias = np.where(
        np.isin(np.arange(5), [1, 4]), -1000, bias
    )  # these two units never say anything
    hidden.set_weights([kernel, bias])
    model.compile(SGD(0.1), "sparse_categorical_crossentropy")
    return Inside(Probe(model), StudioData.of(((x, y), (x, y))))


def hidden_by_hand(inside):
    kernel, bias = inside.probe.model.get_layer("hidden").get_weights()
    return np.maximum(inside.data.x_test.reshape(230, 36) @ kernel + bias, 0)


def test_activity_by_hand(inside):
    expected = hidden_by_hand(inside)
    found = inside.activity(inside.places[0])
    np.testing.assert_allclose(found.largest, expected.max(axis=0), rtol=1e-4)
    assert found.dead.tolist() == [1, 4] and found.samples == 230
    np.testing.assert_allclose(
        np.sort(found.values), np.sort(expected.ravel()), rtol=1e-4, atol=1e-5
    )


def test_many_activations_are_thinned_out():
    x = np.random.default_rng(0).normal(size=(200, 20, 20)).astype("float32")
    layers = [Input((20, 20)), Reshape((20, 20, 1)), Conv2D(4, 3, name="conv")]
    model = Sequential([*layers, Flatten(), Dense(2)])
    y = np.arange(200) % 2
    found = Inside(Probe(model), StudioData.of(((x, y), (x, y))))
    activity = found.activity(found.places[0])
    outputs = Sequential(model.layers[:2]).predict(x, verbose=0)
    assert 20_000 < len(activity.values) <= 41_000
    assert activity.values.std() == pytest.approx(outputs.std(), rel=0.05)
    np.testing.assert_allclose(
        activity.largest, np.abs(outputs).max(axis=(0, 1, 2)), rtol=1e-4
    )
    kernel = model.get_layer("conv").get_weights()[0]
    np.testing.assert_allclose(found.pictures(found.places[0])[2], kernel[:, :, 0, 2])


def test_weights_as_pictures(inside):
    kernel = inside.probe.model.get_layer("hidden").get_weights()[0]
    pictures = inside.pictures(inside.places[0])
    assert pictures.shape == (5, 6, 6)
    np.testing.assert_array_equal(pictures[3].ravel(), kernel[:, 3])
    assert inside.pictures(inside.places[1]).shape == (1, 5, 3)


def test_gradients_by_finite_differences(inside):
    model = inside.probe.model
    x, y = inside.data.x_train[:32], inside.data.y_train[:32]
    bias = model.layers[-1].weights[1]
    slopes = []
    for unit in range(3):
        losses = []
        for step in (1e-2, -1e-2):
            before = bias.value
            bias.assign(before.at[unit].add(step))
            losses.append(model.evaluate(x, y, verbose=0))
            bias.assign(before)
        slopes.append((losses[0] - losses[1]) / 2e-2)
    found = inside.gradients()[-1]
    assert found.gradient == pytest.approx(np.linalg.norm(slopes), rel=1e-2)
    assert found.weights == 0 and found.name.endswith("bias")


def test_a_muted_unit_by_hand(inside):
    model, place = inside.probe.model, inside.places[0]
    before = model.get_weights()
    hidden = hidden_by_hand(inside)
    hidden[:, 2] = 0
    kernel, bias = model.layers[-1].get_weights()
    right = (hidden @ kernel + bias).argmax(axis=1) == inside.data.y_test
    assert inside.accuracy(inside.muted(place, 2)) == pytest.approx(right.mean())
    for old, now in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, now)
    # A dead unit says nothing anyway.
    assert inside.accuracy(inside.muted(place, 1)) == inside.accuracy()


def test_numbers_have_no_accuracy():
    x, y = np.ones((20, 4)), np.linspace(0, 1, 20)
    model = Sequential([Input((4,)), Dense(1)])
    with pytest.raises(ValueError, match="does not choose"):
        Inside(Probe(model), StudioData.of(((x, y), (x, y)))).accuracy()
