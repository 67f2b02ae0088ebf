"""The four texts that this project began with, run as their readers would type them.

They are from different years: names of the Keras 2 years work, with one note each that
tells today's name.
"""

import json

import matplotlib.pyplot as plt
import numpy as np
import pytest

import kit
from tests.tutorials.running import (
    REFERENCE,
    execute,
    false_alarms,
    form,
    record_file,
    recorded_findings,
    run,
)

KERAS = json.loads(record_file(REFERENCE).read_text(encoding="utf-8"))["programs"]

pytestmark = pytest.mark.filterwarnings("ignore:FigureCanvasAgg is non-interactive")


@pytest.fixture(autouse=True)
def _no_figures_left():
    yield
    plt.close("all")


@pytest.fixture(scope="module", autouse=True)
def _no_false_alarm():
    with recorded_findings() as findings:
        yield
    found = {code for _, code, _ in false_alarms(findings)}
    assert found <= {"rate-too-low"}  # true of Adadelta with today's rate of 0.001


def text_of(name):
    return (REFERENCE / "programs" / f"{name}.py").read_text(encoding="utf-8")


def notes_in(printed):
    return [line for line in printed.split("\n") if line.startswith("kit: ")]


@pytest.fixture(scope="module")
def mnist_cnn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mnist_cnn")
    kit.config.set_notes("always")  # what earlier tests were told does not count
    kit.config.set_notes("once")
    names, printed = execute(text_of("mnist_cnn"), folder, kit)
    return folder, names, printed


def test_mnist_cnn_learns_and_keeps_its_best(mnist_cnn):
    folder, names, _ = mnist_cnn
    history = names["history"].history
    assert list(history) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert max(history["val_accuracy"]) > 0.7
    assert names["best_score"][1] == pytest.approx(max(history["val_accuracy"]))
    assert names["score"][1] == pytest.approx(history["val_accuracy"][-1])
    assert (folder / "my_best_model.h5").stat().st_size > 4_000_000
    assert json.loads((folder / "model.json").read_text())["class_name"] == "Sequential"


def test_mnist_cnn_predicts_classes(mnist_cnn):
    _, names, _ = mnist_cnn
    assert names["predicted_classes"].shape == (128,)
    share = len(names["correct"]) / 128
    assert share == pytest.approx(names["best_score"][1])


def test_mnist_cnn_plots_what_it_calls_acc(mnist_cnn):
    _, names, _ = mnist_cnn
    history = names["history"].history
    accuracy, loss = names["fig"].axes
    assert accuracy.get_title() == "model accuracy"
    np.testing.assert_array_equal(
        accuracy.lines[1].get_ydata(), history["val_accuracy"]
    )
    np.testing.assert_array_equal(loss.lines[0].get_ydata(), history["loss"])


def test_mnist_cnn_is_told_todays_names_once_each(mnist_cnn):
    notes = notes_in(mnist_cnn[2])
    assert len(notes) == len(set(notes))
    for today in (
        "Input(shape=(...))",
        "learning_rate",
        'watches "val_acc", which is called "val_accuracy" here',
        "predict(x).argmax(-1)",
        '"acc" is called "accuracy"',
        '"val_acc" is called "val_accuracy"',
    ):
        assert any(today in note for note in notes), today


def test_mnist_cnn_with_adadelta(tmp_path):
    text = text_of("mnist_cnn").replace("Adam(lr=0.001)", "Adadelta()")
    names, _ = execute(text.replace("epochs = 12", "epochs = 1"), tmp_path, kit)
    assert type(names["model"].optimizer).__name__ == "Adadelta"
    assert len(names["history"].history["loss"]) == 1


@pytest.mark.parametrize("name", ["compile_forms", "functional_mnist"])
def test_prints_what_keras_prints(name, tmp_path):
    found = run(text_of(name), tmp_path, kit)
    assert found["printed"] == KERAS[name]["printed"]


def test_dense_dropout_ends_with_its_best_weights(tmp_path):
    names, printed = execute(text_of("dense_dropout_callbacks"), tmp_path, kit)
    history = names["history"].history
    epochs, best = len(history["loss"]), int(np.argmin(history["val_loss"]))
    assert epochs in (best + 3, 20)  # patience=2, and as many as there may be
    assert names["best_loss"] == pytest.approx(names["test_loss"], abs=1e-6)
    assert names["test_acc"] == names["best_acc"] > 0.6
    if epochs < 20:
        lines = form(printed)
        assert f"Epoch {epochs}: early stopping" in lines
        told = "Restoring model weights from the end of the best epoch: "
        assert f"{told}{best + 1}." in lines
    assert {p.name for p in tmp_path.glob("*.png")} == {"accuracy.png", "loss.png"}
    assert notes_in(printed) == []
