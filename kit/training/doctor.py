"""Doctor: looks at a model's programs for mistakes, and says what it found.

The rules are in `kit.diagnosis`; this class decides when they are asked, and whether
a Finding is raised, printed or only kept.
"""

import math
import threading
from collections.abc import Callable, Iterable
from typing import Any

from kit import config
from kit.diagnosis import names, shapes, state, watching, writing
from kit.diagnosis.feeding import no_data, source_has_ended, unknown_class_weight
from kit.diagnosis.finding import Finding
from kit.diagnosis.learning import LostLoss, nan_loss
from kit.diagnosis.options import more_steps_than_batches
from kit.diagnosis.stacks import no_layers
from kit.training.compile_checks import check_names, compile_findings
from kit.training.data_facts import DataFacts, look_at, look_at_batch
from kit.training.data_findings import (
    input_findings,
    label_findings,
    number_findings,
    pair_findings,
    wants_a_loss,
)
from kit.training.end_checks import Course, end_findings
from kit.training.facts import has_own_step, heads_of, optimizer_facts
from kit.training.search import find_lost_loss

# Whether a program goes on where a rule has an error of its own; tests are strict.
LENIENT = True

# Nothing is wrong in these cases; panels show them beside the curves.
KEPT_QUIETLY = ("easier-validation",)


