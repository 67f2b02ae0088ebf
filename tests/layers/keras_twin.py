"""Helpers for tests that compare a layer with the one of Keras."""

import json

import keras
import numpy as np

from kit.layers.shapes import shapes_of
from kit.saving.objects import deserialize_keras_object, serialize_keras_object


def to_keras(layer):
    """Keras's layer with the configuration of ours."""
    twin = keras.layers.deserialize(
        json.loads(json.dumps(serialize_keras_object(layer)))
    )
    assert twin.name == layer.name
    return twin


def to_kit(layer):
    """Our layer with the configuration of Keras's."""
    config = keras.layers.serialize(layer)
    return deserialize_keras_object(json.loads(json.dumps(config)))


def random_inputs(*shapes, seed=0):
    """Arrays of normal numbers; one array if there is one shape."""
    generator = np.random.default_rng(seed)
    arrays = [generator.normal(size=shape).astype("float32") for shape in shapes]
    return arrays if len(arrays) > 1 else arrays[0]


def leaves(outputs):
    """Outputs as a flat list of NumPy arrays."""
    if isinstance(outputs, list | tuple):
        return [array for output in outputs for array in leaves(output)]
    return [np.asarray(outputs)]


def assert_same(ours, theirs, tolerance=2e-5):
    """Compare outputs in any structure."""
    ours, theirs = leaves(ours), leaves(theirs)
    assert [x.shape for x in ours] == [x.shape for x in theirs]
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=tolerance, atol=tolerance)


def assert_like_keras(layer, inputs, tolerance=2e-5, **options):
    """Compare outputs, shapes and both directions of the configuration."""
    ours = layer(inputs, **options)
    twin = to_keras(layer)
    twin.build(shapes_of(inputs))
    twin.set_weights(layer.get_weights())
    assert_same(ours, twin(inputs, **options), tolerance)
    back = serialize_keras_object(to_kit(twin))
    assert back == serialize_keras_object(layer)
    names = [weight.name for weight in layer.weights]
    assert names == [weight.name for weight in twin.weights]
    return twin
