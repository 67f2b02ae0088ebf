"""Subclassed models, custom losses and metrics, an own train_step, eager running."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import kit

RNG = np.random.default_rng(0)
X = RNG.normal(size=(30, 4)).astype("float32")
Y = X.sum(1, keepdims=True)


def small(**options):
    model = kit.Sequential([kit.Input((4,)), kit.layers.Dense(1)])
    options = {"optimizer": kit.optimizers.SGD(0.05), "loss": "mse", **options}
    model.compile(**options)
    return model


def fit(model, **options):
    kit.utils.set_random_seed(3)
    model._shuffle_seed = 1
    options = {"epochs": 2, "batch_size": 8, "verbose": 0, **options}
    return model.fit(X, Y, **options).history


def test_running_eagerly_gives_the_same_numbers_and_lets_layers_print(capsys):
    class Loud(kit.layers.Dense):
        def call(self, inputs):
            print("rows:", inputs.shape[0])
            return super().call(inputs)

    weights = None
    histories = []
    for eager in (False, True):
        model = kit.Sequential([kit.Input((4,)), Loud(1)])
        model.compile(kit.optimizers.SGD(0.05), "mse", run_eagerly=eager)
        weights = weights or model.get_weights()
        model.set_weights(weights)
        histories.append(fit(model))
    np.testing.assert_allclose(histories[0]["loss"], histories[1]["loss"], rtol=1e-5)
    assert capsys.readouterr().out.count("rows: 6") >= 2  # the last batch, unpadded


def test_a_loss_and_a_metric_of_ones_own_equal_the_built_in_ones():
    def squared(y_true, y_pred):
        return jnp.mean((y_true - y_pred) ** 2, axis=-1)

    def absolute(y_true, y_pred):
        return jnp.mean(jnp.abs(y_true - y_pred), axis=-1)

    own = small(loss=squared, metrics=[absolute])
    built_in = small(metrics=["mae"])
    built_in.set_weights(own.get_weights())
    ours, theirs = fit(own), fit(built_in)
    np.testing.assert_allclose(ours["loss"], theirs["loss"], rtol=1e-5)
    np.testing.assert_allclose(ours["absolute"], theirs["mae"], rtol=1e-5)


def test_a_scalar_loss_sees_the_true_size_of_the_last_batch():
    def scalar(y_true, y_pred):
        return jnp.mean((y_true - y_pred) ** 2)  # knows nothing of padding

    own, built_in = small(loss=scalar), small()
    built_in.set_weights(own.get_weights())
    np.testing.assert_allclose(fit(own)["loss"], fit(built_in)["loss"], rtol=1e-5)


def test_a_layer_that_mixes_rows_sees_the_true_size_of_the_last_batch():
    class Center(kit.layers.Layer):
        def call(self, inputs):
            return inputs - jnp.mean(inputs, axis=0)

    model = kit.Sequential([kit.Input((4,)), Center(), kit.layers.Dense(1)])
    model.compile(kit.optimizers.SGD(0.0), "mse")
    history = model.fit(X, Y, batch_size=8, shuffle=False, verbose=0).history
    kernel, bias = model.get_weights()
    parts = [X[i : i + 8] for i in range(0, 30, 8)]
    centered = np.concatenate([part - part.mean(0) for part in parts])
    expected = np.mean((centered @ kernel + bias - Y) ** 2)
    assert history["loss"][0] == pytest.approx(expected, rel=1e-5)


def test_add_loss_in_a_layer_is_part_of_the_loss():
    class Penalty(kit.layers.Layer):
        def call(self, inputs):
            self.add_loss(0.5 * jnp.mean(inputs**2))
            return inputs

    model = kit.Sequential([kit.Input((4,)), Penalty(), kit.layers.Dense(1)])
    model.compile(kit.optimizers.SGD(0.0), "mse")
    loss = model.evaluate(X, Y, batch_size=30, verbose=0)
    plain = np.mean((model.predict(X, verbose=0) - Y) ** 2)
    assert loss == pytest.approx(plain + 0.5 * np.mean(X**2), rel=1e-5)


def test_activity_regularizer_is_averaged_over_each_batch_as_in_keras():
    keras = pytest.importorskip("keras")
    losses = []
    for library in (kit, keras):
        model = library.Sequential(
            [
                library.Input((4,)),
                library.layers.Dense(
                    1, activity_regularizer="l2", kernel_initializer="ones"
                ),
            ]
        )
        model.compile("sgd", "mse")
        losses.append(model.evaluate(X, Y, batch_size=8, verbose=0))
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)


def test_overriding_train_step_in_kerass_form_for_jax():
    class Own(kit.Model):
        def __init__(self):
            super().__init__()
            self.dense = kit.layers.Dense(1)
            self.loss_tracker = kit.metrics.Mean(name="own_loss")

        def call(self, inputs):
            return self.dense(inputs)

        def compute_loss_and_updates(self, trainable, non_trainable, x, y):
            y_pred, non_trainable = self.stateless_call(
                trainable, non_trainable, x, training=True
            )
            return jnp.mean((y_pred - y) ** 2), (y_pred, non_trainable)

        def train_step(self, state, data):
            trainable, non_trainable, optimizer_variables, metrics = state
            x, y = data[:2]
            gradient = jax.value_and_grad(self.compute_loss_and_updates, has_aux=True)
            (loss, (_, non_trainable)), grads = gradient(trainable, non_trainable, x, y)
            trainable, optimizer_variables = self.optimizer.stateless_apply(
                optimizer_variables, grads, trainable
            )
            logs, updated = {}, []
            for metric in self.metrics:
                count = len(metric.variables)
                values = metrics[len(updated) : len(updated) + count]
                values = metric.stateless_update_state(values, loss)
                logs[metric.name] = metric.stateless_result(values)
                updated += values
            return logs, (trainable, non_trainable, optimizer_variables, updated)

    model = Own()
    model.compile(kit.optimizers.SGD(0.05))
    history = fit(model, batch_size=10, epochs=3)
    assert set(history) == {"loss", "own_loss"}
    assert history["own_loss"][-1] < history["own_loss"][0]


def test_same_seed_same_weights_in_a_thread():
    import threading

    def train(results):
        kit.utils.set_random_seed(5)
        model = kit.Sequential(
            [kit.Input((4,)), kit.layers.Dense(6, "relu"), kit.layers.Dropout(0.3)]
            + [kit.layers.Dense(1)]
        )
        model.compile("adam", "mse")
        model.fit(X, Y, epochs=3, batch_size=8, verbose=0)
        results.append(model.get_weights())

    results = []
    train(results)
    thread = threading.Thread(target=train, args=(results,))
    thread.start()
    thread.join()
    for one, other in zip(*results, strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_chunk_length_changes_no_result():
    results = []
    for steps in (1, 3):
        kit.utils.set_random_seed(5)
        model = kit.Sequential(
            [kit.Input((4,)), kit.layers.Dropout(0.3), kit.layers.Dense(1)]
        )
        model.compile("adam", "mse", steps_per_execution=steps)
        watch = kit.callbacks.LambdaCallback(
            on_train_batch_end=lambda batch, logs: None
        )
        model.fit(X, Y, epochs=3, batch_size=8, verbose=0, callbacks=[watch])
        results.append(model.get_weights())
    for one, other in zip(*results, strict=True):
        np.testing.assert_array_equal(one, other)


def test_one_compilation_serves_all_batches_and_epochs():
    traces = []

    class Counted(kit.layers.Dense):
        def call(self, inputs):
            traces.append(inputs.shape)
            return super().call(inputs)

    Counted.call.__module__ = "kit.layers.core"  # rows are independent in it
    model = kit.Sequential([kit.Input((4,)), Counted(1)])
    model.compile("sgd", "mse")
    model.fit(X, Y, epochs=2, batch_size=8, verbose=0)
    seen = len(traces)
    model.fit(X, Y, epochs=2, batch_size=8, verbose=0)
    assert len(traces) == seen + 1  # only the shapes are traced again


def test_uncompiled_and_changed_models_say_what_to_do():
    model = kit.Sequential([kit.Input((4,)), kit.layers.Dense(1)])
    with pytest.raises(ValueError, match="fit was called before compile"):
        model.fit(X, Y)
    model.compile("sgd", "mse")
    model.fit(X, Y, verbose=0)
    model.layers[0].trainable = False
    with pytest.raises(ValueError, match="compile"):
        model.fit(X, Y, verbose=0)


@pytest.mark.filterwarnings("ignore")
def test_metrics_of_ones_own_may_leave_out_the_loss():
    def history(library):
        class Own(library.Model):
            def __init__(self):
                super().__init__()
                self.dense = library.layers.Dense(1, kernel_initializer="ones")
                self.average = library.metrics.Mean(name="average")

            def call(self, inputs):
                return self.dense(inputs)

            def compute_loss(self, x, y, y_pred, sample_weight=None, training=True):
                loss = library.ops.mean((y - y_pred) ** 2)
                self.average.update_state(loss)
                return loss

            @property
            def metrics(self):
                return [self.average]

        model = Own()
        model.compile("sgd")
        x = np.linspace(0, 1, 24).reshape(8, 3)
        return model.fit(x, x[:, :1], epochs=2, shuffle=False, verbose=0).history

    keras = pytest.importorskip("keras")
    ours, theirs = history(kit), history(keras)
    assert list(ours) == list(theirs) == ["average"]
    np.testing.assert_allclose(ours["average"], theirs["average"], rtol=1e-5)
