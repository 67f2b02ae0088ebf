"""Trainer: compile, fit, evaluate and predict.

The arithmetic is in the pure steps of step.py and runs in the compiled loops of
program.py; this class remembers what was chosen and walks through epochs.
"""

import inspect
from typing import Any

from kit import optimizers
from kit.diagnosis.finding import Finding
from kit.diagnosis.names import unknown_argument
from kit.diagnosis.state import not_compiled
from kit.diagnosis.tracebacks import from_users_line
from kit.diagnosis.writing import super_is_missing
from kit.kernels.allocator import returning_memory
from kit.layers.weight_tracking import metrics_of
from kit.metrics.metric import Metric
from kit.metrics.reduction import Mean
from kit.random import next_seed
from kit.training.callback import CallbackList
from kit.training.compiled import CompiledLoss, CompiledMetrics
from kit.training.doctor import Doctor
from kit.training.epoch import Evaluation, Training
from kit.training.facts import usual_loss
from kit.training.fit_data import evaluation_source, fit_sources, prediction_source
from kit.training.history import History
from kit.training.old_names import OldNames
from kit.training.padding import may_pad
from kit.training.prediction import predict_rows
from kit.training.preparation import prepare
from kit.training.progress import ProgbarLogger, verbosity
from kit.training.runner import Runner
from kit.training.step import Steps
from kit.training.thread_turns import short_turns


