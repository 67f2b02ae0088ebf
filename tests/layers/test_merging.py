import numpy as np
import pytest

import kit
from kit import layers
from kit.layers.call_context import CallContext
from kit.layers.core import Input
from kit.models.model import Model

keras = pytest.importorskip("keras")
from tests.layers.keras_twin import (  # noqa: E402
    assert_like_keras,
    assert_same,
    random_inputs,
)

pytestmark = pytest.mark.filterwarnings("ignore")

ELEMENTWISE = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"]
SHAPES = [
    ((3, 4), (3, 4)),
    ((3, 4), (3, 1)),
    ((3, 1, 4), (3, 5, 1)),
    ((3, 5, 4), (3, 4)),
    ((3, 4), (3, 2, 5, 4)),
]


@pytest.mark.parametrize("name", ELEMENTWISE)
@pytest.mark.parametrize("shapes", SHAPES)
def test_outputs_and_shapes_are_those_of_keras(name, shapes):
    layer = getattr(layers, name)()
    inputs = random_inputs(*shapes)
    twin = assert_like_keras(layer, inputs)
    assert layer.compute_output_shape(list(shapes)) == layer(inputs).shape
    open_shapes = [(None, *shape[1:]) for shape in shapes]
    assert layer.compute_output_shape(open_shapes) == tuple(
        twin.compute_output_shape(open_shapes)
    )


@pytest.mark.parametrize("name", ["Add", "Multiply", "Average", "Maximum", "Minimum"])
def test_more_than_two_inputs(name):
    inputs = random_inputs((2, 3), (2, 3), (2, 3), (2, 1))
    assert_like_keras(getattr(layers, name)(), inputs)


@pytest.mark.parametrize("name", ELEMENTWISE + ["Concatenate", "Dot"])
def test_function_form_is_the_layer(name):
    inputs = random_inputs((2, 3), (2, 3))
    function = getattr(layers, name.lower())
    assert_same(function(inputs), getattr(keras.layers, name.lower())(inputs))
    symbolic = function([Input((3,)), Input((3,))], name="mine")
    assert symbolic._keras_history[0].name == "mine"


def merge_masked(library, name, both, axis=None):
    """Two sequences of words, padded with 0, that meet in a merging layer."""
    words = np.random.default_rng(1).integers(0, 3, (2, 4, 6))
    vectors = np.random.default_rng(2).normal(size=(3, 5))
    first = library.layers.Embedding(3, 5, mask_zero=True, weights=[vectors])
    second = library.layers.Embedding(3, 5, mask_zero=both, weights=[-vectors])
    options = {} if axis is None else {"axis": axis}
    layer = getattr(library.layers, name)(**options)
    return layer([first(words[0]), second(words[1])])


@pytest.mark.parametrize("both", [True, False])
@pytest.mark.parametrize(
    ("name", "axis"), [(name, None) for name in ELEMENTWISE] + [("Concatenate", 1)]
)
def test_masks_pass_as_in_keras(name, axis, both):
    with CallContext() as context:
        ours = merge_masked(kit, name, both, axis)
        mask = context.mask_of(ours)
    theirs = merge_masked(keras, name, both, axis)
    assert_same(ours, theirs)
    keras_mask = getattr(theirs, "_keras_mask", None)
    assert (mask is None) == (keras_mask is None)
    if mask is not None:
        assert_same(mask, keras_mask)


@pytest.mark.parametrize("axis", [-1, 1, 2, -2])
def test_concatenate(axis):
    shapes = [(3, 4, 5), (3, 4, 5)]
    layer = layers.Concatenate(axis=axis)
    assert_like_keras(layer, random_inputs(*shapes))
    found = layer.compute_output_shape([(None, 4, 5), (None, 4, 5)])
    assert found == (None, *layer(random_inputs(*shapes)).shape[1:])
    assert layer.compute_output_shape([(2, None, 5), (2, None, 5)])[1] is None


