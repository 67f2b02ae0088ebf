"""The kinds of configuration that the suite knows, and how each one is measured.

A case holds the code that makes an object, `layers.Dense(4)`, as a user types it; it is
run with the modules of kit or of Keras. `prepare` turns it into a pure function of
arrays and its arguments, so that many cases can be compiled together.
"""

import inspect
import re
import zlib

import jax
import jax.numpy as jnp
import numpy as np

STEPS = 10
MODULES = """
activations constraints initializers layers losses metrics models ops optimizers
regularizers utils Model Sequential Input
""".split()


def run(code, library):
    """The value of an expression in which `layers` and so on are those of a library."""
    names = {name: getattr(library, name) for name in MODULES}
    return eval(code, names | {"np": np, "jnp": jnp, "jax": jax})


def named(cases):
    """The cases by name: their code, and a number where two have the same code."""
    table = {}
    for case in cases:
        name, count = case.code, 1
        while name in table:
            count += 1
            name = f"{case.code} ({count})"
        table[name] = case
    return table


class Function:
    """Anything that is called with arrays: an activation, a loss, a regularizer.

    Measured are its values, and the gradient of their weighted sum by each real
    argument (or by those whose places are in `by`).
    """

    def __init__(self, code, *inputs, by=None):
        self.code = code
        self.inputs = inputs
        self.by = by

    def prepare(self, library, name):
        random = seeded(name)
        inputs = [draw(random) for draw in self.inputs]
        function = run(self.code, library)
        by = self.by if self.by is not None else real_places(inputs)

        def measure(inputs):
            def total(*chosen):
                given = list(inputs)
                for place, array in zip(by, chosen, strict=True):
                    given[place] = array
                values = leaves(function(*given))
                return weighted_sum(values), values

            if not by:
                return {"value": total()[1]}
            places = tuple(range(len(by)))
            slopes = jax.grad(total, places, has_aux=True)
            gradients, values = slopes(*[inputs[place] for place in by])
            return {"value": values, "gradient": leaves(gradients)}

        return measure, (inputs,), {}


class Layer:
    """A layer with random weights.

    Measured are its outputs, the gradients of a loss of the outputs by weights and
    inputs, and the weights after ten steps of SGD.

    Args:
        code: Makes the layer.
        *inputs: Its inputs; one after the other, or together in one list.
        together: Whether it takes a list, as Add and Concatenate do.
        trains: False for layers that draw random numbers in training.
        **options: More arguments of the call: masks to be drawn, or flags.
    """

    def __init__(self, code, *inputs, together=False, trains=True, **options):
        self.code = code
        self.inputs = inputs
        self.together = together
        self.trains = trains
        self.options = {key: v for key, v in options.items() if callable(v)}
        self.flags = {key: v for key, v in options.items() if not callable(v)}

    def prepare(self, library, name):
        random = seeded(name)
        inputs = [draw(random) for draw in self.inputs]
        options = {key: draw(random) for key, draw in self.options.items()}
        layer = run(self.code, library)
        outputs = layer(*self.arranged(symbols(library, inputs)))
        weights = [random_weight(random, v) for v in layer.trainable_variables]
        fixed = [random_weight(random, v) for v in layer.non_trainable_variables]
        optimizer = library.optimizers.SGD(0.05, momentum=0.5)
        optimizer.build(layer.trainable_variables)
        memory = [jnp.asarray(np.asarray(v.value)) for v in optimizer.variables]
        measure = self.measure(library, layer, optimizer, real_places(inputs))
        return measure, (weights, fixed, memory, inputs, options), facts(layer, outputs)

    def arranged(self, inputs):
        return [list(inputs)] if self.together else inputs

    def measure(self, library, layer, optimizer, by):
        case = self

        class Caller(library.layers.Layer):
            """Calls the layer as a model does: with penalties, masks and formats."""

            def __init__(self):
                super().__init__()
                self.layer = layer
                self.built = True

            def call(self, inputs, options, training=None):
                if "training" in inspect.signature(layer.call).parameters:
                    options = {**options, "training": training}
                return self.layer(*case.arranged(inputs), **options, **case.flags)

        caller = Caller()

        def call(weights, fixed, inputs, options, training):
            return caller.stateless_call(
                weights, fixed, inputs, options, training=training, return_losses=True
            )

        def loss(weights, chosen, fixed, inputs, options):
            inputs = list(inputs)
            for place, array in zip(by, chosen, strict=True):
                inputs[place] = array
            outputs, fixed, losses = call(weights, fixed, inputs, options, True)
            outputs = leaves(outputs)
            return squared_distance(outputs) + sum(losses), (outputs, fixed)

        slopes = jax.value_and_grad(loss, (0, 1), has_aux=True)

        def step(state, _):
            weights, fixed, memory, inputs, options = state
            chosen = [inputs[place] for place in by]
            (total, (outputs, fixed)), (by_weights, by_inputs) = slopes(
                weights, chosen, fixed, inputs, options
            )
            weights, memory = optimizer.stateless_apply(memory, by_weights, weights)
            seen = (total, outputs, fixed, by_weights, by_inputs)
            return (list(weights), list(fixed), list(memory), inputs, options), seen

        def measure(*state):
            weights, fixed, _, inputs, options = state
            found = {"outputs": leaves(call(weights, fixed, inputs, options, False)[0])}
            if not self.trains:
                return found
            state, seen = jax.lax.scan(step, state, length=STEPS)
            first = jax.tree.map(lambda history: history[0], seen)
            names = ["loss", "training outputs", "state", "by weights", "by inputs"]
            found |= {k: real(leaves(v)) for k, v in zip(names, first, strict=True)}
            after = [*seen[0][1:], *state[0], *real(state[1])]
            return found | {"after ten steps": after}

        return measure


