"""Checks for homework: silent when they hold, one helpful sentence when they do not.

They return None, because a grader takes a number at the end of a cell for points, and
raise AssertionError, which graders and pytest understand.
"""

import textwrap
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from kit.losses import resolve
from kit.serialization import snake_case

_WIDTH = 66  # with "AssertionError: " before it, a line that no grader cuts


def _fail(sentence: str) -> None:
    raise AssertionError(textwrap.fill(sentence, _WIDTH))


def accuracy_at_least(model: Any, x: Any, y: Any, share: float) -> None:
    """Check that enough rows are classified rightly.

    The answer to a row is its most probable class; where the model has one output
    per row, the answer is class 1 if that is greater than 0.5.

    Args:
        model: A trained model with one output.
        x: Inputs.
        y: Labels as whole numbers, `(n,)` or `(n, 1)`, or one-hot rows.
        share: The least share of right answers, 0 to 1.

    Raises:
        AssertionError: If the accuracy is lower.

    >>> class Always1:
    ...     def predict(self, x, verbose=0):
    ...         return np.tile([0.2, 0.8], (len(x), 1))
    >>> accuracy_at_least(Always1(), np.zeros((4, 1)), np.array([1, 1, 1, 0]), 0.75)
    """
    output = np.asarray(model.predict(x, verbose=0))
    labels = np.asarray(y)
    if labels.ndim > 1:
        labels = labels.argmax(-1) if labels.shape[-1] > 1 else labels[..., 0]
    if output.shape[-1] == 1:
        answers = (output[..., 0] > 0.5).astype(int)
    else:
        answers = output.argmax(-1)
    right = int(np.sum(answers == labels))
    if right / labels.size < share:
        _fail(
            f"The model is right on {right:,} of {labels.size:,} samples "
            f"({right / labels.size:.1%}), and {share:.1%} is asked for: train longer, "
            "or try other layers, another optimizer or learning rate."
        )


def max_params(model: Any, limit: int) -> None:
    """Check that a model has at most so many weights.

    Args:
        model: A built model.
        limit: The greatest number of weights.

    Raises:
        AssertionError: If it has more.

    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> max_params(Sequential([Input((4,)), Dense(2)]), limit=10)
    """
    found = model.count_params()
    if found > limit:
        largest = max(model.layers, key=lambda layer: layer.count_params())
        _fail(
            f"The model has {found:,} weights, and at most {limit:,} are allowed: make "
            f'"{largest.name}" smaller, which alone has {largest.count_params():,}.'
        )


def loss_decreased(history: Any, by: float = 0.0) -> None:
    """Check that the training loss of the last epoch is lower than that of the first.

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
    if not np.isfinite(losses[-1]):
        _fail(
            f"The loss ended as {losses[-1]}, which is no number: try a learning rate "
            "ten times smaller, and inputs between 0 and 1."
        )
    if not losses[-1] < losses[0] * (1 - by):
        much = f" by more than {by:.0%}" if by else ""
        _fail(
            f"The loss went from {losses[0]:.4f} to {losses[-1]:.4f}, and it should "
            f"fall{much}: try another learning rate or more epochs."
        )


def no_overfitting(history: Any, within: float = 0.1) -> None:
    """Check that training ended before the validation loss rose again.

    Args:
        history: What `fit` returned; it must have validated.
        within: By which share of the lowest validation loss the last one may be
            above it.

    Raises:
        AssertionError: If it ended higher.

    >>> from kit.training.history import History
    >>> history = History()
    >>> history.history = {"val_loss": [1.0, 0.50, 0.52]}
    >>> no_overfitting(history)
    """
    losses = history.history.get("val_loss", [])
    if not losses:
        _fail(
            "The history has no validation loss: call fit with "
            "validation_data=(x, y) or validation_split=0.2."
        )
    lowest = int(np.argmin(np.nan_to_num(losses, nan=np.inf)))
    if not losses[-1] <= losses[lowest] * (1 + within):
        _fail(
            f"The validation loss was {losses[lowest]:.4f} in epoch {lowest + 1} and "
            f"ended at {losses[-1]:.4f}, more than {within:.0%} above: the model began "
            "to learn its samples by heart, so stop earlier, or use Dropout, a "
            "smaller model or more data."
        )


def has_layers(model: Any, *classes: type | str) -> None:
    """Check that a model contains layers of these classes, in this order.

    Args:
        model: A model.
        *classes: Layer classes or their names.

    Raises:
        AssertionError: That names the first class which is missing.

    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> has_layers(Sequential([Input((4,)), Dense(3)]), "Dense")
    """
    names = [c if isinstance(c, str) else c.__name__ for c in classes]
    found = [type(layer).__name__ for layer in model.layers]
    layers = iter(model.layers)
    for name in names:
        # `any` goes on where it stopped at the class before, so the order counts.
        if not any(name in _class_names(layer) for layer in layers):
            _fail(
                f"The model should have {' then '.join(names)}, but {name} is "
                f"missing in its place: it has {', '.join(found) or 'no layers'}."
            )


def _class_names(layer: Any) -> list[str]:
    """Return the name of a layer's class and of those that it derives from."""
    return [cls.__name__ for cls in type(layer).__mro__]


