"""Names of the Keras 2 years: each works, and tells today's name once."""

from typing import Any

import numpy as np

from kit import config


class OldNames:
    """The part of a model that older tutorials call."""

    def predict_classes(self, x: Any, batch_size: int | None = None, verbose: int = 0):
        """Return the most probable class of each row; today `predict(x).argmax(-1)`.

        With one output per row, the class is 1 above 0.5: `(n, 1)` whole numbers.
        """
        config.note(
            "predict_classes(x) is written today as predict(x).argmax(-1), or "
            "(predict(x) > 0.5).astype(int) for one output."
        )
        output = np.asarray(self.predict(x, batch_size=batch_size, verbose=verbose))
        if output.shape[-1] == 1:
            return (output > 0.5).astype("int32")
        return output.argmax(axis=-1)

    def predict_proba(self, x: Any, batch_size: int | None = None, verbose: int = 0):
        """Return the probabilities; today `predict(x)`."""
        config.note("predict_proba(x) is written today as predict(x).")
        return self.predict(x, batch_size=batch_size, verbose=verbose)

    def fit_generator(self, generator: Any, **arguments):
        """Train on batches of a generator; today `fit(generator)`."""
        config.note("fit_generator(g) is written today as fit(g).")
        return self.fit(generator, **_without_workers(arguments))

    def evaluate_generator(self, generator: Any, **arguments):
        """Evaluate batches of a generator; today `evaluate(generator)`."""
        config.note("evaluate_generator(g) is written today as evaluate(g).")
        return self.evaluate(generator, **_without_workers(arguments))

    def predict_generator(self, generator: Any, **arguments):
        """Predict batches of a generator; today `predict(generator)`."""
        config.note("predict_generator(g) is written today as predict(g).")
        return self.predict(generator, **_without_workers(arguments))


def _without_workers(arguments):
    """Loading in several processes was an argument of these; a PyDataset has it now."""
    gone = ("workers", "use_multiprocessing", "max_queue_size")
    return {name: value for name, value in arguments.items() if name not in gone}
