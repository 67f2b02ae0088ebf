"""Sixty small programs, in the style of public tutorials, run on kit as on Keras.

Each file in `programs/` runs unchanged but for the name of the library. What Keras
did with it is in `keras_record.json`: what it prints, history keys and lengths, and
how well it learns. `load_data` gives both the same few digits, without a download.
"""

import json

import pytest

import kit
from tests.tutorials.running import (
    TUTORIALS,
    false_alarms,
    for_keras,
    programs,
    record_file,
    run,
)

PROGRAMS = programs(TUTORIALS)
KERAS = json.loads(record_file(TUTORIALS).read_text(encoding="utf-8"))
STOPS_BY_CHANCE = {"08_early_stopping", "14_a_callback_of_ones_own"}
QUICK = (
    "17_lambda_callback",
    "18_functional_first",
    "36_train_on_batch",
    "60_inspecting_a_model",
)

pytestmark = pytest.mark.filterwarnings("ignore")  # matplotlib's and Keras's own


def assert_same(found, expected, name):
    """Both printed the same and learned the same things about as well."""
    assert found["printed"] == expected["printed"]
    if "history" not in expected:
        return
    if name in STOPS_BY_CHANCE:
        assert set(found["history"]) == set(expected["history"])
    else:
        assert found["history"] == expected["history"]
    assert list(found["history"]) == list(expected["history"])
    assert found["learned"] == pytest.approx(expected["learned"], abs=0.2)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_program_does_on_kit_what_it_did_on_keras(path, tmp_path):
    found = run(path.read_text(encoding="utf-8"), tmp_path, kit)
    assert false_alarms(found["findings"]) == []
    assert_same(found, KERAS["programs"][path.stem], path.stem)


@pytest.mark.parametrize("name", QUICK)
def test_record_is_what_keras_does(name, tmp_path):
    keras = pytest.importorskip("keras")
    if keras.__version__ != KERAS["keras"]:
        pytest.skip(f"Recorded with Keras {KERAS['keras']}, not {keras.__version__}.")
    path = next(path for path in PROGRAMS if path.stem == name)
    found = run(for_keras(path.read_text(encoding="utf-8")), tmp_path, keras)
    assert_same(found, KERAS["programs"][name], name)


def test_there_are_sixty_and_all_are_recorded():
    assert len(PROGRAMS) == 60
    assert list(KERAS["programs"]) == [path.stem for path in PROGRAMS]
