"""TimeTravel: the weights of a network at many moments of its training.

A callback keeps them while the network learns; a copy of the model shows those of one
moment, so that the training is never disturbed.
"""

import threading
from typing import Any, NamedTuple

from kit import random
from kit.config import keep_findings
from kit.models.cloning import clone_model
from kit.studio.data import StudioData
from kit.studio.inspector import Predictions
from kit.texts.language import translate
from kit.training.callback import Callback

MOST_MOMENTS = 40
MOST_BYTES = 60_000_000
_SAMPLES = 500  # of the test data, to say how good a moment was


class Moment(NamedTuple):
    """The weights after so many steps; the arrays are never changed, so not copied."""

    step: int
    epoch: float
    values: tuple[Any, ...]


class TimeTravel:
    """Moments of a training, from the first weights to the last.

    When there are too many, every second one goes.

    Args:
        most: How many moments to keep.
        most_bytes: How many bytes all of them may have.

    Attributes:
        model: The model that is or was trained.
        moments: All that are kept, oldest first.
        place: The moment that is looked at; None for now.

    >>> import numpy as np
    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> model = Sequential([Input((2,)), Dense(1)])
    >>> model.compile("sgd", "mse")
    >>> travel = TimeTravel()
    >>> x, y = np.ones((8, 2)), np.ones((8, 1))
    >>> history = model.fit(x, y, 4, epochs=2, verbose=0, callbacks=travel.keeper())
    >>> travel.moments[0].epoch, travel.moments[-1].epoch, travel.shown is model
    (0.0, 2.0, True)
    """

    def __init__(self, most: int = MOST_MOMENTS, most_bytes: int = MOST_BYTES):
        self.most, self.most_bytes = most, most_bytes
        self.model: Any = None
        self.moments: tuple[Moment, ...] = ()
        self.place: int | None = None
        self._spacing = 1
        self._lock = threading.RLock()
        self._copy: Any = None
        self._accuracies: dict[int, float | None] = {}

    def keeper(self) -> Callback:
        """Return a callback for `fit` that keeps the moments."""
        return _Keeper(self)

    # What the training writes

    def begin(self, model: Any) -> None:
        """A training begins; that of another model forgets all moments."""
        with self._lock:
            if model is not self.model:
                self.model, self.moments, self.place = model, (), None
                self._copy, self._accuracies, self._spacing = None, {}, 1

    @property
    def steps_done(self) -> int:
        """The steps of the newest moment."""
        return self.moments[-1].step if self.moments else 0

    def keep(self, step: int, epoch: float, must: bool = False) -> None:
        """Keep the weights of now, unless the last moment is too near.

        Args:
            step: How many steps are done in all.
            epoch: The same in epochs.
            must: Whether to keep them in any case.
        """
        moments = self.moments
        if moments and (step == self.steps_done or not must):
            if step - self.steps_done < self._spacing:
                return
        values = tuple(variable.value for variable in _variables(self.model))
        with self._lock:
            chosen = self._chosen
            self.moments = (*moments, Moment(step, epoch, values))
            most = min(self.most, self.most_bytes // max(_size(values), 1))
            while len(self.moments) > max(most, 2):
                self._thin_out()
            self._find(chosen)

    def _thin_out(self) -> None:
        """Let every second moment go, but neither the first nor the last."""
        last = self.moments[-1]
        kept = self.moments[:-1:2]
        if len(kept) + 1 == len(self.moments):
            kept = kept[:1]
        self.moments = (*kept, last)
        gaps = max(len(self.moments) - 1, 1)
        self._spacing = max(self._spacing, -(-last.step // gaps))

    # What a view asks for

    @property
    def _chosen(self) -> Moment | None:
        return None if self.place is None else self.moments[self.place]

    def _find(self, moment: Moment | None) -> None:
        """Stay at a moment after others went; the one before it, if it went too."""
        if moment is not None:
            before = [i for i, m in enumerate(self.moments) if m.step <= moment.step]
            self.place = before[-1]

    def go(self, place: int | None) -> None:
        """Look at another moment.

        Args:
            place: Its place in `moments`; None, or one behind the last, for now.
        """
        with self._lock:
            is_now = place is None or place >= len(self.moments)
            self.place = None if is_now else max(int(place or 0), 0)

    @property
    def shown(self) -> Any:
        """The model with the weights of the chosen moment; the model itself for now."""
        with self._lock:
            moment = self._chosen
            if moment is None:
                return self.model
            if self._copy is None:
                self._copy = compiled_copy(self.model)
            pairs = zip(_variables(self._copy), moment.values, strict=True)
            for variable, value in pairs:
                variable.assign(value)
            return self._copy

    def accuracy(self, data: StudioData) -> float | None:
        """Return the share of some test samples that the chosen moment gets right."""
        moment = self._chosen
        if moment is None:
            return None
        if moment.step not in self._accuracies:
            x, y = data.x_test[:_SAMPLES], data.y_test[:_SAMPLES]
            right = Predictions.of(self.shown, x, y).right
            known = None if right is None else float(right.mean())
            self._accuracies[moment.step] = known
        return self._accuracies[moment.step]

    def describe(self, data: StudioData | None = None) -> str:
        """Say which moment is looked at.

        Args:
            data: To say how good the network was then.
        """
        moment = self._chosen
        if moment is None:
            return translate("Now")
        if moment.step == 0:
            words = translate("Before the first step: noise")
        else:
            words = translate("Epoch {epoch}", epoch=f"{moment.epoch:.3g}")
        accuracy = None if data is None else self.accuracy(data)
        if accuracy is None:
            return words
        right = translate("test accuracy {share}", share=f"{accuracy:.3f}")
        return f"{words} · {right}"


class _Keeper(Callback):
    """Hands the moments of a fit to a TimeTravel."""

    every_batch = False

    def __init__(self, travel: TimeTravel):
        super().__init__()
        self.travel = travel
        self.epoch = self.before = self.done = 0

    def on_train_begin(self, logs=None):
        self.travel.begin(self.model)
        self.before = self.done = self.travel.steps_done
        self.travel.keep(self.done, 0.0, must=True)

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch, self.before = epoch, self.done

    def on_train_batch_end(self, batch, logs=None):
        self.done = self.before + batch + 1
        steps = (self.params or {}).get("steps")
        within = (batch + 1) / steps if steps else 0.0
        self.reached = self.epoch + within
        self.travel.keep(self.done, self.reached)

    def on_train_end(self, logs=None):
        if self.done:
            self.travel.keep(self.done, self.reached, must=True)


def compiled_copy(model: Any) -> Any:
    """Return a model of the same layers, with weights, loss and optimizer of its own.

    Args:
        model: A Sequential or functional model that has its weights.
    """
    with random.seeded(0):  # no seed of the user's is used up
        copy = clone_model(model)
    if model.compiled:
        optimizer = model.optimizer
        with keep_findings(), random.seeded(0):
            copy.compile(
                optimizer=type(optimizer).from_config(optimizer.get_config()),
                loss=model._compile_arguments["loss"],
            )
    return copy


def _variables(model: Any) -> list[Any]:
    return [*model.trainable_variables, *model.non_trainable_variables]


def _size(values: tuple[Any, ...]) -> int:
    return sum(value.nbytes for value in values)