def is_compiled(model: Any, loss: str | None = None) -> None:
    """Check that a model is compiled, and with which loss.

    Args:
        model: A model.
        loss: The name of the loss that is asked for, or None for any. Whether the
            model has it by name, as a function or as an object makes no difference.

    Raises:
        AssertionError: If it is not.

    >>> from kit.layers.core import Dense
    >>> from kit.models.sequential import Sequential
    >>> model = Sequential([Dense(2)])
    >>> model.compile(loss="mse")
    >>> is_compiled(model, loss="mean_squared_error")
    """
    if not model.compiled:
        _fail("The model is not compiled: call model.compile(optimizer=..., loss=...).")
    if loss is None:
        return
    chosen, wanted = _loss_name(model.loss), _loss_name(loss)
    by_shape = chosen in resolve.CROSSENTROPY_NAMES and wanted.endswith("_crossentropy")
    if chosen != wanted and not by_shape:
        _fail(
            f'The loss is "{chosen}", and "{wanted}" is asked for: call '
            f'model.compile again, with loss="{wanted}".'
        )


def _loss_name(identifier: Any) -> str:
    """Return one name for a loss, however it is written: "mse", a class, an object."""
    try:
        loss = resolve.get(identifier)
    except (TypeError, ValueError):
        return str(identifier)  # "crossentropy", or a loss for each output
    function = getattr(loss, "fn", loss)
    return getattr(function, "__name__", snake_case(type(function).__name__))


def no_test_data_in_training(x_train: Any, x_test: Any) -> None:
    """Check that no test sample is also a training sample.

    Args:
        x_train: Inputs to train on.
        x_test: Inputs to test on.

    Raises:
        AssertionError: That tells how many are in both.

    >>> no_test_data_in_training(np.zeros((3, 2)), np.ones((2, 2)))
    """
    train, test = np.asarray(x_train), np.asarray(x_test)
    common = np.result_type(train, test)  # so that 1 and 1.0 are the same bytes
    trained = {row.astype(common).tobytes() for row in train}
    both = sum(row.astype(common).tobytes() in trained for row in test)
    if both:
        _fail(
            f"{both:,} of {len(test):,} test samples are also in the training data: "
            "keep them apart, or the accuracy says nothing about new data."
        )


def run_all(checks: Iterable[Callable[[], None]]) -> None:
    """Run several checks and report all that fail, not only the first.

    Args:
        checks: Functions without arguments.

    Raises:
        AssertionError: With a numbered sentence for every check that failed.

    >>> run_all([lambda: None, lambda: None])
    """
    failures = []
    for check in checks:
        try:
            check()
        except AssertionError as failure:
            failures.append(str(failure))
    if failures:
        count = "1 check" if len(failures) == 1 else f"{len(failures)} checks"
        lines = [f"{i}. {text}" for i, text in enumerate(failures, 1)]
        raise AssertionError("\n".join([f"{count} failed:", *lines]))


__all__ = [
    "accuracy_at_least",
    "has_layers",
    "is_compiled",
    "loss_decreased",
    "max_params",
    "no_overfitting",
    "no_test_data_in_training",
    "run_all",
]