class Trainer(OldNames, Steps):
    """The part of a model that learns.

    >>> Trainer().compiled
    False
    """

    def __init__(self):
        self.optimizer: Any = None
        self.loss: Any = None
        self.compiled = False
        self.stop_training = False
        self.stop_evaluating = False
        self.run_eagerly = False
        self.steps_per_execution = 1
        self.history: History | None = None
        self._compiled_loss: CompiledLoss | None = None
        self._compiled_metrics: CompiledMetrics | None = None
        self._compile_arguments: dict[str, Any] = {}
        self._loss_tracker = Mean(name="loss")
        self._runner = Runner(self)
        self._doctor = Doctor(self)
        self._epochs_trained = 0
        self._shuffle_seed = 0

    @from_users_line
    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: bool | str = "auto",
        auto_scale_loss: bool = True,
    ) -> None:
        """Choose how the model learns and what is measured; weights stay as they are.

        Args:
            optimizer: A name such as `"adam"`, an optimizer, or an optax
                transformation.
            loss: A name such as `"mse"`, a Loss or a function
                `(y_true, y_pred) -> values`; for several outputs a list or dict.
            loss_weights: Factors of the losses of several outputs.
            metrics: A list of names, Metrics or functions; for several outputs a list
                of lists or a dict.
            weighted_metrics: Metrics that take sample weights into account.
            run_eagerly: Whether to run without compilation, so that prints and
                breakpoints inside layers work; slow.
            steps_per_execution: Batches per compiled call; with 1 kit chooses by
                itself, and runs single batches if a callback wants to see each.
            jit_compile: False is the same as `run_eagerly`.
            auto_scale_loss: Accepted for Keras's signature.
        """
        del auto_scale_loss
        if not hasattr(self, "_doctor"):
            raise super_is_missing(type(self).__name__).error()
        self._doctor.names(optimizer, loss, loss_weights, [metrics, weighted_metrics])
        compiled_before = dict(self._compile_arguments)
        self._compile_arguments = {
            "optimizer": optimizer,
            "loss": loss,
            "loss_weights": loss_weights,
            "metrics": metrics,
            "weighted_metrics": weighted_metrics,
            "run_eagerly": run_eagerly,
            "steps_per_execution": steps_per_execution,
            "jit_compile": jit_compile,
        }
        names = self.output_names
        self.optimizer = optimizers.get(optimizer)
        self.loss = loss
        self._compiled_loss = (
            None if loss is None else CompiledLoss(loss, loss_weights, names)
        )
        self._compiled_metrics = CompiledMetrics(metrics, weighted_metrics, names)
        self._loss_tracker = Mean(name="loss")
        self.run_eagerly = bool(run_eagerly) or jit_compile is False
        self.steps_per_execution = steps_per_execution
        self._runner = Runner(self)
        self._shuffle_seed = next_seed()
        self._epochs_trained = 0
        self.stop_training = False
        self.compiled = True
        self._doctor.compiled(compiled_before)

    # fit

    @from_users_line
    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: int | str = "auto",
        callbacks: Any = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool | str = True,
        class_weight: dict | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: Any = 1,
    ) -> History:
        """Train on data for some epochs; a second fit goes on where the first ended.

        Args:
            x: Inputs: an array, several in a list or dict, or a source of batches: a
                generator, an iterable or a `kit.utils.PyDataset`.
            y: Labels; left out if `x` yields them.
            batch_size: Samples per step, 32 by default.
            epochs: The number of the last epoch.
            verbose: 0 for silence, 1 for a progress bar, 2 for a line per epoch.
            callbacks: A list of `kit.callbacks.Callback` objects.
            validation_split: The share of samples, taken from the end before any
                shuffling, that is kept for validation.
            validation_data: `(x, y)`, `(x, y, sample_weight)` or a source of batches.
            shuffle: Whether the samples come in a new order in every epoch; `"batch"`
                shuffles inside each batch.
            class_weight: `{class: weight}`; a class that is left out weighs 1.
            sample_weight: A weight for each sample.
            initial_epoch: The number to begin with, from 0.
            steps_per_epoch: Batches that make an epoch of an endless source.
            validation_steps: Batches that make a validation.
            validation_batch_size: By default `batch_size`.
            validation_freq: Validate after every so many epochs, or a list of epochs.

        Returns:
            A History, whose `history` holds the numbers of every epoch.

        Raises:
            ValueError: If the model is not compiled, or the data does not fit.
        """
        self._need_compile("fit")
        self._doctor.called("fit", x, y, (initial_epoch, epochs), class_weight)
        source, validation = fit_sources(
            (x, y, sample_weight),
            batch_size=batch_size,
            shuffle=shuffle,
            class_weight=class_weight,
            steps=steps_per_epoch,
            seed=self._shuffle_seed,
            validation_split=validation_split,
            validation_data=validation_data,
            validation_steps=validation_steps,
            validation_batch_size=validation_batch_size,
        )
        by_split = bool(validation_split) and validation_data is None
        self._doctor.look("fit", source, validation, by_split=by_split)
        prepare(self, source.example())
        source.pad = may_pad(self)
        if validation is not None:
            validation.pad = source.pad
        verbose = verbosity(verbose)
        history = History()
        watchers = self._callback_list(
            [callbacks, history],
            verbose,
            epochs=epochs,
            steps=source.num_batches,
        )
        self._doctor.watches(watchers.callbacks, validation is not None)
        training = Training(self, source, validation, watchers, validation_freq)
        self.history = history
        self.stop_training = False
        with returning_memory(), short_turns():
            training.run(initial_epoch, epochs)
        self._doctor.ends(history.history, watchers.callbacks, source)
        return history

    @from_users_line
    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: int | str = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Any = None,
        return_dict: bool = False,
        **unknown,
    ) -> Any:
        """Return loss and metrics on data, with dropout off and weights unchanged.

        Args:
            x: Inputs, or a source of batches.
            y: Labels.
            batch_size: Samples per step, 32 by default.
            verbose: 0 for silence, 1 for a progress bar, 2 for one line.
            sample_weight: A weight for each sample.
            steps: Batches to take from an endless source.
            callbacks: A list of callbacks.
            return_dict: Whether to return `{"loss": ..., "accuracy": ...}`.
            **unknown: Not available; the message says so.

        Returns:
            The loss alone if there are no metrics, else `[loss, *metrics]`.
        """
        _no_more_arguments(self.evaluate, unknown)
        self._need_compile("evaluate")
        self._doctor.called("evaluate", x, y)
        source = evaluation_source((x, y, sample_weight), batch_size, steps)
        self._doctor.look("evaluate", source)
        prepare(self, source.example(), for_training=False)
        source.pad = may_pad(self)
        verbose = verbosity(verbose)
        watchers = self._callback_list(
            [callbacks], verbose, epochs=1, steps=source.num_batches
        )
        logs = Evaluation(self, source, watchers).run()
        if return_dict:
            return logs
        return self._as_list(logs)

    @from_users_line
    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: int | str = "auto",
        steps: int | None = None,
        callbacks: Any = None,
    ) -> Any:
        """Return the outputs for new inputs, as NumPy arrays.

        Args:
            x: Inputs with a batch axis: `x[:1]` for one sample.
            batch_size: Samples per step; the result does not depend on it.
            verbose: 0 for silence, 1 for a progress bar.
            steps: Batches to take from an endless source.
            callbacks: A list of callbacks.
        """
        self._doctor.called("predict", x)
        source = prediction_source(x, batch_size, steps)
        self._doctor.look("predict", source)
        verbose = verbosity(verbose)
        watchers = self._callback_list(
            [callbacks], verbose, epochs=1, steps=source.num_batches
        )
        return predict_rows(self, source, watchers)

    # One batch at a time

    @from_users_line
    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: dict | None = None,
        return_dict: bool = False,
    ) -> Any:
        """Run one step of training on one batch; returns loss and metrics of it."""
        self._need_compile("train_on_batch")
        source = fit_sources(
            (x, y, sample_weight),
            batch_size=2**31,
            shuffle=False,
            class_weight=class_weight,
        )[0]
        prepare(self, source.example())
        self.reset_metrics()
        block = next(source.blocks(0))
        logs = self._runner.train(block, 0, 1)
        return logs if return_dict else self._as_list(logs)

    @from_users_line
    def test_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """Return loss and metrics of one batch, without training."""
        self._need_compile("test_on_batch")
        source = evaluation_source((x, y, sample_weight), 2**31, None)
        prepare(self, source.example(), for_training=False)
        self.reset_metrics()
        logs = self._runner.test(next(source.blocks(0)), 0, 1)
        return logs if return_dict else self._as_list(logs)

    def predict_on_batch(self, x: Any) -> Any:
        """Return the outputs for one batch, as NumPy arrays."""
        return self.predict(x, verbose=0)

    # What the loops above and the epochs share

    @property
    def findings(self) -> list[Finding]:
        """What kit found strange since the last compile, in order."""
        return list(self._doctor.findings)

    @property
    def metrics(self) -> list[Metric]:
        """The average loss and all other metrics."""
        compiled = self._compiled_metrics.metrics if self._compiled_metrics else []
        return self._listed_metrics() + compiled

    def _listed_metrics(self):
        inner = self._compiled_loss.metrics if self._compiled_loss else []
        # A model inside has averages of its own, which belong to its own trainings.
        every = self._flatten_layers()
        layers = [one for one in every if one is self or not isinstance(one, Trainer)]
        own = [m for m in metrics_of(layers) if m is not self._loss_tracker]
        return [self._loss_tracker, *inner, *own]

    def _shown_metrics(self):
        """Those in `metrics`, which a class of one's own may override."""
        kept = {id(metric) for metric in self.metrics}
        return [metric for metric in self._listed_metrics() if id(metric) in kept]

    @property
    def metrics_variables(self) -> list:
        """The Variables of all metrics, in the order of `metrics`."""
        return [variable for metric in self.metrics for variable in metric.variables]

    @property
    def metrics_names(self) -> list[str]:
        """The names of what `evaluate` returns, in its order."""
        return self._result_names()

    def reset_metrics(self) -> None:
        """Start all averages anew."""
        for metric in self.metrics:
            metric.reset_state()

    def _result_names(self):
        names = [metric.name for metric in self._shown_metrics()]
        compiled = self._compiled_metrics
        return names + ([name for name, *_ in compiled.entries] if compiled else [])

    def _as_list(self, logs):
        names = self._result_names()
        order = [n for n in names if n in logs] + [n for n in logs if n not in names]
        values = [logs[name] for name in order]
        return values[0] if len(values) == 1 else values

    def _callback_list(self, callbacks, verbose, **params):
        watchers = CallbackList(callbacks)
        has_bar = any(isinstance(c, ProgbarLogger) for c in watchers.callbacks)
        if verbose and not has_bar:
            watchers.append(ProgbarLogger())
        return CallbackList(watchers.callbacks, self, verbose=verbose, **params)

    def _need_compile(self, method):
        if not self.compiled:
            raise not_compiled(method, usual_loss(self)).error()


def _no_more_arguments(method, unknown):
    if unknown:
        known = list(inspect.signature(method).parameters)[:-1]
        name = next(iter(unknown))
        raise unknown_argument(method.__name__, name, known).error(TypeError)
