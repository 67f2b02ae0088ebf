"""A whole model, trained for ten steps by `fit` as a user would."""

import numpy as np

from tests.parity.case import seeded

N = 20  # samples: five batches of four, in two epochs


def numbers(random, *shape):
    """For each sample normally distributed numbers."""
    return random.normal(size=(N, *shape)).astype("float32")


def classes(random, count, *shape):
    """For each sample whole numbers below `count`."""
    return random.integers(0, count, (N, *shape))


def labels(random):
    """Rows of four numbers, each of one of three classes."""
    return {"x": numbers(random, 4), "y": classes(random, 3)}


def amounts(random):
    """Rows of four numbers, with one number to be predicted."""
    return {"x": numbers(random, 4), "y": numbers(random, 1)}


class Model:
    """A compiled model, its data, and how it is trained.

    Measured are the predictions from random weights, what training and validation
    report, and the weights afterwards.

    Args:
        build: `build(k)` makes and compiles the model; `k` is kit or Keras.
        data: `data(random)` draws the arguments `x`, `y` and perhaps `sample_weight`
            of `fit`, 20 samples.
        unlike: Names in the history that differ on purpose.
        **options: More arguments of `fit`.
    """

    def __init__(self, build, data, unlike=(), **options):
        self.build = build
        self.data = data
        self.unlike = unlike
        self.options = {"epochs": 2, "batch_size": 4, "shuffle": False, "verbose": 0}
        self.options |= options

    def measure_now(self, library, name):
        random = seeded(name)
        data = self.data(random)
        held_out = self.data(random)
        library.utils.clear_session(free_memory=False)
        model = self.build(library)
        model.predict(data["x"], verbose=0)  # builds it, if it has no Input
        model.set_weights([weight_like(random, w) for w in model.weights])
        predictions = model.predict(data["x"], batch_size=N, verbose=0)
        validation = held_out["x"], held_out["y"]
        history = model.fit(**data, **self.options, validation_data=validation).history
        alike = [values for key, values in history.items() if key not in self.unlike]
        parts = {
            "outputs": listed(predictions),
            "history after ten steps": [np.asarray(values) for values in alike],
            "weights after ten steps": model.get_weights(),
        }
        return parts, {"history": list(history), "layers": described(model)}


def weight_like(random, weight):
    array = 0.4 * random.normal(size=tuple(weight.shape)).astype("float32")
    return np.abs(array) + 0.5 if "variance" in weight.name else array


def listed(outputs):
    if isinstance(outputs, dict):
        return [np.asarray(outputs[key]) for key in sorted(outputs)]
    if isinstance(outputs, list | tuple):
        return [np.asarray(array) for array in outputs]
    return [np.asarray(outputs)]


def described(model):
    return [[layer.name, layer.count_params()] for layer in model.layers]
