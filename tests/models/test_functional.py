"""Functional models against those of Keras: order, names, outputs, descriptions."""

import jax
import numpy as np
import pytest

import kit
from kit import layers

keras = pytest.importorskip("keras")
from tests.models.graphs import GRAPHS, build_pair, one_line  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(autouse=True)
def _fresh_names():
    keras.utils.clear_session(free_memory=False)


@pytest.fixture(scope="module", params=GRAPHS, ids=lambda graph: graph.__name__)
def pair(request):
    """The same model, of kit and of Keras, with the same weights."""
    ours, theirs = build_pair(request.param)
    theirs.set_weights(ours.get_weights())
    return ours, theirs


def example(model):
    """Random inputs in the form that the model takes."""
    generator = np.random.default_rng(0)

    def array(tensor):
        shape = [6, *(7 if size is None else size for size in tensor.shape[1:])]
        return generator.normal(size=shape).astype("float32")

    return jax.tree.map(array, model.input)


def assert_same_arrays(ours, theirs):
    assert type(ours) is type(theirs)
    pairs = zip(jax.tree.leaves(ours), jax.tree.leaves(theirs), strict=True)
    for one, other in pairs:
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


def test_outputs_are_those_of_keras(pair):
    ours, theirs = pair
    inputs = example(ours)
    assert_same_arrays(
        ours.predict(inputs, verbose=0), theirs.predict(inputs, verbose=0)
    )


def test_layers_and_weights_come_in_the_same_order(pair):
    ours, theirs = pair
    names = [layer.name for layer in theirs.layers]
    assert [layer.name for layer in ours.layers] == names
    weights = [(weight.name, tuple(weight.shape)) for weight in theirs.weights]
    assert [(weight.name, weight.shape) for weight in ours.weights] == weights
    assert ours.name == theirs.name
    assert ours.count_params() == theirs.count_params()
    assert len(ours.trainable_weights) == len(theirs.trainable_weights)


def without_keys(shapes):
    """Keras forgets the names of the shapes in a dict."""
    return list(shapes.values()) if isinstance(shapes, dict) else shapes


def test_shapes_are_the_same(pair):
    ours, theirs = pair
    assert without_keys(ours.input_shape) == theirs.input_shape
    assert without_keys(ours.output_shape) == theirs.output_shape
    assert len(ours.inputs) == len(theirs.inputs)
    assert len(ours.outputs) == len(theirs.outputs)


def test_descriptions_go_both_ways(pair):
    ours, theirs = pair
    inputs = example(ours)
    expected = ours.predict(inputs, verbose=0)
    to_keras = keras.models.model_from_json(ours.to_json())
    to_keras.set_weights(ours.get_weights())
    assert_same_arrays(to_keras.predict(inputs, verbose=0), expected)
    to_kit = kit.models.model_from_json(theirs.to_json())
    to_kit.set_weights(ours.get_weights())
    assert_same_arrays(to_kit.predict(inputs, verbose=0), expected)
    names = [layer.name for layer in ours.layers]
    assert [layer.name for layer in to_kit.layers] == names


def test_from_config_makes_the_same_model(pair):
    ours, _ = pair
    again = kit.Model.from_config(ours.get_config())
    again.set_weights(ours.get_weights())
    inputs = example(ours)
    assert_same_arrays(
        again.predict(inputs, verbose=0), ours.predict(inputs, verbose=0)
    )
    assert again.get_config() == ours.get_config()


def branches(library):
    """Two inputs by name, two outputs by name, one layer for both."""
    a, b = library.Input((4,), name="a"), library.Input((4,), name="b")
    options = {"kernel_initializer": "ones"}
    shared = library.layers.Dense(3, name="shared", **options)
    outputs = {
        "u": library.layers.Dense(1, name="u", **options)(shared(a)),
        "v": library.layers.Dense(2, name="v", **options)(shared(b)),
    }
    return library.Model({"a": a, "b": b}, outputs)


@pytest.mark.parametrize("form", ["dicts", "lists"])
def test_several_outputs_train_as_in_keras(form):
    x = np.random.default_rng(0).normal(size=(8, 4)).astype("float32")
    y = {"u": np.ones((8, 1)), "v": np.ones((8, 2))}

    def history(library):
        model = branches(library)
        inputs = {"a": x, "b": -x}
        targets, losses = y, {"u": "mse", "v": "mae"}
        metrics, weights = {"u": ["mae"]}, {"u": 1.0, "v": 0.5}
        if form == "lists":
            model = library.Model(
                list(model.input.values()), list(model.output.values())
            )
            inputs, targets = [x, -x], list(y.values())
            losses, metrics, weights = ["mse", "mae"], [["mae"], []], [1.0, 0.5]
        model.compile(
            library.optimizers.SGD(0.01), losses, metrics=metrics, loss_weights=weights
        )
        fit = model.fit(inputs, targets, epochs=3, verbose=0, shuffle=False)
        return fit.history

    ours, theirs = history(kit), history(keras)
    assert list(ours) == list(theirs)
    for name, values in theirs.items():
        np.testing.assert_allclose(ours[name], values, rtol=1e-4, err_msg=name)


