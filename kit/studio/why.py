"""Why: what in a sample, and which samples it has learned, led a model to its answer.

Every function is pure; the panel of the same name draws what they return.
"""

from functools import cached_property
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from kit.studio.data import StudioData
from kit.studio.inspector import Predictions
from kit.studio.probe import Place, Probe
from kit.texts.language import translate

_TRAIN_SAMPLES = 1000  # among so many the nearest ones are looked for
_CHECKED = 200  # samples that show whether outputs are probabilities
_SMALLEST = 1e-30  # keeps the logarithm of a probability of zero finite


class Neighbours(NamedTuple):
    """The nearest training samples: their places in the data and their distances."""

    samples: np.ndarray
    distances: np.ndarray


class Why:
    """Answers questions about single test samples.

    Args:
        probe: The model with the weights of one moment.
        data: The data that it has learned from.

    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> x, y = np.eye(4), np.array([0, 1, 0, 1])
    >>> data = StudioData.of(((x, y), (x, y)))
    >>> why = Why(Probe(Sequential([Input((4,)), Dense(2, "softmax")])), data)
    >>> why.saliency(x[0], 1).shape, int(why.near_in_pixels(x[2]).samples[0])
    ((4,), 2)
    """

    def __init__(self, probe: Probe, data: StudioData):
        self.probe, self.data = probe, data
        self.x = data.x_train[:_TRAIN_SAMPLES]
        checked = probe.outputs(data.x_test[:_CHECKED])
        found = Predictions(checked, data.y_test[: len(checked)])
        self.has_classes = found.kind == "classes"
        self._are_logits = found.are_logits

    def predict(self, samples: Any, labels: Any = None) -> Predictions:
        """Return what the model says about some samples."""
        outputs = self.probe.outputs(samples)
        if not self.has_classes:
            return Predictions(outputs, labels)
        found = Predictions(
            _as_shares(outputs, self._are_logits), labels, self.data.class_names or None
        )
        return found

    def saliency(self, sample: np.ndarray, number: int) -> np.ndarray:
        """Return how the score of a class changes with every input.

            saliency = d score[class] / d input

        The score is what softmax starts from, less its mean over the classes, so that
        it still changes where the model is sure.

        Args:
            sample: One input, without the batch axis.
            number: The class.
        """
        run = self.probe.compiled(
            ("saliency", self._are_logits), jax.grad(self._score, argnums=1)
        )
        x = jnp.asarray(sample, "float32")
        return np.asarray(run(self.probe.values, x, number))

    def score(self, sample: np.ndarray, number: int) -> float:
        """Return the score of a class, whose slopes `saliency` shows."""
        x = jnp.asarray(sample, "float32")
        return float(self._score(self.probe.values, x, number))

    def _score(self, values, x, number):
        outputs = self.probe.call(values, x[None])[0]
        return class_scores(outputs, self._are_logits)[number]

    # The nearest training samples

    @property
    def feature_place(self) -> Place:
        """The layer whose outputs are compared: the last hidden one."""
        return self.probe.last_hidden()

    def near_in_pixels(self, sample: np.ndarray, count: int = 5) -> Neighbours:
        """Return the training samples whose inputs differ least."""
        return nearest(_rows(self.x), _rows(np.asarray(sample)[None])[0], count)

    def near_in_features(self, sample: np.ndarray, count: int = 5) -> Neighbours:
        """Return the training samples that the last hidden layer takes for alike."""
        return nearest(
            self._features, self.features(np.asarray(sample)[None])[0], count
        )

    def features(self, x: np.ndarray) -> np.ndarray:
        """Return what the last hidden layer makes of samples, one row each."""
        pieces = [
            self.probe.layer_outputs(x[start : start + 100], [self.feature_place.name])
            for start in range(0, len(x), 100)
        ]
        return np.concatenate([_rows(piece[0]) for piece in pieces])

    @cached_property
    def _features(self) -> np.ndarray:
        return self.features(self.x)

    def describe(self, found: Neighbours, guess: int | None) -> str:
        """Say how many of the neighbours are what the model says."""
        if guess is None or self.data.labels is None:
            return ""
        same = int((self.data.labels[found.samples] == guess).sum())
        name = self.data.class_names[guess]
        return translate(
            "{same} of {count} are {name}.",
            same=same,
            count=len(found.samples),
            name=name,
        )


