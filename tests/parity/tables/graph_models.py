"""Models with several inputs and outputs, shared and frozen layers, subclasses."""

from tests.parity.model_case import Model, N, amounts, classes, labels, numbers


def two_inputs(k):
    layers = k.layers
    left, right = k.Input((3,), name="left"), k.Input((2,), name="right")
    joined = layers.Concatenate()([left, layers.Dense(3)(right)])
    model = k.Model([left, right], layers.Dense(1)(joined))
    model.compile(k.optimizers.SGD(0.05), "mse", metrics=["mae"])
    return model


def two_arrays(random):
    x = [numbers(random, 3), numbers(random, 2)]
    return {"x": x, "y": numbers(random, 1)}


def two_named_arrays(random):
    x = {"right": numbers(random, 2), "left": numbers(random, 3)}
    return {"x": x, "y": numbers(random, 1), "sample_weight": random.random(N)}


def two_outputs(k, by_name=False, **compiled):
    layers = k.layers
    inputs = k.Input((4,))
    hidden = layers.Dense(5, activation="tanh")(inputs)
    kind = layers.Dense(3, activation="softmax", name="kind")(hidden)
    size = layers.Dense(1, name="size")(hidden)
    outputs = {"kind": kind, "size": size} if by_name else [kind, size]
    model = k.Model(inputs, outputs)
    model.compile(k.optimizers.SGD(0.1), **compiled)
    return model


def outputs_in_lists(k):
    return two_outputs(
        k,
        loss=["sparse_categorical_crossentropy", "mse"],
        loss_weights=[1.0, 0.3],
        metrics=[["accuracy"], ["mae", "mse"]],
    )


def outputs_by_name(k):
    return two_outputs(
        k,
        by_name=True,
        loss={"kind": "sparse_categorical_crossentropy", "size": "mae"},
        loss_weights={"kind": 1.0, "size": 0.5},
        metrics={"kind": ["accuracy"]},
        weighted_metrics={"size": ["mse"]},
    )


def two_targets(random):
    y = [classes(random, 3), numbers(random, 1)]
    return {"x": numbers(random, 4), "y": y}


def named_targets(random):
    weights = {"kind": random.random(N), "size": random.random(N)}
    y = {"kind": classes(random, 3), "size": numbers(random, 1)}
    return {"x": numbers(random, 4), "y": y, "sample_weight": weights}


def twins(k):
    layers = k.layers
    left, right = k.Input((4,)), k.Input((4,))
    encoder = k.Sequential([layers.Dense(5, activation="relu"), layers.Dense(3)])
    one, other = encoder(left), encoder(right)
    alike = layers.Dot(axes=1, normalize=True)([one, other])
    apart = layers.Subtract()([one, other])
    joined = layers.concatenate([alike, layers.multiply([apart, apart])])
    model = k.Model([left, right], layers.Dense(1, activation="sigmoid")(joined))
    model.compile(k.optimizers.Adam(0.02), "binary_crossentropy")
    return model


def pairs(random):
    return {"x": [numbers(random, 4), numbers(random, 4)], "y": classes(random, 2)}


def residual(k):
    layers = k.layers
    inputs = x = k.Input((4,))
    for _ in range(2):
        inner = layers.Dense(4, activation="relu")(layers.BatchNormalization()(x))
        x = layers.Add()([x, inner])
    model = k.Model(inputs, layers.Dense(3, activation="softmax")(x))
    model.compile(
        k.optimizers.SGD(0.1), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model


def operations(k):
    inputs = k.Input((4,))
    x = k.layers.Dense(4)(inputs)
    x = k.ops.tanh(x * 2 + 1) - x[:, :1] / 3
    x = k.ops.concatenate([x, -inputs], axis=-1)
    x = k.ops.mean(x, axis=-1, keepdims=True) + k.ops.max(x, axis=-1, keepdims=True)
    model = k.Model(inputs, k.layers.Dense(1)(x))
    model.compile(k.optimizers.SGD(0.05), "mse")
    return model


def model_in_model(k):
    inner_input = k.Input((4,))
    inner = k.Model(
        inner_input, k.layers.Dense(3, activation="relu")(inner_input), name="inner"
    )
    inner.trainable = False
    inputs = k.Input((4,))
    x = k.layers.Concatenate()([inner(inputs), inner(inputs + 1.0)])
    model = k.Model(inputs, k.layers.Dense(1)(x))
    model.compile(k.optimizers.SGD(0.1, momentum=0.9), "mse")
    return model


def frozen(k):
    layers = k.layers
    model = k.Sequential(
        [
            k.Input((4,)),
            layers.Dense(4, trainable=False),
            layers.BatchNormalization(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.layers[1].trainable = False
    model.compile(k.optimizers.SGD(0.2), "sparse_categorical_crossentropy")
    return model


def subclassed(k):
    class Scaled(k.layers.Layer):
        def build(self, input_shape):
            self.factor = self.add_weight(shape=(input_shape[-1],), name="factor")

        def call(self, inputs):
            self.add_loss(0.1 * k.ops.sum(k.ops.square(self.factor)))
            return inputs * self.factor

    class Network(k.Model):
        def __init__(self):
            super().__init__()
            self.scaled = Scaled()
            self.blocks = [k.layers.Dense(4, activation="relu") for _ in range(2)]
            self.last = k.layers.Dense(1)

        def call(self, inputs):
            x = self.scaled(inputs)
            for block in self.blocks:
                x = block(x)
            return self.last(x)

    model = Network()
    model.compile(k.optimizers.SGD(0.05), "mse", metrics=["mae"])
    return model


CASES = {
    "two inputs in a list": Model(two_inputs, two_arrays),
    "two inputs by name": Model(two_inputs, two_named_arrays),
    "two outputs in lists": Model(outputs_in_lists, two_targets),
    "two outputs by name": Model(outputs_by_name, named_targets),
    "shared layers": Model(twins, pairs),
    "residual blocks": Model(residual, labels),
    "operations": Model(operations, amounts),
    "a frozen model inside, used twice": Model(model_in_model, amounts),
    "frozen layers": Model(frozen, labels),
    "subclass": Model(subclassed, amounts),
}
