"""Sixty small programs, in the style of public tutorials, run on kit as on Keras.

Each file in `programs/` is run twice, unchanged but for the name of the library, and
compared: what it prints (numbers aside), history keys and lengths, and how well it
learns. `load_data` gives both the same few digits, so nothing is downloaded.
"""

import contextlib
import importlib
import io
import re
import runpy
from pathlib import Path

import numpy as np
import pytest

import kit

keras = pytest.importorskip("keras")
pytestmark = pytest.mark.filterwarnings("ignore")

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))
DIGITS = 640


def digits():
    (x_train, y_train), (x_test, y_test) = kit.datasets.mnist.load_sample()
    return (x_train[:DIGITS], y_train[:DIGITS]), (x_test[:200], y_test[:200])


def for_keras(text):
    text = re.sub(r"^from kit\b", "from keras", text, flags=re.M)
    return re.sub(r"^import kit as keras\b", "import keras", text, flags=re.M)


def run(text, folder, library, monkeypatch):
    """Run a program in a folder of its own; returns its names and what it printed."""
    folder.mkdir()
    monkeypatch.chdir(folder)
    mnist = importlib.import_module(f"{library.__name__}.datasets.mnist")
    monkeypatch.setattr(mnist, "load_data", digits)
    library.utils.clear_session()
    library.utils.set_random_seed(1)
    path = folder / "program.py"
    path.write_text(text)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        names = runpy.run_path(str(path), run_name="__main__")
    return names, out.getvalue()


def form(printed):
    """What was printed, without numbers that depend on chance or on the machine."""
    printed = re.sub(r"\x1b\[[0-9;]*m|\x08|\r", "", printed)
    lines = [line.rstrip() for line in printed.splitlines() if line[:4] != "kit:"]
    lines = [line for line in lines if not re.match(r"^\s*\d+/\d+ .*step", line)]
    text = "\n".join(line for line in lines if line)
    return re.sub(r"\d+\.\d+(e[-+]?\d+)?", "#.#", text)


def learned(history):
    """Accuracy where there is one; else how far the loss fell."""
    for name in ("accuracy", "acc", "binary_accuracy"):
        if name in history.history.keys():
            return history.history[name][-1]
    losses = history.history["loss"]
    return float(np.clip(losses[-1] / losses[0], 0, 2)) if len(losses) > 1 else 1.0


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_program_runs_on_kit_as_on_keras(path, tmp_path, monkeypatch):
    text = path.read_text()
    ours, our_text = run(text, tmp_path / "kit", kit, monkeypatch)
    theirs, their_text = run(for_keras(text), tmp_path / "keras", keras, monkeypatch)
    assert form(our_text) == form(their_text)
    if "history" in theirs:
        mine, keras_ = ours["history"], theirs["history"]
        assert list(mine.history) == list(keras_.history)
        lengths = [len(values) for values in keras_.history.values()]
        if "stop" not in theirs and "Goal" not in theirs:  # these end by chance
            assert [len(values) for values in mine.history.values()] == lengths
        assert learned(mine) == pytest.approx(learned(keras_), abs=0.2)


def test_there_are_sixty():
    assert len(PROGRAMS) == 60