def class_scores(outputs: Any, are_logits: bool) -> Any:
    """Return what softmax or sigmoid starts from, less its mean over the classes.

        score = log p - mean(log p) = z - mean(z)

    Args:
        outputs: One output of the model, `(classes,)`, or `(1,)` for yes or no.
        are_logits: Whether the outputs are z, not p.

    >>> [f"{score:.2f}" for score in class_scores(np.array([0.2, 0.8]), False)]
    ['-0.69', '0.69']
    """
    if len(outputs) == 1:
        first = jnp.zeros_like(outputs) if are_logits else 1 - outputs
        outputs = jnp.concatenate([first, outputs])
    z = outputs if are_logits else jnp.log(jnp.maximum(outputs, _SMALLEST))
    return z - z.mean()


def nearest(rows: np.ndarray, row: np.ndarray, count: int) -> Neighbours:
    """Return the rows at the smallest Euclidean distance, the nearest first.

    >>> nearest(np.array([[0.0], [5.0], [1.0]]), np.array([0.9]), 2).samples.tolist()
    [2, 0]
    """
    distances = np.sqrt(((rows - row) ** 2).sum(axis=1))
    order = np.argsort(distances, kind="stable")[:count]
    return Neighbours(order, distances[order])


def moved(
    image: np.ndarray,
    right: float = 0,
    down: float = 0,
    degrees: float = 0,
    noise: float = 0,
    seed: int = 0,
) -> np.ndarray:
    """Return an image that is turned about its middle, shifted, and made noisy.

    Args:
        image: `(height, width)`, or with channels at the end.
        right: Pixels to the right.
        down: Pixels down.
        degrees: How far it is turned, against the clock.
        noise: The spread of normal noise, as a share of the largest value.
        seed: Where the noise starts.

    >>> moved(np.array([[1.0, 2.0], [3.0, 4.0]]), right=1).tolist()
    [[0.0, 1.0], [0.0, 3.0]]
    """
    image = np.asarray(image, "float32")
    height, width = image.shape[:2]
    angle = np.deg2rad(degrees)
    y, x = np.mgrid[:height, :width].astype("float32")
    y, x = y - (height - 1) / 2 - down, x - (width - 1) / 2 - right
    # Where each new pixel comes from, from the upper left corner.
    from_x = np.cos(angle) * x - np.sin(angle) * y + (width - 1) / 2
    from_y = np.sin(angle) * x + np.cos(angle) * y + (height - 1) / 2
    result = _between(image, from_y, from_x)
    if noise:
        most = float(image.max())
        random = np.random.default_rng(seed).normal(size=image.shape)
        result = np.clip(result + noise * most * random, min(0.0, image.min()), most)
    return result.astype("float32")


def _between(image: np.ndarray, y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Mix the four pixels around each place; outside there is nothing."""
    edge = [(1, 1), (1, 1)] + [(0, 0)] * (image.ndim - 2)
    padded = np.pad(image, edge)
    y = np.clip(y.round(4) + 1, 0, image.shape[0] + 1)
    x = np.clip(x.round(4) + 1, 0, image.shape[1] + 1)
    top = np.minimum(y.astype(int), image.shape[0])
    left = np.minimum(x.astype(int), image.shape[1])
    to_y, to_x = y - top, x - left
    if image.ndim == 3:
        to_y, to_x = to_y[..., None], to_x[..., None]
    upper = (1 - to_x) * padded[top, left] + to_x * padded[top, left + 1]
    lower = (1 - to_x) * padded[top + 1, left] + to_x * padded[top + 1, left + 1]
    return (1 - to_y) * upper + to_y * lower


def _as_shares(outputs: np.ndarray, are_logits: bool) -> np.ndarray:
    """Return probabilities: those of other samples tell what the outputs are."""
    if not are_logits:
        return outputs
    scores = np.asarray(outputs, float)
    if scores.shape[1] == 1:
        return 1 / (1 + np.exp(-np.clip(scores, -500, 500)))
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _rows(x: np.ndarray) -> np.ndarray:
    return np.asarray(x, "float32").reshape(len(x), -1)
