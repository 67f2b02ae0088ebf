"""TensorBoard's own reader finds the numbers of the history."""

import builtins

import numpy as np
import pytest

import kit
from kit.callbacks import TensorBoard

pytestmark = pytest.mark.filterwarnings("ignore")
X = np.ones((8, 2), "float32")


def fit(callback):
    model = kit.Sequential([kit.Input((2,)), kit.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model.fit(
        X, X[:, :1], epochs=2, verbose=0, validation_split=0.5, callbacks=[callback]
    ).history


def test_the_reader_finds_the_numbers_of_the_history(tmp_path):
    reader = pytest.importorskip(
        "tensorboard.backend.event_processing.event_accumulator"
    )
    history = fit(TensorBoard(tmp_path))
    for part, key in (("train", "loss"), ("validation", "val_loss")):
        events = reader.EventAccumulator(str(tmp_path / part)).Reload()
        tensors = events.Tensors("epoch_loss")
        found = [event.tensor_proto.float_val[0] for event in tensors]
        assert found == pytest.approx(history[key])


def test_without_the_package_it_says_what_to_install(tmp_path, monkeypatch):
    plain = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("tensorboard"):
            raise ImportError(name)
        return plain(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ValueError, match="pip install tensorboard"):
        fit(TensorBoard(tmp_path))
