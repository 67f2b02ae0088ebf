"""Functional models that are built alike with kit and with Keras."""

import keras

import kit


def build_pair(graph):
    """The same model of kit and of Keras, with names that start from the plain ones."""
    keras.utils.clear_session(free_memory=False)
    kit.utils.clear_session(free_memory=False)
    return graph(kit), graph(keras)


def one_line(library):
    x = library.Input((4,))
    hidden = library.layers.Dense(3, activation="relu")(x)
    return library.Model(x, library.layers.Dense(2)(hidden))


def several_inputs_and_outputs(library):
    a, b = library.Input((4,), name="a"), library.Input((3,), name="b")
    x, y = library.layers.Dense(5)(a), library.layers.Dense(5)(b)
    total = library.layers.add([x, y])
    both = library.layers.Concatenate()([x, total, b])
    outputs = [
        library.layers.Dense(1, name="score")(total),
        library.layers.Dense(2, name="pair")(both),
    ]
    return library.Model([a, b], outputs)


def shared_layer(library):
    a, b = library.Input((4,)), library.Input((4,))
    dense = library.layers.Dense(3)
    return library.Model([a, b], library.layers.subtract([dense(a), dense(b)]))


def models_inside(library):
    inputs = library.Input((4,))
    hidden = library.layers.Dense(6)(inputs)
    inner = library.Model(inputs, library.layers.Dense(3)(hidden), name="inner")
    last = library.Sequential(
        [library.Input((3,)), library.layers.Dense(2)], name="last"
    )
    x = library.Input((4,))
    return library.Model(x, last(inner(x)))


def shared_model_inside(library):
    inputs = library.Input((4,))
    inner = library.Model(inputs, library.layers.Dense(3)(inputs), name="inner")
    a, b = library.Input((4,)), library.Input((4,))
    return library.Model([a, b], library.layers.Dot(1)([inner(a), inner(b)]))


def residual(library):
    x = library.Input((8, 8, 3))
    y = library.layers.Conv2D(3, 3, padding="same", activation="relu")(x)
    y = library.layers.BatchNormalization()(y)
    y = library.layers.GlobalAveragePooling2D()(library.layers.add([x, y]))
    y = library.layers.Dropout(0.5)(y)
    return library.Model(x, library.layers.Dense(10, activation="softmax")(y))


def operations(library):
    x = library.Input((4,))
    y = library.layers.Dense(4)(x)
    return library.Model(x, library.layers.Dense(1)((x + y) * 2.0 - 1.0))


def dicts(library):
    a, b = library.Input((4,), name="a"), library.Input((3,), name="b")
    outputs = {
        "u": library.layers.Dense(1, name="p")(a),
        "v": library.layers.Dense(2, name="q")(b),
    }
    return library.Model({"a": a, "b": b}, outputs)


def diamond(library):
    x = library.Input((4,))
    left = library.layers.Dense(3, name="left")(x)
    right = library.layers.Dense(3, name="right")(x)
    right = library.layers.Dense(3, name="after_right")(right)
    joined = library.layers.Maximum()([right, left])
    return library.Model(x, [joined, left])


def encoder_and_decoder(library):
    source, target = library.Input((5, 3)), library.Input((None, 2))
    lstm = library.layers.LSTM(4, return_state=True)
    _, hidden, carry = lstm(source)
    decoder = library.layers.LSTM(4, return_sequences=True)
    decoded = decoder(target, initial_state=[hidden, carry])
    return library.Model([source, target], library.layers.Dense(2)(decoded))


def attention(library):
    query, value = library.Input((5, 8)), library.Input((6, 8))
    attended = library.layers.MultiHeadAttention(2, 4)(query, value)
    outputs = library.layers.LayerNormalization()(query + attended)
    return library.Model([query, value], outputs)


def unused_input(library):
    a, b = library.Input((4,), name="a"), library.Input((3,), name="b")
    return library.Model([a, b], library.layers.Dense(1)(a))


def states_as_outputs(library):
    x = library.Input((5, 3))
    outputs, hidden, carry = library.layers.LSTM(4, return_state=True)(x)
    return library.Model(x, [hidden, carry, outputs])


def lists_of_one(library):
    x = library.Input((4,))
    return library.Model([x], [library.layers.Dense(2)(x)])


def called_twice(library):
    inputs = library.Input((4,))
    inner = library.Model(inputs, library.layers.Dense(4)(inputs))
    x = library.Input((4,))
    return library.Model(x, inner(inner(x)))


GRAPHS = [
    one_line,
    several_inputs_and_outputs,
    shared_layer,
    models_inside,
    shared_model_inside,
    residual,
    operations,
    dicts,
    diamond,
    encoder_and_decoder,
    attention,
    unused_input,
    states_as_outputs,
    lists_of_one,
    called_twice,
]