class Metric:
    """A metric that sees several batches; the inputs of a batch are drawn for each."""

    def __init__(self, code, *inputs, batches=3):
        self.code = code
        self.inputs = inputs
        self.batches = batches

    def prepare(self, library, name):
        random = seeded(name)
        batches = [[draw(random) for draw in self.inputs] for _ in range(self.batches)]
        metric = run(self.code, library)
        if not metric.variables:  # they are made for the first batch
            metric.update_state(*batches[0])
            metric.reset_state()
        start = [jnp.asarray(np.asarray(v.value)) for v in metric.variables]

        def measure(state, batches):
            for batch in batches:
                state = metric.stateless_update_state(state, *batch)
            result = metric.stateless_result(state)
            return {"result": leaves(result)}

        return measure, (start, batches), {"name": without_number(metric.name)}


class Optimizer:
    """An optimizer that is given the same gradients, whatever the weights are."""

    def __init__(self, code, steps=STEPS, scale=1.0):
        self.code = code
        self.steps = steps
        self.scale = scale

    def prepare(self, library, name):
        random = seeded(name)
        shapes = [(3, 2), (2,)]
        weights = [random.normal(size=s).astype("float32") for s in shapes]
        gradients = [
            self.scale * random.normal(size=(self.steps, *s)).astype("float32")
            for s in shapes
        ]
        optimizer = run(self.code, library)
        optimizer.build(
            [
                library.Variable(w, name=n)
                for w, n in zip(weights, ["kernel", "bias"], strict=True)
            ]
        )
        memory = [jnp.asarray(np.asarray(v.value)) for v in optimizer.variables]

        def step(state, gradients):
            weights, memory = optimizer.stateless_apply(state[1], gradients, state[0])
            return (list(weights), list(memory)), list(weights)

        def measure(weights, memory, gradients):
            (weights, memory), history = jax.lax.scan(
                step, (weights, memory), gradients
            )
            first = [w[0] for w in history]
            return {"after one step": first, "after ten steps": [*weights, *memory]}

        return (
            measure,
            (weights, memory, gradients),
            {"name": without_number(optimizer.name)},
        )


# Helpers


def seeded(name):
    """A generator that depends on the name of a case only."""
    return np.random.default_rng(zlib.crc32(name.encode()))


def leaves(structure):
    return [jnp.asarray(leaf) for leaf in jax.tree.leaves(structure)]


def real(arrays):
    """Those that hold real numbers: no states of random generators."""
    return [x for x in arrays if jnp.issubdtype(x.dtype, jnp.floating)]


def symbols(library, inputs):
    """Symbolic inputs of the shapes and number formats of arrays."""
    return [library.Input(batch_shape=x.shape, dtype=str(x.dtype)) for x in inputs]


def without_number(name):
    """A name without the number that counts objects of one kind."""
    return re.sub(r"_\d+$", "", name)


def real_places(inputs):
    return tuple(i for i, array in enumerate(inputs) if array.dtype.kind == "f")


def random_weight(random, variable):
    """Random numbers for a weight; positive ones for a variance."""
    shape, dtype = tuple(variable.shape), str(variable.dtype)
    if "float" not in dtype:
        return jnp.asarray(np.asarray(variable.value))
    array = 0.5 * random.normal(size=shape).astype("float32")
    if "variance" in variable.name:
        array = np.abs(array) + 0.5
    return jnp.asarray(array, dtype)


def targets(outputs):
    """A target for each output: the same numbers in every run."""
    return [np.cos(np.arange(x.size)).reshape(x.shape) for x in outputs]


def weighted_sum(values):
    values = real(values)
    pairs = zip(values, targets(values), strict=True)
    return sum((jnp.sum(v * t.astype("float32")) for v, t in pairs), 0.0)


def squared_distance(outputs):
    outputs = real(outputs)
    pairs = zip(outputs, targets(outputs), strict=True)
    return sum((jnp.mean((x - t.astype("float32")) ** 2) for x, t in pairs), 0.0)


def facts(layer, outputs):
    """What is not a number: weights with shapes, and the form of the outputs."""
    trained = {id(weight) for weight in layer.trainable_weights}
    return {
        "weights": [[w.name, list(w.shape), id(w) in trained] for w in layer.weights],
        "outputs": [
            [list(tensor.shape), str(tensor.dtype)] for tensor in flat(outputs)
        ],
    }


def flat(outputs):
    """Symbolic outputs as a list; those of Keras are no trees of JAX."""
    if isinstance(outputs, dict):
        outputs = [outputs[key] for key in sorted(outputs)]
    if isinstance(outputs, list | tuple):
        return [tensor for output in outputs for tensor in flat(output)]
    return [outputs]
