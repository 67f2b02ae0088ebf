import numpy as np
import pytest

from kit.studio.advice import advise
from kit.studio.builder import ModelSpec
from kit.studio.compile_panel import CompileSpec
from kit.studio.data import StudioData
from kit.studio.entries import input_entry

SPARSE, ONE_HOT = "sparse_categorical_crossentropy", "categorical_crossentropy"
LABELS = np.array([0, 1, 2])


def advice(units=3, activation="softmax", loss=SPARSE, y=LABELS, shape=(4,), **more):
    spec = ModelSpec([input_entry(shape)])
    spec.add("Dense", units=units, activation=activation)
    x = np.zeros((3, *more.get("data_shape", shape)))
    data = StudioData.of(((x, y), (x, y)))
    return advise(spec, CompileSpec(loss=loss, metrics=more.get("metrics", ())), data)


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"loss": ONE_HOT, "y": np.eye(3)},
        {"units": 1, "activation": "sigmoid", "loss": "binary_crossentropy"},
        {"units": 1, "activation": None, "loss": "mse", "y": np.array([0.5, 1, 2])},
    ],
)
def test_what_fits_is_praised(choices):
    finding = advice(**choices)
    assert finding.level == "note", finding
    assert "fit together" in finding.what


@pytest.mark.parametrize(
    ("choices", "words", "level"),
    [
        ({"loss": ONE_HOT}, "received whole-number labels", "error"),
        ({"y": np.eye(3)}, "received one-hot rows", "error"),
        ({"y": np.array([0.5, 1, 2])}, "received targets that are no", "error"),
        ({"units": 2}, "2 outputs for 3 classes", "error"),
        ({"units": 5}, "5 outputs for 3 classes", "warning"),
        ({"activation": "relu"}, 'ends with "relu"', "warning"),
        ({"activation": None}, 'ends with "linear"', "warning"),
        ({"loss": "binary_crossentropy"}, "each output by itself", "warning"),
        ({"data_shape": (5,)}, "begins with samples of shape (4,)", "error"),
        ({"shape": (2, 4)}, "gives (2, 3) for one sample", "error"),
        (
            {"loss": "mse", "y": np.array([0.5, 1, 2]), "metrics": ["accuracy"]},
            "Accuracy counts right answers",
            "warning",
        ),
    ],
)
def test_what_does_not_fit_is_said(choices, words, level):
    finding = advice(**choices)
    assert words in finding.what
    assert finding.level == level
    assert finding.fix and finding.change


def test_a_wrong_model_comes_first():
    spec = ModelSpec([input_entry((4,))])
    spec.update(spec.add("Dense", units=3), units=0)
    data = StudioData.of(((np.zeros((3, 4)), LABELS), (np.zeros((3, 4)), LABELS)))
    assert "cannot be checked yet" in advise(spec, CompileSpec(), data).what
