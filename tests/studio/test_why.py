import numpy as np
import pytest

from kit.layers.convolution import Conv2D
from kit.layers.core import Dense, Input
from kit.layers.reshaping import Flatten, Reshape
from kit.models.sequential import Sequential
from kit.studio.data import StudioData
from kit.studio.probe import Probe
from kit.studio.why import Why, class_scores, moved, nearest

SHAPE = (6, 6)


def data(samples=40):
    random = np.random.default_rng(0)
    x = random.random((samples, *SHAPE)).astype("float32")
    y = np.arange(samples) % 3
    return StudioData.of(((x, y), (x[::-1], y[::-1])))


def why(*layers):
    return Why(Probe(Sequential([Input(SHAPE), *layers])), data())


def smooth(ending="softmax"):
    return why(
        Reshape((*SHAPE, 1)),
        Conv2D(4, 3, activation="tanh"),
        Flatten(),
        Dense(8, "tanh", name="hidden"),
        Dense(3, ending),
    )


@pytest.mark.parametrize("ending", ["softmax", None])
def test_saliency_by_finite_differences(ending):
    found = smooth(ending)
    sample = found.data.x_test[0]
    saliency = found.saliency(sample, 2)
    for place in [(0, 0), (2, 3), (5, 5), (4, 1)]:
        step = np.zeros(SHAPE, "float32")
        step[place] = 1e-2
        slope = (found.score(sample + step, 2) - found.score(sample - step, 2)) / 2e-2
        assert saliency[place] == pytest.approx(slope, abs=2e-4)


def test_saliency_of_a_linear_model_is_its_kernel():
    found = why(Flatten(), Dense(3, "softmax", name="last"))
    kernel = found.probe.model.get_layer("last").get_weights()[0]
    expected = (kernel[:, 1] - kernel.mean(axis=1)).reshape(SHAPE)
    got = found.saliency(found.data.x_test[3], 1)
    np.testing.assert_allclose(got, expected, atol=1e-5)


def test_scores_are_centred_logits():
    z = np.array([1.0, -2.0, 0.5])
    shares = np.exp(z) / np.exp(z).sum()
    for outputs, are_logits in ((shares, False), (z, True)):
        scores = class_scores(outputs, are_logits)
        np.testing.assert_allclose(scores, z - z.mean(), rtol=1e-5)
    np.testing.assert_allclose(
        class_scores(np.array([1 / (1 + np.exp(-2.0))]), False), [-1, 1], rtol=1e-5
    )


def test_nearest_by_brute_force():
    random = np.random.default_rng(1)
    rows, row = random.normal(size=(50, 7)), random.normal(size=7)
    distances = [sum((a - b) ** 2 for a, b in zip(r, row, strict=True)) for r in rows]
    expected = sorted(range(50), key=lambda i: distances[i])[:5]
    found = nearest(rows, row, 5)
    assert found.samples.tolist() == expected
    np.testing.assert_allclose(found.distances**2, np.sort(distances)[:5])


def test_neighbours_in_the_last_hidden_layer():
    found = smooth()
    model, x = found.probe.model, found.data.x_train
    kernel, bias = model.get_layer("hidden").get_weights()
    inner = Sequential(model.layers[:-2])
    rows = np.tanh(inner.predict(x, verbose=0) @ kernel + bias)
    row = rows[7]
    distances = np.linalg.norm(rows - row, axis=1)
    near = found.near_in_features(x[7])
    assert near.samples.tolist() == np.argsort(distances)[:5].tolist()
    assert near.samples[0] == 7 and near.distances[0] == pytest.approx(0, abs=1e-5)
    assert found.near_in_pixels(x[7]).samples[0] == 7
    count = int((found.data.y_train[near.samples] == 1).sum())
    assert found.describe(near, 1) == f"{count} of 5 are 1."


def test_logits_become_probabilities():
    found = smooth(None)
    shares = found.predict(found.data.x_test[:1]).probabilities
    assert shares.sum() == pytest.approx(1)


def test_moved_shifts_and_turns():
    image = np.random.default_rng(2).random((5, 5))
    shifted = moved(image, right=2, down=-1)
    np.testing.assert_allclose(shifted[:4, 2:], image[1:, :3], atol=1e-5)
    assert (shifted[4] == 0).all() and (shifted[:, :2] == 0).all()
    np.testing.assert_allclose(moved(image, degrees=90), np.rot90(image), atol=1e-3)
    colors = np.stack([image] * 3, axis=-1)
    np.testing.assert_allclose(
        moved(colors, degrees=30)[..., 1], moved(image, degrees=30), atol=1e-6
    )


def test_a_turn_by_another_route():
    ndimage = pytest.importorskip("scipy.ndimage")
    image = np.zeros((9, 9))
    image[3:6, 2:7] = np.random.default_rng(3).random((3, 5))
    expected = ndimage.rotate(image, 25, reshape=False, order=1)
    np.testing.assert_allclose(moved(image, degrees=25), expected, atol=1e-3)


def test_noise_stays_in_range_and_can_be_repeated():
    image = np.random.default_rng(2).integers(0, 256, (28, 28))
    noisy = moved(image, noise=0.3, seed=4)
    assert noisy.min() >= 0 and noisy.max() <= image.max()
    np.testing.assert_array_equal(noisy, moved(image, noise=0.3, seed=4))
    inside = (noisy > 0) & (noisy < image.max())
    assert 20 < (noisy - image)[inside].std() < 80