class Doctor:
    """Watches over one model.

    Args:
        model: A model.

    >>> from kit.training.trainer import Trainer
    >>> Doctor(Trainer()).findings
    []
    """

    def __init__(self, model: Any):
        self.model = model
        self.findings: list[Finding] = []
        self.epochs = 0  # trained so far
        self.course: Course | None = None  # of the fit that is going on
        self._told: set[tuple[str, str]] = set()
        self._data: DataFacts | None = None
        self._rows: int | None = None  # of the labels, if they were seen
        self._known: list = []  # the inputs of the last fit
        self._late: list[Finding] = []  # to be told when the progress bar is done

    # Telling

    def tell(self, findings: Iterable[Finding | None]) -> None:
        """Keep Findings; raise errors, print warnings and notes once.

        Raises:
            ValueError: For the first error among them.
        """
        mode = config.findings()
        if mode == "off":
            return
        for finding in _found(findings):
            self._tell_one(finding, mode)

    def _tell_one(self, finding, mode):
        key = (finding.code, finding.what)
        is_error = finding.level == "error"
        if key in self._told and not is_error:
            return
        self._told.add(key)
        self.findings.append(finding)
        if mode == "keep" or (mode == "silent" and not is_error):
            return
        if is_error or (mode == "raise" and finding.level == "warning"):
            raise finding.error()
        if threading.current_thread() is not threading.main_thread():
            return  # a panel trains, and shows the findings itself
        if finding.code in KEPT_QUIETLY:
            return
        if finding.level == "note":
            config.note(finding.one_line, once_for=finding.code)
        else:
            config.say(finding.one_line)

    # Before anything runs

    def names(self, optimizer: Any, loss: Any, weights: Any, metrics: Any) -> None:
        """Check the names that compile was given, and what stands where."""
        check_names("optimizer", optimizer)
        check_names("loss", loss)
        check_names("metrics", metrics)
        self.tell([writing.metrics_as_weights(weights)])

    def compiled(self, before: dict) -> None:
        """Look at what compile has put together.

        Args:
            before: The arguments of the compile before, or an empty dict.
        """
        self._told.clear()
        self.findings = []
        self._data = None
        again = before and self._is_same(before, self.model._compile_arguments)
        self.tell([state.compile_keeps_weights(self.epochs) if again else None])
        self.epochs = 0 if not again else self.epochs
        if config.findings() != "off":
            self.tell(compile_findings(self.model))

    def _is_same(self, before, now):
        words = ("optimizer", "loss", "metrics")
        return all(repr(before.get(word)) == repr(now.get(word)) for word in words)

    def called(
        self,
        method: str,
        x: Any,
        y: Any = None,
        epochs: tuple = (0, 1),
        class_weight: Any = None,
    ) -> None:
        """Look at the arguments of a call, before they become batches.

        Args:
            method: `"fit"`, `"evaluate"` or `"predict"`.
            x: Its inputs.
            y: Its labels.
            epochs: In fit: the first and the last of them.
            class_weight: As in fit.
        """
        if config.findings() == "off":
            return
        found: list[Finding | None] = []
        own = has_own_step(self.model)
        if x is None and not own:
            self.tell([no_data(method)])
        if not getattr(self.model, "_line", True):
            self.tell([no_layers(method)])
        self.tell([_parts(self.model, "x", x), _parts(self.model, "y", y)])
        if method == "fit":
            found.append(_class_weights(self.model, class_weight))
            if not own:
                found.append(wants_a_loss(self.model))
            first, last = epochs
            self.tell([writing.not_a_whole_number("epochs", last)])
            self.tell([writing.not_a_whole_number("initial_epoch", first)])
            found.append(state.no_epoch_to_train(first, last))
            if first == 0:
                found.append(state.fit_goes_on(self.epochs))
        wanted = self.model._compiled_loss is not None and method != "predict"
        if wanted and y is None and not own and _is_array(x):
            found.append(state.no_labels(method))
        if (
            y is None
            and isinstance(x, tuple)
            and len(x) == 2
            and all(map(_is_array, x))
        ):
            found.insert(0, _pair(self.model, *x))
        for name, value in (("x", x), ("y", y)):
            found.append(_samples(self.model, name, value))
        self.tell(found)

    # When the data is there

    def look(self, method: str, source: Any, validation: Any = None, **how) -> None:
        """Look at the data, before the model sees it."""
        self._data = None
        data = None
        if config.findings() != "off":
            data = look_at(method, source, validation)
        for one in (source, validation):
            if one is not None:
                one.given = None  # a copy in another format need not stay
        if data is None:
            return
        data.by_split = bool(how.get("by_split"))
        self.tell([_steps(source)])
        self.tell(input_findings(self.model, data))
        if method == "predict":
            self.tell(number_findings(self.model, data, self._known))
        else:
            self._data = data

    @property
    def has_data(self) -> bool:
        """Whether data was looked at that the model has not met yet."""
        return self._data is not None

    def meets(self, example: tuple, outputs: Any, activations: list) -> None:
        """Compare data and model, once the shapes of the outputs are known.

        Args:
            example: One batch, `(x, y, sample_weight)`.
            outputs: The shapes of the outputs.
            activations: What comes last at each output, where it had to be traced.
        """
        data, self._data = self._data, None
        if config.findings() == "off":
            return
        data = data or look_at_batch(example)
        self.tell(number_findings(self.model, data, self._known))
        self._rows = data.y[0].rows if data.whole and data.y else None
        if not has_own_step(self.model):
            self.tell(label_findings(self.model, data, outputs, activations))
        if data.call == "fit":
            self._known = data.x
            counts = data.y[0].counts if len(data.y) == 1 and data.whole else None
            self.course = Course(optimizer_facts(self.model.optimizer), counts, example)
            if not self.model.trainable_variables:
                weights = len(self.model.weights)
                self.tell([state.nothing_to_train(weights)])

    def built(self, y: Any, outputs: Any) -> None:
        """Look at losses and metrics of the user's own, when they are resolved."""
        if config.findings() != "off":
            self.tell(pair_findings(self.model, y, outputs, self._rows))

    def watches(self, callbacks: Any, validates: bool) -> None:
        """Check that what the callbacks watch will be there."""
        if config.findings() == "off" or has_own_step(self.model):
            return
        known = self.model._result_names()
        known += [f"val_{name}" for name in known] if validates else []
        for callback in callbacks:
            monitor = getattr(callback, "_monitor", None)
            if monitor is None or not getattr(callback, "save_best_only", True):
                continue
            found = watching.unknown_monitor(
                monitor.owner, monitor.name, known, validates
            )
            if found is None:
                monitor.resolve(self.model)
                continue
            today = monitor.other_name()
            if today in known:
                found = watching.renamed_monitor(monitor.owner, monitor.name, today)
            monitor.told = True
            self.tell([found])

    # While it trains

    def hear(self, logs: dict, batches: Callable[[], tuple]) -> None:
        """Take note of the numbers of some batches; stop at the first NaN.

        Args:
            logs: The averages of the epoch so far.
            batches: Returns (state before, block, first batch, last batch + 1).
        """
        course = self.course
        loss = logs.get("loss")
        if course is None or not isinstance(loss, float):
            return
        if math.isfinite(loss):
            if course.first is None:
                course.first = loss
            return
        if course.lost or config.findings() == "off":
            return
        course.lost = True
        self.model.stop_training = True
        self._late.append(self._explain(loss, course, *batches()))

    def _explain(self, loss, course, before, block, start, stop):
        """Say what made the loss NaN."""
        try:
            batch, lost = find_lost_loss(self.model, before, block, start, stop)
        except Exception:  # such as a step of the user's own that cannot run again
            if not LENIENT:
                raise
            batch, lost = start, LostLoss(loss, 0, 0, "loss", "the training step")
        placed = course.placed(lost, loss, batch - block.start)
        return nan_loss(placed, course.optimizer)

    def at(self, **place: int) -> None:
        """Remember the `epoch`, or how many `batches` of it are done."""
        if self.course is not None:
            vars(self.course).update(place)

    def ends(self, history: dict, callbacks: list, source: Any = None) -> None:
        """Read the history of a fit, and say what it means."""
        ended = getattr(source, "ended", None)
        if ended is not None:
            epoch, batches = ended
            found = source_has_ended(epoch, batches, source.num_batches)
            self._late += [] if found is None else [found]
        course, self.course = self.course, None
        late, self._late = self._late, []
        self.epochs += len(history.get("loss", ()))
        self.tell(late)
        if course is not None and not course.lost and config.findings() != "off":
            self.tell(end_findings(self.model, course, history, callbacks))


