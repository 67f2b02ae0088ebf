"""Challenges: tasks that check themselves from the facts of the trainings.

A challenge looks at what the last runs had and reached, never at how; so every way
to its goal is a right one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kit.studio.runs import Runs, StudioRun
from kit.texts.language import translate


@dataclass(frozen=True)
class Check:
    """One condition of a challenge.

    Args:
        words: What is wanted.
        is_met: Whether the last run has it.
        found: What the last run has.
    """

    words: str
    is_met: bool
    found: str = ""


@dataclass(frozen=True)
class Challenge:
    """A task for the learner.

    Args:
        name: A short key, such as `"small"`.
        title: The task, in a few words.
        hint: Where to look.
        lesson: What there is to understand, told when it is solved.
        rules: Each makes a Check from a run and the runs before it.
    """

    name: str
    title: str
    hint: str
    lesson: str
    rules: tuple[Callable[[StudioRun, Runs], Check], ...] = field(repr=False)

    def checks(self, runs: Runs) -> tuple[Check, ...]:
        """Return every condition, and whether the last run meets it.

        Args:
            runs: The trainings that are over; without any, nothing is met.
        """
        if runs.last is None:
            return tuple(
                Check(rule(_NOTHING, runs).words, False) for rule in self.rules
            )
        return tuple(rule(runs.last, runs) for rule in self.rules)

    def is_solved(self, runs: Runs) -> bool:
        """Tell whether the last run meets every condition."""
        return all(check.is_met for check in self.checks(runs))

    def verdict(self, runs: Runs) -> str:
        """Return one sentence: solved, or what is missing.

        Args:
            runs: The trainings that are over.
        """
        if runs.last is None:
            return translate("Press Start: the last training is what counts.")
        missing = [check for check in self.checks(runs) if not check.is_met]
        if not missing:
            return translate("Solved, with {run}.", run=runs.last.label.split(" · ")[0])
        words = "; ".join(
            f"{check.words} ({check.found})" if check.found else check.words
            for check in missing
        )
        return translate("Still missing: {words}.", words=words)


_NOTHING = StudioRun(0, "", {}, {}, None, 0, 0.0, (), 0)


def all_challenges() -> tuple[Challenge, ...]:
    """Return all challenges, in the language that is spoken.

    >>> [challenge.name for challenge in all_challenges()]
    ['quick', 'small', 'overfit', 'no_bend']
    """
    return (*_goals(), *_questions())


def _goals():
    return (
        Challenge(
            "quick",
            translate("Reach 90 % in 2 epochs"),
            translate("How many steps are in an epoch, and how long is each?"),
            translate(
                "Smaller batches make more steps per epoch, a higher rate makes "
                "longer ones: both learn faster, until they shake."
            ),
            (accuracy_of(0.9), epochs_below(2)),
        ),
        Challenge(
            "small",
            translate("Reach 97 % with under 20,000 weights"),
            translate("A convolution uses the same few weights at every place."),
            translate(
                "Sharing weights beats having many: a pattern learnt at one place is "
                "known at every place."
            ),
            (accuracy_of(0.97), parameters_below(20_000)),
        ),
    )


def _questions():
    return (
        Challenge(
            "overfit",
            translate("Make it overfit"),
            translate("Many weights, many epochs, few samples, no Dropout."),
            translate(
                "It knows its training samples by heart, but that does not help with "
                "new ones: from there on the validation loss rises."
            ),
            (training_of(0.99), loss_rises),
        ),
        Challenge(
            "no_bend",
            translate("A hidden layer without activation: why no better?"),
            translate(
                "Train Linear first, then add a Dense layer with activation linear."
            ),
            translate(
                "A weighted sum of weighted sums is a weighted sum: without a bend "
                "between them, two layers can say no more than one."
            ),
            (hidden_without_bend, as_good_as_linear),
        ),
    )


# Rules


def accuracy_of(least: float) -> Callable[[StudioRun, Runs], Check]:
    """Make the rule: so much accuracy on the test data."""

    def rule(run: StudioRun, _: Runs) -> Check:
        words = translate("test accuracy of at least {least}", least=_percent(least))
        reached = _last(run, "val_accuracy")
        return Check(words, (reached or 0) >= least, _percent(reached))

    return rule


def training_of(least: float) -> Callable[[StudioRun, Runs], Check]:
    """Make the rule: so much accuracy on the training data."""

    def rule(run: StudioRun, _: Runs) -> Check:
        words = translate(
            "training accuracy of at least {least}", least=_percent(least)
        )
        reached = _last(run, "accuracy")
        return Check(words, (reached or 0) >= least, _percent(reached))

    return rule


def epochs_below(most: int) -> Callable[[StudioRun, Runs], Check]:
    """Make the rule: no more epochs than these."""

    def rule(run: StudioRun, _: Runs) -> Check:
        words = translate("at most {most} epochs", most=most)
        return Check(words, run.epochs_done <= most, f"{run.epochs_done:.3g}")

    return rule


def parameters_below(limit: int) -> Callable[[StudioRun, Runs], Check]:
    """Make the rule: fewer weights than these."""

    def rule(run: StudioRun, _: Runs) -> Check:
        words = translate("under {limit} weights", limit=f"{limit:,}")
        return Check(words, run.parameters < limit, f"{run.parameters:,}")

    return rule


def loss_rises(run: StudioRun, _: Runs) -> Check:
    """The validation loss has risen by a tenth above its lowest value."""
    words = translate("validation loss a tenth above its lowest value")
    values = [value for _, value in run.history.get("val_loss", ())]
    if not values:
        return Check(words, False)
    found = translate(
        "{last} after {least}", last=f"{values[-1]:.3g}", least=f"{min(values):.3g}"
    )
    return Check(words, values[-1] >= 1.1 * min(values), found)


def hidden_without_bend(run: StudioRun, _: Runs) -> Check:
    """There is a hidden Dense layer, and no bend before the last layer."""
    words = translate("a hidden Dense layer, all without activation")
    hidden, bends = _hidden_layers(run.content)
    if not hidden:
        return Check(words, False, translate("no hidden layer"))
    return Check(words, not bends, ", ".join(bends))


def as_good_as_linear(run: StudioRun, runs: Runs) -> Check:
    """An earlier run without a hidden layer is within two points."""
    words = translate("an earlier run without hidden layers, for comparison")
    earlier = [
        other
        for other in runs
        if other is not run
        and other.accuracy is not None
        and _hidden_layers(other.content) == ([], [])
    ]
    if not earlier or run.accuracy is None:
        return Check(words, False)
    numbers = {"one": _percent(earlier[-1].accuracy), "two": _percent(run.accuracy)}
    return Check(words, True, translate("{one} without, {two} with", **numbers))


def _hidden_layers(content: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the hidden layers with weights, and the bends before the last layer."""
    layers = content.get("model", {}).get("layers", [])
    hidden, bends = [], []
    for entry in layers[:-1]:
        config = entry["config"]
        if "units" in config or "filters" in config:
            hidden.append(config["name"])
        activation = config.get("activation", "linear")
        if activation not in (None, "linear") or entry["class_name"] == "ReLU":
            bends.append(str(activation))
    return hidden, bends


def _last(run: StudioRun, name: str) -> float | None:
    points = run.history.get(name)
    return points[-1][1] if points else None


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"