@pytest.mark.parametrize(
    ("axes", "shapes"),
    [
        (1, ((3, 4), (3, 4))),
        (-1, ((3, 5, 4), (3, 2, 4))),
        ((1, 2), ((3, 5, 4), (3, 6, 5))),
        ((2, 1), ((3, 5, 4), (3, 4))),
        (1, ((3, 4), (3, 4, 2))),
        ((1, 3), ((3, 5, 2, 4), (3, 6, 2, 5))),
        ((-1, -2), ((3, 5, 4), (3, 4, 2))),
    ],
)
@pytest.mark.parametrize("normalize", [False, True])
def test_dot(axes, shapes, normalize):
    layer = layers.Dot(axes, normalize=normalize)
    inputs = random_inputs(*shapes)
    assert_like_keras(layer, inputs)
    assert layer.compute_output_shape(list(shapes)) == layer(inputs).shape


def test_dot_with_normalize_is_the_cosine():
    a, b = random_inputs((4, 7), (4, 7))
    cosine = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    assert_same(layers.Dot(1, normalize=True)([a, b])[:, 0], cosine)


@pytest.mark.parametrize(
    ("layer", "shapes", "words"),
    [
        (layers.Add, [(4,), (5,)], ["(None, 4)", "(None, 5)", "axis 1", "4 and 5"]),
        (layers.Add, [(2, 4), (3, 4)], ["axis 1", "2 and 3", "Concatenate"]),
        (layers.Subtract, [(4,)] * 3, ["3 inputs", "exactly two"]),
        (layers.Concatenate, [(2, 3), (2, 3, 1)], ["3 axes and 4"]),
        (layers.Dot, [(4,), (5,)], ["axes=-1", "4 and 5"]),
    ],
)
def test_shapes_that_do_not_fit_are_named(layer, shapes, words):
    inputs = [Input(shape) for shape in shapes]
    options = {"axes": -1} if layer is layers.Dot else {}
    with pytest.raises(ValueError) as error:
        layer(**options)(inputs)
    for word in words:
        assert word in str(error.value)
    assert len(str(error.value).splitlines()[0]) <= 80
    arrays = [np.zeros((2, *shape)) for shape in shapes]
    with pytest.raises(ValueError, match="Expected"):
        layer(**options)(arrays)


def test_one_input_is_refused_with_the_way_to_write_it():
    with pytest.raises(ValueError, match=r"layer\(\[a, b\]\)"):
        layers.Add()(Input((3,)))
    with pytest.raises(ValueError, match=r"layer\(\[a, b\]\)"):
        layers.Concatenate()(np.zeros((2, 3)))


def test_different_batches_are_refused():
    with pytest.raises(ValueError, match="axis 0 has 2 and 3"):
        layers.Add()([np.zeros((2, 3)), np.zeros((3, 3))])
    with pytest.raises(ValueError, match="axis 0 has 1 and 3"):
        layers.Add()([np.zeros((1, 3)), np.zeros((3, 3))])


@pytest.mark.parametrize("axes", ["x", (1,), (1, 2, 3), 1.5, (0.5, 1)])
def test_axes_of_dot_are_whole_numbers(axes):
    with pytest.raises(ValueError, match="Write for example axes=1"):
        layers.Dot(axes)


def test_the_batch_is_no_axis_of_dot():
    with pytest.raises(ValueError, match="axis 0 is the batch"):
        layers.Dot(0)([Input((4,)), Input((4,))])


def test_a_residual_model_learns():
    x = Input((4,))
    hidden = layers.Dense(4, activation="relu")(x)
    outputs = layers.Dense(1)(layers.add([x, hidden]))
    model = Model(x, outputs)
    model.compile("adam", "mse")
    inputs = random_inputs((64, 4))
    history = model.fit(inputs, inputs.sum(1, keepdims=True), epochs=5, verbose=0)
    assert history.history["loss"][-1] < history.history["loss"][0]
