"""Starts: whole experiments to begin with: model, compile and length of the fit.

Each shows one thing that every learner meets sooner or later.
"""

from dataclasses import dataclass
from typing import Any

from kit.studio.builder import ModelSpec
from kit.studio.project import Project
from kit.texts.language import translate


@dataclass(frozen=True)
class Start:
    """An experiment to begin with.

    Args:
        name: A short key, such as `"too_fast"`.
        title: What a button says.
        words: What it shows, in one sentence.
        layers: A name of `kit.studio.presets`.
        optimizer: The optimizer's name.
        rate: Its learning rate.
        epochs: How often fit goes through the data.
        batch_size: Samples per step.
        units: How many units the hidden layer has; None for those of the preset.
        drops: Whether Dropout stays in.
    """

    name: str
    title: str
    words: str
    layers: str = "dense"
    optimizer: str = "Adam"
    rate: float = 0.001
    epochs: int = 5
    batch_size: int = 32
    units: int | None = None
    drops: bool = True


def all_starts() -> tuple[Start, ...]:
    """Return all of them, in the language that is spoken.

    >>> [start.name for start in all_starts()]
    ['linear', 'small', 'cnn', 'too_fast', 'too_slow', 'overfit']
    """
    return (*_good_starts(), *_telling_starts())


def _good_starts():
    return (
        Start(
            "linear",
            translate("Linear"),
            translate("One weighted sum for each class: the simplest that learns."),
            layers="linear",
        ),
        Start(
            "small",
            translate("Small dense"),
            translate("A hidden layer of 32 units: few weights, and quick."),
            units=32,
            drops=False,
        ),
        Start(
            "cnn",
            translate("CNN"),
            translate("Learns small patterns wherever they are; best for images."),
            layers="cnn",
        ),
    )


def _telling_starts():
    """Those that go wrong, each in its own way."""
    return (
        Start(
            "too_fast",
            translate("Too high a rate"),
            translate("Steps so long that it jumps over every valley."),
            rate=0.3,
            units=32,
            drops=False,
        ),
        Start(
            "too_slow",
            translate("Too low a rate"),
            translate("Steps so short that hardly anything happens."),
            optimizer="SGD",
            rate=0.0001,
            units=32,
            drops=False,
        ),
        Start(
            "overfit",
            translate("Overfit"),
            translate("So many weights and epochs that it learns by heart."),
            epochs=30,
            rate=0.002,
            units=512,
            drops=False,
        ),
    )


def start_of(name: str) -> Start:
    """Return the start of a name.

    Raises:
        ValueError: If there is none.
    """
    found = {start.name: start for start in all_starts()}
    if name not in found:
        raise ValueError(
            f"There is no start called {name!r}.\n"
            f"Expected one of: {', '.join(found)}.\n"
            "Check the spelling."
        )
    return found[name]


def use_start(project: Project, name: str) -> None:
    """Make all choices of a start, as one change that Undo takes back.

    The data and the seed stay.

    Args:
        project: The project to change.
        name: One of the names of `all_starts()`.

    >>> project = Project()
    >>> use_start(project, "small"); project.model.count_params()
    25450
    """
    start = start_of(name)
    new = ModelSpec.preset(start.layers, project.data)  # may refuse these data
    _change_hidden(new, start)
    with project.one_change():
        project.model.use_content(new.content)
        project.compile.use_optimizer(start.optimizer)
        project.compile.update_optimizer(learning_rate=start.rate)
        project.epochs, project.batch_size = start.epochs, start.batch_size


def _change_hidden(spec: ModelSpec, start: Start) -> None:
    """Change the hidden layers of a preset to what a start wants."""
    for place in reversed(range(len(spec.layers))):
        entry: dict[str, Any] = spec.layers[place]
        if entry["class_name"] == "Dropout" and not start.drops:
            spec.remove(place)
        is_hidden = entry["class_name"] == "Dense" and place < len(spec.layers) - 1
        if is_hidden and start.units:
            spec.update(place, units=start.units)