def test_a_part_of_a_model_shares_its_layers():
    x = np.ones((2, 4), "float32")

    def parts(library):
        model = one_line(library)
        model.set_weights([np.full(w.shape, 0.5) for w in model.weights])
        first = library.Model(model.inputs, model.layers[1].output)
        every = library.Model(model.inputs, [lay.output for lay in model.layers])
        assert first.layers[1] is model.layers[1]
        outputs = [np.asarray(one) for one in (first(x), *every(x))]
        return first.output_shape, [lay.name for lay in every.layers], outputs

    ours, theirs = parts(kit), parts(keras)
    assert ours[:2] == theirs[:2]
    assert_same_arrays(ours[2], theirs[2])


def test_a_model_may_begin_in_the_middle_of_another():
    def second_half(library):
        whole = one_line(library)
        whole.set_weights([np.full(w.shape, 0.5) for w in whole.weights])
        return library.Model(whole.layers[1].output, whole.output), whole

    x = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")
    (ours, whole), (theirs, _) = second_half(kit), second_half(keras)
    assert_same_arrays(ours.predict(x, verbose=0), theirs.predict(x, verbose=0))
    kinds = [type(layer).__name__ for layer in theirs.layers]
    assert [type(layer).__name__ for layer in ours.layers] == kinds
    assert ours.layers[-1] is whole.layers[-1]
    again = kit.Model.from_config(ours.get_config())
    again.set_weights(ours.get_weights())
    assert_same_arrays(again.predict(x, verbose=0), ours.predict(x, verbose=0))


def test_freezing_a_model_inside_freezes_its_layers():
    def counts(library):
        inputs = library.Input((4,))
        inner = library.Model(inputs, library.layers.Dense(3)(inputs))
        inner.trainable = False
        x = library.Input((4,))
        model = library.Model(x, library.layers.Dense(2)(inner(x)))
        frozen = inner.layers[1].trainable
        return len(model.trainable_weights), len(model.non_trainable_weights), frozen

    assert counts(kit) == counts(keras) == (2, 2, False)


def test_inputs_may_be_given_by_name():
    model = branches(kit)
    x = np.random.default_rng(0).normal(size=(3, 4))
    by_name = model({"b": x, "a": x * 2})
    in_order = model([x * 2, x])
    np.testing.assert_allclose(by_name["u"], in_order["u"])


def test_an_input_that_is_missing_is_named():
    a, b = kit.Input((4,), name="left"), kit.Input((4,), name="right")
    with pytest.raises(ValueError, match='depend on the input "right"'):
        kit.Model(a, layers.add([a, b]))


def test_names_must_differ():
    x = kit.Input((4,))
    y = layers.Dense(2, name="same")(layers.Dense(2, name="same")(x))
    with pytest.raises(ValueError, match='2 layers have the name "same"'):
        kit.Model(x, y)


def test_what_is_no_symbolic_tensor_is_refused():
    x = kit.Input((4,))
    with pytest.raises(ValueError, match="inputs of type int, not of Input"):
        kit.Model(3, 4)
    with pytest.raises(ValueError, match="what layers return"):
        kit.Model(x, layers.Dense(2))


def test_wrong_inputs_are_named():
    model = branches(kit)
    with pytest.raises(ValueError, match='got no input "a"|Expected 2: a, b'):
        model({"b": np.zeros((2, 4))})
    with pytest.raises(ValueError, match="Expected 2: a, b"):
        model([np.zeros((2, 4))])
    with pytest.raises(ValueError, match=r"\(2, 5\)"):
        model([np.zeros((2, 5)), np.zeros((2, 4))])


def test_a_layer_is_found_by_name_or_place():
    model = branches(kit)
    assert model.get_layer("shared") is model.get_layer(index=2)
    with pytest.raises(ValueError, match='Did you mean "shared"'):
        model.get_layer("shred")
    with pytest.raises(ValueError, match="from 0 to 4"):
        model.get_layer(index=7)


def test_numbers_are_not_expected_of_a_symbolic_tensor():
    x = kit.Input((4,))
    with pytest.raises(TypeError, match="kit.ops.where"):
        bool(x > 0)
    with pytest.raises(TypeError, match="kit.ops.NAME"):
        np.asarray(x)
    with pytest.raises(TypeError, match="walked through"):
        list(x)
