"""Models by chance: every layer that the builder offers, with arguments by chance.

The same seed always makes the same model. Layers are added, copied, moved, changed and
removed as a learner does it, and all of them work.
"""

import random

from kit import initializers, losses, metrics, optimizers, regularizers
from kit.serialization import serialize
from kit.studio.builder import ModelSpec
from kit.studio.compile_panel import CompileSpec
from kit.studio.entries import input_entry, plain
from kit.studio.menu import LOSSES, METRICS_OF, OPTIMIZERS, STARTING_ARGUMENTS
from kit.studio.project import Project

ACTIVATIONS = "linear relu gelu sigmoid tanh softplus softmax silu elu".split()


def random_project(seed):
    """Return a Project whose model works, made by chance."""
    choose = random.Random(seed)
    shape = choose.choice([(12,), (8, 6), (9, 9, 1), (12, 10, 3), (5, 4, 2)])
    name = choose.choice(["sequential", "sequential_4", "my net", 'quoted "net" ü'])
    spec = ModelSpec([input_entry(shape)], name=name)
    for _ in range(choose.randint(1, 7)):
        _add(spec, choose)
    for _ in range(choose.randint(0, 3)):
        _edit(spec, choose)
    project = Project(
        model=spec,
        seed=choose.randrange(2**32),
        epochs=choose.randint(1, 50),
        batch_size=choose.choice([1, 16, 32, 33, 4096]),
        compile=_compile(choose),
    )
    return project


def _add(spec, choose):
    class_name = choose.choice(list(STARTING_ARGUMENTS))
    arguments = _MAKERS[class_name](choose, spec)
    if choose.random() < 0.15:
        arguments["name"] = choose.choice(["head", "a b", "é", "dense_7"])
    if choose.random() < 0.1:
        arguments["trainable"] = False
    _try(spec, lambda: _insert(spec, class_name, arguments, choose))


def _insert(spec, class_name, arguments, choose):
    name = arguments.pop("name", None)
    at = choose.choice([None, None, choose.randint(1, len(spec.layers))])
    place = spec.add(class_name, at, **arguments)
    taken = {entry["config"]["name"] for entry in spec.layers}
    if name and name not in taken:
        entry = plain(spec.layers[place])
        entry["config"]["name"] = name
        spec.layers = (*spec.layers[:place], entry, *spec.layers[place + 1 :])


def _edit(spec, choose):
    place = choose.randrange(len(spec.layers))
    action = choose.choice(["remove", "move", "duplicate"])
    if action == "remove":
        if len(spec.layers) > 2:
            _try(spec, lambda: spec.remove(place))
    elif action == "move":
        _try(spec, lambda: spec.move(place, choose.randrange(len(spec.layers))))
    else:
        _try(spec, lambda: spec.duplicate(place))


def _try(spec, change):
    """Make a change, and take it back if the model would not work with it."""
    before = spec.layers
    change()
    if spec.error is not None or (spec.count_params() or 0) > 10**6:
        spec.layers = before


def _some(choose, **makers):
    """Choose about a third of the arguments, by calling their makers."""
    return {name: make() for name, make in makers.items() if choose.random() < 0.35}


def _initializer(choose):
    makers = [
        lambda: "he_normal",
        lambda: "zeros",
        lambda: initializers.HeUniform(seed=choose.randrange(99)),
        lambda: initializers.RandomNormal(0.0, choose.choice([0.1, 0.02])),
        lambda: initializers.Constant(0.25),
        lambda: initializers.VarianceScaling(2.0, "fan_out", "uniform"),
    ]
    return plain(serialize(choose.choice(makers)()))


def _regularizer(choose):
    kinds = [regularizers.L1(0.01), regularizers.L2(1e-4), regularizers.L1L2(0.1, 1e-5)]
    return plain(serialize(choose.choice([*kinds, "l2"])))


def _weights(choose, kernel="kernel"):
    return _some(
        choose,
        activation=lambda: choose.choice(ACTIVATIONS),
        use_bias=lambda: choose.choice([True, False]),
        bias_initializer=lambda: _initializer(choose),
        activity_regularizer=lambda: _regularizer(choose),
        **{
            f"{kernel}_initializer": lambda: _initializer(choose),
            f"{kernel}_regularizer": lambda: _regularizer(choose),
            f"{kernel}_constraint": lambda: choose.choice(["non_neg", "unit_norm"]),
        },
    )


def _window(choose):
    return _some(
        choose,
        strides=lambda: choose.choice([1, 2, [2, 1]]),
        padding=lambda: choose.choice(["same", "valid"]),
    )


def _pool(choose, spec):
    return {"pool_size": choose.choice([2, 3, [1, 2]]), **_window(choose)}


def _reshape(choose, spec):
    sizes = [size for size in (spec.output_shape or (None, 1))[1:] if size]
    choose.shuffle(sizes)
    return {"target_shape": choose.choice([sizes, [*sizes, 1], [-1]])}


_MAKERS = {
    "Dense": lambda c, spec: {"units": c.randint(1, 40), **_weights(c)},
    "Conv2D": lambda c, spec: {
        "filters": c.randint(1, 8),
        "kernel_size": c.choice([1, 2, 3, [3, 1]]),
        **_weights(c),
        **_window(c),
    },
    "MaxPooling2D": _pool,
    "AveragePooling2D": _pool,
    "GlobalAveragePooling2D": lambda c, spec: _some(c, keepdims=lambda: True),
    "Flatten": lambda c, spec: {},
    "Reshape": _reshape,
    "Dropout": lambda c, spec: {
        "rate": c.choice([0.0, 0.1, 0.25, 1 / 3]),
        **_some(c, seed=lambda: c.randrange(1000)),
    },
    "BatchNormalization": lambda c, spec: _some(
        c,
        momentum=lambda: 0.9,
        epsilon=lambda: 1e-5,
        center=lambda: False,
        scale=lambda: False,
        gamma_initializer=lambda: _initializer(c),
        beta_regularizer=lambda: _regularizer(c),
    ),
    "Activation": lambda c, spec: {"activation": c.choice(ACTIVATIONS)},
    "Rescaling": lambda c, spec: {
        "scale": c.choice([1 / 255, 2.0, 1 / 127.5, 1e-3, -1]),
        **_some(c, offset=lambda: c.choice([-1, -0.5, 0.1])),
    },
}


def _compile(choose):
    rate = choose.choice([0.1, 0.003, 1e-5, 1 / 3])
    schedule = optimizers.schedules.ExponentialDecay(rate, 100, 0.9)
    optimizer = choose.choice(
        [
            *(name.lower() for name in OPTIMIZERS),
            optimizers.SGD(rate, momentum=0.9, nesterov=True),
            optimizers.Adam(schedule, clipnorm=1.0),
            optimizers.AdamW(rate, weight_decay=0.01),
            optimizers.RMSprop(rate, rho=0.8),
        ]
    )
    name = choose.choice(list(LOSSES))
    usual = METRICS_OF[name]
    chosen = choose.sample(usual, choose.randint(0, len(usual)))
    if choose.random() < 0.3:
        chosen.append(metrics.MeanSquaredError(name="mean of squares"))
    objects = {"huber": losses.Huber(2.0)}
    objects["categorical_crossentropy"] = losses.CategoricalCrossentropy(
        label_smoothing=0.1, name="smooth"
    )
    loss = choose.choice([name, objects.get(name) or name])
    return CompileSpec(optimizer, loss, chosen)
