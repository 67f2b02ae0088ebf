"""Runs a small program with one library and tells what a reader would see of it.

`record.py` does it with Keras and writes the findings down; `test_programs.py` does it
with kit and compares.
"""

import contextlib
import importlib
import io
import os
import re
import runpy
from pathlib import Path
from types import ModuleType
from unittest import mock

import numpy as np

import kit
from kit.training.doctor import Doctor

TESTS = Path(__file__).parent.parent
TUTORIALS, REFERENCE = TESTS / "tutorials", TESTS / "reference"
DIGITS, TEST_DIGITS = 512, 128

# What chance and the machine decide, where a line speaks of results of training.
_RESULTS = re.compile(r"loss|acc|mae|auc|precision|recall|improve", re.I)
_DECIMALS = re.compile(r"-?\d+\.\d+(e[-+]?\d+)?")
_CLOCK = re.compile(r"\b[\d:]+s \d+(s|ms|us)/step|\b[\d:]+s - \d+(s|ms|us)/step")


def programs(folder: Path) -> list[Path]:
    """The programs of a folder, in order."""
    return sorted((folder / "programs").glob("*.py"))


def record_file(folder: Path) -> Path:
    """Where a folder keeps what Keras did with its programs."""
    return folder / "keras_record.json"


def digits():
    """The same few digits for both libraries, in place of a download."""
    (x_train, y_train), (x_test, y_test) = kit.datasets.mnist.load_sample()
    return (
        (x_train[:DIGITS], y_train[:DIGITS]),
        (x_test[:TEST_DIGITS], y_test[:TEST_DIGITS]),
    )


def for_keras(text: str) -> str:
    """The same program with Keras: only the import lines change, and a word it lost."""
    text = re.sub(r"^from kit\b", "from keras", text, flags=re.M)
    text = re.sub(r"^import kit as keras\b", "import keras", text, flags=re.M)
    return text.replace("(lr=", "(learning_rate=")


def run(text: str, folder: Path, library: ModuleType) -> dict:
    """Run a program in a folder and return what there is to see of it.

    Returns:
        `printed`: the lines without what differs from run to run; `history`: how many
        numbers each name has; `learned`: accuracy, or how far the loss fell.
    """
    with recorded_findings() as findings:
        names, printed = execute(text, folder, library)
    found = {"printed": form(printed), "findings": findings}
    if "history" in names:
        history = names["history"].history
        found["history"] = {key: len(values) for key, values in history.items()}
        found["learned"] = learned(history)
    return found


# What the doctor may say of a program that is right: what its history shows, and
# which numbers are called otherwise today.
TRUE_NOTES = {
    "always-one-class",  # of a few hundred samples, after an epoch or two
    "easier-validation",
    "fit-goes-on",
    "overfitting",
    "still-learning",
    "underfitting",
    "unknown-monitor",
}


def false_alarms(findings: list) -> list:
    """What the doctor said that a right program does not deserve."""
    return [one for one in findings if one[0] != "note" or one[1] not in TRUE_NOTES]


@contextlib.contextmanager
def recorded_findings():
    """Collect what the mistake doctor says meanwhile: (level, code, first line)."""
    findings = []
    tell = Doctor._tell_one

    def record(doctor, finding, mode):
        findings.append((finding.level, finding.code, finding.what))
        return tell(doctor, finding, mode)

    with mock.patch.object(Doctor, "_tell_one", record):
        yield findings


def execute(text: str, folder: Path, library: ModuleType) -> tuple[dict, str]:
    """Run a program in a folder; returns its global names and what it printed."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "program.py"
    program.write_text(text)
    library.utils.clear_session(free_memory=False)
    library.utils.set_random_seed(1)
    mnist = importlib.import_module(f"{library.__name__}.datasets.mnist")
    out = io.StringIO()
    with (
        contextlib.chdir(folder),
        mock.patch.object(mnist, "load_data", digits),
        mock.patch.dict(os.environ, COLUMNS="120"),
        contextlib.redirect_stdout(out),
    ):
        names = runpy.run_path(str(program), run_name="__main__")
    return names, out.getvalue()


def form(printed: str) -> list[str]:
    """What was printed, without notes, colours, times and results of training."""
    printed = re.sub(r"\x1b\[[0-9;]*m|\x08", "", printed)
    lines = [line.split("\r")[-1].rstrip() for line in printed.split("\n")]
    return [_masked(line) for line in lines if line and not line.startswith("kit: ")]


def _masked(line):
    line = _CLOCK.sub("TIME", line)
    return _DECIMALS.sub("#", line) if _RESULTS.search(line) else line


def learned(history: dict) -> float:
    """Accuracy where there is one; else which part of the loss is left."""
    for name in ("accuracy", "acc", "binary_accuracy"):
        if name in history.keys():
            return float(history[name][-1])
    losses = history["loss"]
    return float(np.clip(losses[-1] / losses[0], 0, 2)) if len(losses) > 1 else 1.0
