"""What Python and Jupyter print when a program with kit fails."""

import os
import subprocess
import sys
import traceback

import numpy as np
import pytest

import kit
from kit.diagnosis.tracebacks import from_users_line, last_error, users_frames

LESSON = """\
import numpy as np
import kit as keras

class Mine(keras.layers.Layer):
    def call(self, x):
        return x @ np.zeros((3, 2))

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
model.compile("adam", "mse")
x, y = np.zeros((9, 4), "float32"), np.zeros((9, 2))
"""
FAILURES = {
    "fit": ("model.fit(x, y[:8])", "ValueError: The arrays differ"),
    "argument": ("model.fit(x, y, epoch=2)", 'TypeError: fit has no argument "epoch"'),
    "layer": ("keras.layers.Dense(0)", "ValueError: units=0"),
    "name": ("keras.layers.Dnse(3)", "AttributeError: keras.layers has no 'Dnse'"),
    "import": (
        "from kit.layers import Dens",
        "ImportError: kit.layers has no 'Dens'. Did you mean \"Dense\"?",
    ),
    "own layer": ("Mine()(x)", "TypeError: A matrix product cannot join"),
    "history": ("model.fit(x, y, verbose=0).history['los']", "There is no"),
}


def run(tmp_path, line, command=(sys.executable,)):
    path = tmp_path / "lesson.py"
    path.write_text(LESSON + line + "\n")
    return subprocess.run(
        [*command, path], capture_output=True, text=True, cwd=kit.__path__[0] + "/.."
    )


@pytest.mark.parametrize("name", FAILURES)
def test_python_prints_the_users_lines_only(name, tmp_path):
    line, message = FAILURES[name]
    printed = run(tmp_path, line).stderr
    assert line in printed and message in printed
    files = [one for one in printed.splitlines() if one.startswith("  File")]
    assert files and all("lesson.py" in one for one in files), printed
    assert printed.count("Traceback") == 1
    assert "JAX has removed" not in printed


def test_all_lines_are_shown_on_request(tmp_path):
    line = 'keras.config.set_tracebacks("full"); model.fit(x, y[:8])'
    printed = run(tmp_path, line).stderr
    assert "data_checks.py" in printed and "The arrays differ" in printed


def test_errors_without_kit_stay_as_they_are(tmp_path):
    line = "import json; json.loads('{')"
    assert "decoder.py" in run(tmp_path, line).stderr


SHELL = """\
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors="nocolor")
shell.run_cell(open({lesson!r}).read())
for line in {lines!r}:
    shell.run_cell(line)
"""


def test_jupyter_prints_the_users_lines_only(tmp_path, monkeypatch):
    pytest.importorskip("IPython")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    lesson, shell = tmp_path / "lesson.py", tmp_path / "shell.py"
    lesson.write_text(LESSON)
    lines = ["model.fti(x)", "1 / 0", "model.fit(x, y[:8])", "print('WHOLE')"]
    lines.append("keras.last_error()")
    shell.write_text(SHELL.format(lesson=str(lesson), lines=lines))
    env_path = kit.__path__[0] + "/.."
    run = subprocess.run(
        [sys.executable, "-W", "ignore", shell],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": env_path},
    )
    printed, whole = run.stdout.split("WHOLE")
    *others, printed = printed.split("-" * 75)[1:]
    assert "1 model.fit(x, y[:8])" in printed and "The arrays differ" in printed
    assert "kit/" not in printed and "hidden" not in printed
    assert 'Did you mean "fit"?' in others[0]
    assert "ZeroDivisionError" in others[1]
    assert "data_checks.py" in whole


def test_an_error_that_is_caught_is_short_and_the_whole_one_is_kept():
    model = kit.Sequential([kit.Input((4,)), kit.layers.Dense(2)])
    model.compile("adam", "mse")
    with pytest.raises(ValueError) as error:
        model.fit(np.zeros((9, 4)), np.zeros((8, 2)))
    files = [
        frame.filename for frame in traceback.extract_tb(error.value.__traceback__)
    ]
    assert files == [__file__, kit.diagnosis.tracebacks.__file__]
    whole = repr(last_error())
    assert "data_checks.py" in whole and __file__ in whole
    assert whole.rstrip().endswith('.explain("different-lengths")')


def test_the_users_own_error_keeps_its_kind_and_its_line():
    class Stop(kit.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            raise LookupError("enough")

    model = kit.Sequential([kit.Input((4,)), kit.layers.Dense(2)])
    model.compile("adam", "mse")
    with pytest.raises(LookupError, match="^enough$") as error:
        model.fit(np.zeros((9, 4)), np.zeros((9, 2)), callbacks=[Stop()], verbose=0)
    names = [frame.name for frame in traceback.extract_tb(error.value.__traceback__)]
    assert names[-1] == "on_epoch_end" and "_train_epoch" not in names


def test_the_method_keeps_its_signature_and_its_result():
    @from_users_line
    def double(self, x: int) -> int:
        """Return twice x."""
        return 2 * x

    assert double(None, x=4) == 8 and double.__doc__ == "Return twice x."
    assert users_frames(None) is None
