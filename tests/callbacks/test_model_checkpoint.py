"""ModelCheckpoint saves when and where Keras's does, and its names cannot run code."""

import numpy as np
import pytest

import kit
from kit.callbacks import ModelCheckpoint
from kit.callbacks.model_checkpoint import fill_in


class FakeModel:
    def __init__(self):
        self.saved = []

    def save(self, path, overwrite):
        self.saved.append(path)

    save_weights = save


def paths(callback, losses):
    callback.set_model(FakeModel())
    for epoch, loss in enumerate(losses):
        callback.on_epoch_begin(epoch)
        callback.on_epoch_end(epoch, {"val_loss": loss})
    return callback.model.saved


def test_saves_every_epoch_or_the_best_only(tmp_path):
    name = f"{tmp_path}/m-{{epoch:02d}}-{{val_loss:.2f}}.keras"
    found = paths(ModelCheckpoint(name), [0.5, 0.25, 0.75])
    ends = ["m-01-0.50.keras", "m-02-0.25.keras", "m-03-0.75.keras"]
    assert [path.rsplit("/", 1)[1] for path in found] == ends
    found = paths(ModelCheckpoint(name, save_best_only=True), [0.5, 0.6, 0.25])
    assert [path[-12:-6] for path in found] == ["1-0.50", "3-0.25"]


def test_a_threshold_has_to_be_beaten(tmp_path):
    callback = ModelCheckpoint(
        f"{tmp_path}/m.keras", save_best_only=True, initial_value_threshold=0.4
    )
    assert len(paths(callback, [0.5, 0.3])) == 1


@pytest.mark.parametrize(
    ("path", "weights_only", "proposal"),
    [
        ("model", False, "model.keras"),
        ("model.txt", False, "model.keras"),
        ("model.keras", True, "model.weights.h5"),
    ],
)
def test_a_wrong_suffix_is_refused_with_the_right_one(path, weights_only, proposal):
    with pytest.raises(ValueError, match=proposal):
        ModelCheckpoint(path, save_weights_only=weights_only)


@pytest.mark.parametrize(
    "template", ["{__class__.__mro__}.keras", "{loss.__class__}.keras", "{loss[0]}"]
)
def test_a_template_cannot_reach_into_objects(template):
    assert fill_in(template, 1, None, {"loss": 0.5}) == template


def test_an_unknown_name_in_the_template_proposes_the_right_one():
    with pytest.raises(ValueError, match='Did you mean "val_loss"'):
        fill_in("{val_los:.2f}.keras", 1, None, {"val_loss": 0.5})


def test_every_n_batches(tmp_path):
    model = kit.Sequential([kit.Input((2,)), kit.layers.Dense(1)])
    model.compile("sgd", "mse")
    x = np.ones((10, 2), "float32")
    name = f"{tmp_path}/e{{epoch}}-b{{batch}}.weights.h5"
    checkpoint = ModelCheckpoint(name, save_weights_only=True, save_freq=2)
    model.fit(x, x[:, :1], batch_size=2, verbose=0, callbacks=[checkpoint])
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["e1-b2.weights.h5", "e1-b4.weights.h5"]
