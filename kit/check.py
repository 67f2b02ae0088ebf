"""Checks for homework: silent when they hold, one helpful sentence when they do not.

They return None, because a grader takes a number at the end of a cell for points, and
raise AssertionError, which graders and pytest understand.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np


def _fail(sentence: str) -> None:
    raise AssertionError(sentence)


def accuracy(model: Any, x: Any, y: Any) -> float:
    """Return the share of rows whose most probable class is the label.

    Args:
        model: A model with one output: classes, or one number for two classes.
        x: Inputs.
        y: Labels as whole numbers, `(n,)` or `(n, 1)`, or one-hot rows.

    >>> class Always1:
    ...     def predict(self, x, verbose=0):
    ...         return np.tile([0.2, 0.8], (len(x), 1))
    >>> accuracy(Always1(), np.zeros((4, 1)), np.array([1, 1, 1, 0]))
    0.75
    """
    output = np.asarray(model.predict(x, verbose=0))
    labels = np.asarray(y)
    if labels.ndim > 1:
        labels = labels.argmax(-1) if labels.shape[-1] > 1 else labels[..., 0]
    if output.shape[-1] == 1:
        predicted = (output[..., 0] > 0.5).astype(int)
    else:
        predicted = output.argmax(-1)
    return float(np.mean(predicted == labels))


def accuracy_at_least(model: Any, x: Any, y: Any, share: float) -> None:
    """Check that enough rows are classified rightly.

    Args:
        model: A trained model.
        x: Inputs.
        y: Labels.
        share: The least share of right answers, 0 to 1.

    Raises:
        AssertionError: If the accuracy is lower.
    """
    found = accuracy(model, x, y)
    if found < share:
        _fail(
            f"The accuracy is {found:.1%}, and {share:.1%} is asked for: train longer, "
            "or try another architecture or learning rate."
        )


def max_params(model: Any, limit: int) -> None:
    """Check that a model has at most so many weights.

    Args:
        model: A built model.
        limit: The greatest number of weights.

    Raises:
        AssertionError: If it has more.
    """
    found = model.count_params()
    if found > limit:
        largest = max(model.layers, key=lambda layer: layer.count_params())
        _fail(
            f"The model has {found:,} weights, and at most {limit:,} are allowed: most "
            f'are in "{largest.name}" ({largest.count_params():,}), make it smaller.'
        )


def loss_decreased(history: Any, by: float = 0.0) -> None:
    """Check that the training loss is lower at the end than in the first epoch.

    Args:
        history: What `fit` returned.
        by: The least share by which it must have fallen, 0 to 1.

    Raises:
        AssertionError: If it is not.

    >>> from kit.training.history import History
    >>> history = History()
    >>> history.history = {"loss": [1.0, 0.4]}
    >>> loss_decreased(history, by=0.5)
    """
    losses = history.history.get("loss", [])
    if len(losses) < 2:
        _fail(
            f"The history has {len(losses)} epochs, and at least 2 are needed to see "
            "the loss fall: call fit with epochs=2 or more."
        )
    if not losses[-1] < losses[0] * (1 - by):
        _fail(
            f"The loss went from {losses[0]:.4f} to {losses[-1]:.4f}, and a fall by "
            f"{by:.0%} or more is asked for: try another learning rate or more epochs."
        )


def has_layers(model: Any, *classes: type | str) -> None:
    """Check that a model contains layers of these classes, in this order.

    Args:
        model: A model.
        *classes: Layer classes or their names.

    Raises:
        AssertionError: That names the first class which is missing.
    """
    names = [c if isinstance(c, str) else c.__name__ for c in classes]
    found = [type(layer).__name__ for layer in model.layers]
    rest = iter(found)
    for name in names:
        if name not in rest:
            _fail(
                f"The model should contain {' then '.join(names)}, but {name} is "
                f"missing in its place: it has {', '.join(found) or 'no layers'}."
            )


def is_compiled(model: Any, loss: str | None = None) -> None:
    """Check that a model is compiled, and with which loss.

    Args:
        model: A model.
        loss: The name of the loss that is asked for, or None for any.

    Raises:
        AssertionError: If it is not.
    """
    if not model.compiled:
        _fail("The model is not compiled: call model.compile(optimizer=..., loss=...).")
    chosen = model.loss if isinstance(model.loss, str) else type(model.loss).__name__
    if loss is not None and chosen != loss:
        _fail(f'The loss is "{chosen}", and "{loss}" is asked for.')


def no_test_data_in_training(x_train: Any, x_test: Any) -> None:
    """Check that no test sample is also a training sample.

    Args:
        x_train: Inputs to train on.
        x_test: Inputs to test on.

    Raises:
        AssertionError: That tells how many are in both.

    >>> no_test_data_in_training(np.zeros((3, 2)), np.ones((2, 2)))
    """
    trained = {np.ascontiguousarray(row).tobytes() for row in np.asarray(x_train)}
    test = np.asarray(x_test).astype(np.asarray(x_train).dtype)
    both = sum(np.ascontiguousarray(row).tobytes() in trained for row in test)
    if both:
        _fail(
            f"{both} of {len(test)} test samples are also in the training data: keep "
            "them apart, or the accuracy says nothing about new data."
        )


def run_all(checks: Iterable[Callable[[], None]]) -> None:
    """Run several checks and report all that fail, not only the first.

    Args:
        checks: Functions without arguments.

    Raises:
        AssertionError: With a line for every check that failed.

    >>> run_all([lambda: None, lambda: None])
    """
    failures = []
    for check in checks:
        try:
            check()
        except AssertionError as failure:
            failures.append(str(failure))
    if failures:
        lines = "\n".join(f"{i}. {text}" for i, text in enumerate(failures, 1))
        _fail(f"{len(failures)} checks failed:\n{lines}")


__all__ = [
    "accuracy",
    "accuracy_at_least",
    "has_layers",
    "is_compiled",
    "loss_decreased",
    "max_params",
    "no_test_data_in_training",
    "run_all",
]
