"""A training that is interrupted and run again ends with the same weights."""

import numpy as np
import pytest

import kit
from kit.callbacks import BackupAndRestore, LambdaCallback

X = np.linspace(-1, 1, 20, dtype="float32").reshape(10, 2)


def model_of():
    kit.utils.set_random_seed(1)
    model = kit.Sequential([kit.Input((2,)), kit.layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def interrupt_after(epoch):
    def stop(now, logs):
        if now == epoch:
            raise KeyboardInterrupt

    return LambdaCallback(on_epoch_end=stop)


def test_goes_on_after_the_last_finished_epoch(tmp_path, capsys):
    options = dict(epochs=5, verbose=0, shuffle=False)
    whole = model_of()
    whole.fit(X, X[:, :1], **options)

    folder = tmp_path / "backup"
    with pytest.raises(KeyboardInterrupt):
        model_of().fit(
            X,
            X[:, :1],
            callbacks=[BackupAndRestore(folder), interrupt_after(2)],
            **options,
        )
    assert folder.exists()
    second = model_of()
    history = second.fit(X, X[:, :1], callbacks=[BackupAndRestore(folder)], **options)
    assert history.epoch == [3, 4]
    assert "goes on from epoch 4" in capsys.readouterr().out
    for one, other in zip(whole.get_weights(), second.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)
    assert not folder.exists()
    assert second.fit(X, X[:, :1], verbose=0).epoch == [0]
