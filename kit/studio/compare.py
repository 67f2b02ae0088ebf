"""Compare: the trainings that are over as rows of a table, sorted, and as a CSV file.

It stands on the runs of `kit.studio.runs`; the panel of the same name shows it.
"""

import csv
import io
import math
from collections.abc import Callable, Iterable
from typing import Any

from kit.studio.data import SOURCES
from kit.studio.data_recipe import DataRecipe
from kit.studio.runs import StudioRun
from kit.texts.language import translate

# Layers that hand on what they get: they say little about a model.
_SILENT = ("InputLayer", "Rescaling", "Flatten", "Reshape")
_TELLING = ("units", "filters", "pool_size", "rate")
_LOWEST = -math.inf
# column -> what it is sorted by
COLUMNS: dict[str, Callable[[StudioRun], Any]] = {
    "run": lambda run: run.number,
    "words": lambda run: configuration(run.content),
    "accuracy": lambda run: _LOWEST if run.accuracy is None else run.accuracy,
    "parameters": lambda run: run.parameters,
    "seconds": lambda run: run.seconds,
}


def configuration(content: dict[str, Any]) -> str:
    """Say what a run was made of, in words.

    Args:
        content: The choices, as `Project.content` returns them.

    >>> from kit.studio.project import Project
    >>> configuration(Project("moons", seed=3).content)
    'Moons · Dense 16, Dense 16, Dense 2 · Adam 0.02 · 5 epochs of 32 · seed 3'
    """
    epochs, batch = content["epochs"], content["batch_size"]
    parts = [
        data_words(content["data"]),
        model_words(content["model"]),
        optimizer_words(content["compile"]["optimizer"]),
        translate("{epochs} epochs of {batch}", epochs=epochs, batch=batch),
        translate("seed {number}", number=content["seed"]),
    ]
    return " · ".join(parts)


def data_words(data: Any) -> str:
    """Say which data, and what was changed about them.

    >>> data_words("mnist_sample"), data_words(None)
    ('Digits', 'Arrays of your own')
    """
    recipe = DataRecipe.of_content(data)
    known = SOURCES.get(recipe.name or "")
    words = [translate(known.title) if known else translate("Arrays of your own")]
    if recipe.samples != DataRecipe(recipe.name).completed.samples:
        words.append(translate("{count} samples", count=recipe.samples))
    if recipe.wrong_labels:
        percent = recipe.wrong_labels
        words.append(translate("{percent} % wrong labels", percent=percent))
    return ", ".join(words)


def model_words(model: dict[str, Any]) -> str:
    """Name the layers of a model with the one number that says most.

    >>> model_words({"layers": [{"class_name": "Dense", "config": {"units": 8}}]})
    'Dense 8'
    """
    words = []
    for entry in model["layers"]:
        if entry["class_name"] not in _SILENT:
            config = entry["config"]
            found = [config[key] for key in _TELLING if key in config]
            words.append(" ".join([entry["class_name"], *map(_short, found[:1])]))
    return ", ".join(words)


def optimizer_words(optimizer: dict[str, Any]) -> str:
    """Name an optimizer with its learning rate.

    >>> optimizer_words({"class_name": "SGD", "config": {"learning_rate": 0.01}})
    'SGD 0.01'
    """
    rate = optimizer["config"].get("learning_rate")
    shown = (
        _short(rate) if isinstance(rate, int | float) else translate("on a schedule")
    )
    return f"{optimizer['class_name']} {shown}"


def _short(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "×".join(map(str, value))
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def ordered(
    runs: Iterable[StudioRun], column: str = "run", descending: bool = True
) -> list[StudioRun]:
    """Return runs sorted by a column; of equal ones the newer comes first.

    Args:
        runs: The runs.
        column: One of `COLUMNS`.
        descending: Whether the largest comes first.
    """
    newest_first = sorted(runs, key=lambda run: -run.number)
    return sorted(newest_first, key=COLUMNS[column], reverse=descending)


def to_csv(runs: Iterable[StudioRun]) -> bytes:
    """Return a table of runs as a CSV file with all their choices and last values.

    >>> to_csv([]).decode("utf-8-sig").split(",")[:2]
    ['run', 'label']
    """
    runs = list(runs)
    measured = list(dict.fromkeys(name for run in runs for name in run.history))
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(
        "run label data model optimizer loss_function epochs batch_size seed "
        "parameters seconds accuracy notes".split()
        + measured
    )
    for run in runs:
        content = run.content
        loss = content["compile"]["loss"]
        cells = [
            run.number,
            run.label,
            data_words(content["data"]),
            model_words(content["model"]),
            optimizer_words(content["compile"]["optimizer"]),
            loss if isinstance(loss, str) else (loss or {}).get("class_name", ""),
            content["epochs"],
            content["batch_size"],
            run.seed,
            run.parameters,
            round(run.seconds, 3),
            "" if run.accuracy is None else run.accuracy,
            "; ".join(run.notes),
        ]
        lasts = [run.history.get(name, ()) for name in measured]
        cells += [points[-1][1] if points else "" for points in lasts]
        writer.writerow([_harmless(cell) for cell in cells])
    return file.getvalue().encode("utf-8-sig")  # so that spreadsheets read umlauts


def _harmless(cell: Any) -> Any:
    """Keep a spreadsheet from taking a text for a formula."""
    is_formula = isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@")
    return f"'{cell}" if is_formula else cell