def _found(findings):
    """Yield what rules find; should one of them break, the program must not."""
    findings = iter(findings)
    while True:
        try:
            finding = next(findings, False)
        except Exception:
            if not LENIENT:
                raise
            return
        if finding is False:
            return
        if finding is not None:
            yield finding


def _is_array(value):
    return hasattr(value, "shape") and len(value.shape) > 0


def _parts(model, argument, value):
    """A dict whose keys are not the names of the model's inputs or outputs."""
    graph = getattr(model, "_graph", None)
    if not isinstance(value, dict) or graph is None:
        return None
    part = "input" if argument == "x" else "output"
    structure = getattr(graph, f"{part}s")
    is_dict = isinstance(structure, dict)
    known = list(structure) if is_dict else getattr(model, f"{part}_names")
    missing = [name for name in known if name not in value]
    strange = [str(name) for name in value if name not in known]
    if not missing or not strange:
        return None
    return names.unknown_part(argument, strange[0], missing, list(known))


def _steps(source):
    """More steps than arrays have batches; without a size kit takes one that fits."""
    asked = getattr(source, "asked", None)
    if asked is None:
        return None
    by_kit = source.batch_size == -(-source.num_rows // asked)
    if by_kit and asked <= source.num_rows:
        return None
    return more_steps_than_batches(asked, source.num_rows, source.batch_size)


def _class_weights(model, weights):
    heads = heads_of(model)
    if not isinstance(weights, dict) or len(heads) != 1:
        return None
    width = heads[0].width if heads[0].activation == "softmax" else None
    return unknown_class_weight(list(weights), width)


def _pair(model, x, y):
    graph = getattr(model, "_graph", None)
    takes = len(graph.input_tensors) if graph is not None else 1
    return shapes.pair_as_x(x.shape, y.shape) if takes == 1 else None


def _samples(model, name, value):
    """A list of arrays, each of one sample, where one array is wanted."""
    if not isinstance(value, list) or len(value) < 2 or not all(map(_is_array, value)):
        return None
    graph = getattr(model, "_graph", None)
    if graph is None and not hasattr(model, "_line"):
        return None
    takes = 1
    if graph is not None:
        tensors = graph.input_tensors if name == "x" else graph.output_tensors
        takes = len(tensors)
    forms = {array.shape for array in value}
    each = forms.pop() if len(forms) == 1 else None
    if each is None and takes > 1:
        return None
    return shapes.list_of_samples(name, len(value), each, takes)
