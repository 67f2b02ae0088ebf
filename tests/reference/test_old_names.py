"""Habits of the Keras 2 years, each in a line or two as older texts have them."""

import numpy as np
import pytest

import kit as keras
from kit.callbacks import Callback, ModelCheckpoint
from kit.layers import Activation, Dense
from kit.models import Sequential, load_model
from kit.optimizers import SGD, Adadelta, Adagrad, Adam, Adamax, Nadam, RMSprop

random = np.random.default_rng(0)
X = random.random((64, 8)).astype("float32")
Y = keras.utils.to_categorical(random.integers(3, size=64), 3)


def compiled(metrics=("accuracy",), optimizer="adam"):
    model = Sequential([Dense(8, input_dim=8), Activation("relu")])
    model.add(Dense(3))
    model.add(Activation("softmax"))
    model.compile(
        loss="categorical_crossentropy", optimizer=optimizer, metrics=list(metrics)
    )
    return model


def test_metrics_acc_names_the_history():
    model = compiled(metrics=["acc"])
    history = model.fit(X, Y, validation_split=0.25, epochs=2, verbose=0)
    assert list(history.history) == ["acc", "loss", "val_acc", "val_loss"]
    assert model.history.history["val_acc"] == history.history["val_accuracy"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True),
        lambda: RMSprop(lr=0.001, rho=0.9, epsilon=None, decay=0.0),
        lambda: Adagrad(lr=0.01, epsilon=None, decay=0.0),
        lambda: Adadelta(lr=1.0, rho=0.95, epsilon=None, decay=0.0),
        lambda: Adam(lr=0.001, beta_1=0.9, beta_2=0.999, epsilon=None, decay=0.0),
        lambda: Adamax(lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=None, decay=0.0),
        lambda: Nadam(lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=None),
    ],
)
def test_optimizers_as_the_old_manual_wrote_them(make):
    history = compiled(optimizer=make()).fit(X, Y, epochs=2, verbose=0)
    assert np.isfinite(history.history["loss"]).all()


def test_backend_sets_the_learning_rate():
    model = compiled()
    keras.backend.set_value(model.optimizer.lr, 0.25)
    assert keras.backend.get_value(model.optimizer.lr) == 0.25
    assert float(model.optimizer.learning_rate) == 0.25


def test_clear_session_starts_names_again():
    compiled()
    keras.backend.clear_session()
    assert Dense(1).name == "dense"


@pytest.mark.parametrize("name", ["x.h5", "x.hdf5"])
def test_whole_model_in_one_older_file(name, tmp_path):
    model = compiled(metrics=["acc"])
    model.fit(X, Y, verbose=0)
    model.save(tmp_path / name)
    loaded = load_model(str(tmp_path / name))
    np.testing.assert_allclose(
        loaded.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-6
    )
    assert loaded.evaluate(X, Y, verbose=0)[1] == model.evaluate(X, Y, verbose=0)[1]


@pytest.mark.parametrize("weights_only", [False, True])
def test_checkpoint_with_an_old_name_in_its_file(weights_only, tmp_path):
    name = "weights-{epoch:02d}-{val_acc:.2f}.hdf5"
    checkpoint = ModelCheckpoint(
        f"{tmp_path}/{name}",
        monitor="val_acc",
        save_best_only=True,
        save_weights_only=weights_only,
        mode="max",
        period=1,
    )
    model = compiled()
    history = model.fit(X, Y, validation_split=0.25, callbacks=[checkpoint], verbose=0)
    accuracy = history.history["val_acc"][0]
    model.load_weights(tmp_path / f"weights-01-{accuracy:.2f}.hdf5")


def test_checkpoint_every_second_epoch(tmp_path):
    checkpoint = ModelCheckpoint(f"{tmp_path}/{{epoch}}.h5", period=2)
    compiled().fit(X, Y, epochs=5, callbacks=[checkpoint], verbose=0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2.h5", "4.h5"]


def test_callback_asks_its_logs_for_acc():
    class Goal(Callback):
        def on_epoch_end(self, epoch, logs={}):  # noqa: B006
            if logs.get("acc") > -1 and logs["val_acc"] > -1:
                self.model.stop_training = True

    history = compiled().fit(
        X, Y, epochs=5, validation_split=0.25, callbacks=[Goal()], verbose=0
    )
    assert len(history.history["loss"]) == 1


def test_generators_had_methods_of_their_own():
    def batches():
        while True:
            yield X[:16], Y[:16]

    model = compiled()
    history = model.fit_generator(
        batches(), steps_per_epoch=4, epochs=2, verbose=0, validation_data=(X, Y)
    )
    assert len(history.history["val_loss"]) == 2
    assert len(model.evaluate_generator(batches(), steps=2, verbose=0)) == 2
    assert model.predict_generator(batches(), steps=2, verbose=0).shape == (32, 3)


def test_predictions_as_classes_and_probabilities():
    model = compiled()
    probabilities = model.predict_proba(X)
    np.testing.assert_array_equal(model.predict_classes(X), probabilities.argmax(-1))
    yes_or_no = Sequential([Dense(1, activation="sigmoid", input_shape=(8,))])
    classes = yes_or_no.predict_classes(X, batch_size=16)
    assert classes.shape == (64, 1) and set(classes.ravel()) <= {0, 1}


def test_each_note_is_printed_once(capsys):
    for _ in range(2):
        model = compiled(optimizer=Adam(lr=0.001))
        model.fit(X, Y, verbose=0).history["acc"]
        model.predict_classes(X)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(set(lines)) == 4
    assert all(line.startswith("kit: ") for line in lines)


def test_preprocessing_is_the_older_address_of_utils():
    from kit.preprocessing import image, sequence
    from kit.preprocessing.sequence import pad_sequences

    assert pad_sequences([[1], [2, 3]]).tolist() == [[0, 1], [2, 3]]
    assert sequence.pad_sequences is keras.utils.pad_sequences
    assert image.img_to_array is keras.utils.img_to_array
