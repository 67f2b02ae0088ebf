"""Models and layers that a student writes as classes, against Keras."""

import numpy as np
import pytest

import kit

keras = pytest.importorskip("keras")

pytestmark = pytest.mark.filterwarnings("ignore")

X = np.random.default_rng(0).normal(size=(8, 4)).astype("float32")


@pytest.fixture(autouse=True)
def _fresh_names():
    keras.utils.clear_session(free_memory=False)


def with_a_list(library):
    class Blocks(library.Model):
        def __init__(self, count):
            super().__init__()
            self.blocks = [library.layers.Dense(3) for _ in range(count)]
            self.end = library.layers.Dense(1)

        def call(self, inputs):
            for block in self.blocks:
                inputs = block(inputs)
            return self.end(inputs)

    return Blocks(3)


def with_a_dict(library):
    class Named(library.Model):
        def __init__(self):
            super().__init__()
            self.parts = {"a": library.layers.Dense(3), "b": library.layers.Dense(2)}

        def call(self, inputs):
            return self.parts["b"](self.parts["a"](inputs))

    return Named()


def with_a_model_inside(library):
    class Twice(library.Model):
        def __init__(self):
            super().__init__()
            self.inner = library.Sequential([library.layers.Dense(4)])

        def call(self, inputs):
            return self.inner(self.inner(inputs))

    return Twice()


def with_dropout(library):
    class Noisy(library.Model):
        def __init__(self):
            super().__init__(name="noisy")
            self.dense = library.layers.Dense(3)
            self.drop = library.layers.Dropout(0.5)

        def call(self, inputs, training=False):
            return self.drop(self.dense(inputs), training=training)

    return Noisy()


def from_a_graph(library):
    class Digits(library.Model):
        def __init__(self, units):
            inputs = library.Input((4,))
            super().__init__(inputs, library.layers.Dense(units)(inputs))
            self.units = units

    return Digits(3)


def with_a_graph_inside(library):
    class Encoder(library.Model):
        def __init__(self):
            super().__init__()
            inputs = library.Input((4,))
            self.encoder = library.Model(inputs, library.layers.Dense(3)(inputs))
            self.head = library.layers.Dense(1)

        def call(self, inputs):
            return {"code": self.encoder(inputs), "score": self.head(inputs)}

    return Encoder()


MODELS = [
    with_a_list,
    with_a_dict,
    with_a_model_inside,
    with_dropout,
    from_a_graph,
    with_a_graph_inside,
]


@pytest.mark.parametrize("build", MODELS, ids=lambda build: build.__name__)
def test_a_model_as_a_class_is_that_of_keras(build):
    ours, theirs = build(kit), build(keras)
    ours(X)
    theirs(X)
    assert [layer.name for layer in ours.layers] == [
        layer.name for layer in theirs.layers
    ]
    shapes = [tuple(weight.shape) for weight in theirs.weights]
    assert [weight.shape for weight in ours.weights] == shapes
    assert (ours.name, ours.built) == (theirs.name, theirs.built)
    theirs.set_weights(ours.get_weights())
    one, other = ours.predict(X, verbose=0), theirs.predict(X, verbose=0)
    assert type(one) is type(other)
    for key in one if isinstance(one, dict) else [slice(None)]:
        np.testing.assert_allclose(one[key], other[key], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("build", MODELS[:3], ids=lambda build: build.__name__)
def test_it_learns_as_in_keras(build):
    ours, theirs = build(kit), build(keras)
    ours(X)
    theirs(X)
    theirs.set_weights(ours.get_weights())
    histories = []
    for library, model in ((kit, ours), (keras, theirs)):
        model.compile(library.optimizers.SGD(0.05), "mse")
        y = np.ones((8, model(X).shape[-1]))
        fit = model.fit(X, y, epochs=3, batch_size=4, shuffle=False, verbose=0)
        histories.append(fit.history["loss"])
    np.testing.assert_allclose(*histories, rtol=1e-4)


def scaling_layer(library):
    class Scale(library.layers.Layer):
        def __init__(self, start=1.0, **kwargs):
            super().__init__(**kwargs)
            self.start = start

        def build(self, input_shape):
            self.factor = self.add_weight(
                shape=(input_shape[-1],),
                initializer=library.initializers.Constant(self.start),
                name="factor",
                regularizer=library.regularizers.L2(0.1),
            )
            self.calls = self.add_weight(
                shape=(), initializer="zeros", trainable=False, name="calls"
            )

        def call(self, inputs):
            self.add_loss(0.1 * library.ops.mean(inputs**2))
            self.calls.assign(self.calls + 1)
            return inputs * self.factor

    return Scale


def test_a_layer_of_ones_own_with_weights_and_losses():
    def story(library):
        layer = scaling_layer(library)(start=2.0)
        dense = library.layers.Dense(1, kernel_initializer="ones")
        model = library.Sequential([library.Input((4,)), layer, dense])
        model.compile(library.optimizers.SGD(0.01), "mse")
        y = np.zeros((8, 1))
        before = model.evaluate(X, y, batch_size=8, verbose=0)
        loss = model.fit(X, y, batch_size=4, epochs=2, shuffle=False, verbose=0)
        names = [weight.name for weight in layer.weights]
        numbers = [before, *loss.history["loss"], *layer.factor.numpy()]
        return names, len(layer.trainable_weights), numbers, float(layer.calls.numpy())

    ours, theirs = story(kit), story(keras)
    assert ours[:2] == theirs[:2]
    np.testing.assert_allclose(ours[2], theirs[2], rtol=1e-4)
    assert ours[3] >= 4  # in each of the batches of fit


def test_losses_are_numbers_also_after_training():
    layer = scaling_layer(kit)(start=2.0)
    model = kit.Sequential([kit.Input((4,)), layer])
    model.compile("sgd", "mse")
    model.fit(X, X, verbose=0)
    penalty = 0.1 * float((layer.factor.numpy() ** 2).sum())
    np.testing.assert_allclose(float(model.losses[0]), penalty, rtol=1e-5)
    layer(X)
    found = [float(loss) for loss in layer.losses]
    np.testing.assert_allclose(found, [0.1 * (X**2).mean(), penalty], rtol=1e-5)


def test_activity_regularizer_as_in_keras():
    def loss(library):
        dense = library.layers.Dense(
            3, activity_regularizer="l2", kernel_initializer="ones"
        )
        model = library.Sequential([library.Input((4,)), dense])
        model.compile("sgd", "mse")
        return model.evaluate(X, np.zeros((8, 3)), batch_size=8, verbose=0)

    np.testing.assert_allclose(loss(kit), loss(keras), rtol=1e-5)


def test_a_configuration_follows_from_the_arguments():
    layer = scaling_layer(kit)(start=3.0, name="mine")
    again = type(layer).from_config(layer.get_config())
    assert (again.start, again.name) == (3.0, "mine")


def test_a_model_without_call_says_so():
    class Empty(kit.Model):
        pass

    with pytest.raises(NotImplementedError, match="def call"):
        Empty()(X)
