"""Every layer through files of Keras and kit: same predictions, same options."""

import numpy as np
import pytest

from kit import layers as kit_layers
from kit.serialization import registered
from tests.saving.exchange import assert_goes_both_ways

keras = pytest.importorskip("keras")
# Keras itself is warned when it turns its variables into NumPy arrays.
pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ impl:DeprecationWarning"),
    # JAX cannot keep every compiled program; then it compiles it again.
    pytest.mark.filterwarnings("ignore:Error writing persistent:UserWarning"),
]

VECTOR, STEPS, IMAGE, VOLUME = (6,), (5, 4), (8, 8, 3), (4, 4, 4, 2)

# shape of a sample, class, arguments
CASES = [
    (VECTOR, "Dense", {"units": 3, "activation": "gelu", "use_bias": False}),
    (VECTOR, "Activation", {"activation": "elu"}),
    (VECTOR, "Dropout", {"rate": 0.5, "seed": 3}),
    (STEPS, "SpatialDropout1D", {"rate": 0.25}),
    (IMAGE, "SpatialDropout2D", {"rate": 0.25}),
    (VECTOR, "AlphaDropout", {"rate": 0.1}),
    (VECTOR, "GaussianNoise", {"stddev": 0.1}),
    (VECTOR, "GaussianDropout", {"rate": 0.1}),
    (VECTOR, "ActivityRegularization", {"l1": 0.1, "l2": 0.2}),
    (VECTOR, "ReLU", {"max_value": 6.0, "negative_slope": 0.1}),
    (VECTOR, "LeakyReLU", {"negative_slope": 0.2}),
    (VECTOR, "ELU", {"alpha": 0.5}),
    (VECTOR, "PReLU", {}),
    (IMAGE, "PReLU", {"shared_axes": [1, 2]}),
    (VECTOR, "Softmax", {"axis": -1}),
    (IMAGE, "Conv2D", {"filters": 4, "kernel_size": 3, "padding": "same"}),
    (IMAGE, "Conv2D", {"filters": 6, "kernel_size": (2, 3), "groups": 3}),
    (IMAGE, "Conv2D", {"filters": 2, "kernel_size": 3, "dilation_rate": 2}),
    (STEPS, "Conv1D", {"filters": 4, "kernel_size": 3, "padding": "causal"}),
    (VOLUME, "Conv3D", {"filters": 2, "kernel_size": 2}),
    (IMAGE, "DepthwiseConv2D", {"kernel_size": 3, "depth_multiplier": 2}),
    (IMAGE, "SeparableConv2D", {"filters": 4, "kernel_size": 3}),
    (STEPS, "SeparableConv1D", {"filters": 4, "kernel_size": 3}),
    (IMAGE, "Conv2DTranspose", {"filters": 4, "kernel_size": 3, "strides": 2}),
    (STEPS, "Conv1DTranspose", {"filters": 4, "kernel_size": 3}),
    (IMAGE, "MaxPooling2D", {"pool_size": 2, "padding": "same"}),
    (STEPS, "AveragePooling1D", {"pool_size": 2, "strides": 1}),
    (IMAGE, "GlobalAveragePooling2D", {"keepdims": True}),
    (STEPS, "GlobalMaxPooling1D", {}),
    (IMAGE, "ZeroPadding2D", {"padding": ((1, 0), (2, 3))}),
    (STEPS, "ZeroPadding1D", {"padding": 2}),
    (IMAGE, "Cropping2D", {"cropping": ((1, 2), (0, 1))}),
    (IMAGE, "UpSampling2D", {"size": 2, "interpolation": "bilinear"}),
    (STEPS, "UpSampling1D", {"size": 2}),
    (IMAGE, "Flatten", {}),
    (VECTOR, "Reshape", {"target_shape": (2, 3)}),
    (STEPS, "Permute", {"dims": (2, 1)}),
    (VECTOR, "RepeatVector", {"n": 3}),
    (IMAGE, "Rescaling", {"scale": 1 / 255, "offset": -0.5}),
    (IMAGE, "Resizing", {"height": 4, "width": 5}),
    (IMAGE, "CenterCrop", {"height": 4, "width": 4}),
    (IMAGE, "RandomFlip", {"mode": "horizontal"}),
    (IMAGE, "RandomRotation", {"factor": 0.1}),
    (IMAGE, "RandomZoom", {"height_factor": 0.1}),
    (IMAGE, "RandomTranslation", {"height_factor": 0.1, "width_factor": 0.1}),
    (IMAGE, "RandomContrast", {"factor": 0.1}),
    (VECTOR, "BatchNormalization", {"momentum": 0.9, "scale": False}),
    (IMAGE, "BatchNormalization", {"axis": -1, "epsilon": 0.01}),
    (STEPS, "LayerNormalization", {"epsilon": 0.01}),
    (VECTOR, "GroupNormalization", {"groups": 3}),
    (VECTOR, "UnitNormalization", {}),
    (VECTOR, "RMSNormalization", {}),
    (VECTOR, "Normalization", {"mean": 2.0, "variance": 4.0}),
    (STEPS, "Masking", {"mask_value": 0.0}),
    (STEPS, "SimpleRNN", {"units": 3, "return_sequences": True}),
    (STEPS, "LSTM", {"units": 3, "dropout": 0.1, "recurrent_dropout": 0.1}),
    (STEPS, "LSTM", {"units": 3, "return_sequences": True, "go_backwards": True}),
    (STEPS, "GRU", {"units": 3, "reset_after": False}),
    (STEPS, "GRU", {"units": 3}),
    (STEPS, "Dense", {"units": 3, "kernel_regularizer": "l2"}),
    (STEPS, "Identity", {}),
    (STEPS, "EinsumDense", {"equation": "abc,cd->abd", "output_shape": (None, 3)}),
]


@pytest.mark.parametrize(("shape", "name", "arguments"), CASES)
def test_a_layer_goes_both_ways(tmp_path, shape, name, arguments):
    if name not in registered("keras.layers"):
        pytest.skip(f"kit has no {name}")
    layer = getattr(keras.layers, name)(**arguments)
    model = keras.Sequential([keras.Input(shape), layer])
    _change_weights(model)
    mine, back = assert_goes_both_ways(keras, model, tmp_path)
    expected = model.layers[0].get_config()
    found = back.layers[0].get_config()
    for word in arguments:
        assert _plain(found[word]) == _plain(expected[word]), word
    assert type(mine.layers[0]).__name__ == type(layer).__name__


def _change_weights(model):
    """Other values than those that a new layer starts with."""
    generator = np.random.default_rng(3)
    changed = [
        (w + generator.uniform(0.1, 0.5, w.shape)).astype(w.dtype)
        for w in model.get_weights()
    ]
    model.set_weights(changed)


def _plain(value):
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def wrapped():
    """Layers that hold layers, by name."""
    layers = keras.layers
    lstm = layers.LSTM(3, return_sequences=True)
    return {
        "Bidirectional": lambda: layers.Bidirectional(lstm),
        "TimeDistributed": lambda: layers.TimeDistributed(layers.Dense(2)),
        "RNN": lambda: layers.RNN(layers.GRUCell(3)),
        "StackedRNNCells": lambda: layers.RNN([layers.LSTMCell(3), layers.GRUCell(2)]),
    }


@pytest.mark.parametrize("name", list(wrapped()))
def test_a_layer_around_layers_goes_both_ways(tmp_path, name):
    if name not in registered("keras.layers"):
        pytest.skip(f"kit has no {name}")
    model = keras.Sequential([keras.Input(STEPS), wrapped()[name]()])
    _change_weights(model)
    assert_goes_both_ways(keras, model, tmp_path)


MERGES = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"]


@pytest.mark.parametrize("name", MERGES)
def test_a_merge_goes_both_ways(tmp_path, name):
    if not hasattr(kit_layers, name):
        pytest.skip(f"kit has no {name}")
    a, b = keras.Input((4,)), keras.Input((4,))
    shared = keras.layers.Dense(3)
    outputs = getattr(keras.layers, name)()([shared(a), shared(b)])
    assert_goes_both_ways(keras, keras.Model([a, b], outputs), tmp_path)


def test_attention_goes_both_ways(tmp_path):
    if "MultiHeadAttention" not in registered("keras.layers"):
        pytest.skip("kit has no MultiHeadAttention")
    x = keras.Input(STEPS)
    # Without dropout, Keras on JAX fails where value_dim is not key_dim.
    outputs = keras.layers.MultiHeadAttention(2, 3, value_dim=5, dropout=0.1)(x, x)
    assert_goes_both_ways(keras, keras.Model(x, outputs), tmp_path)


def test_dot_goes_both_ways(tmp_path):
    if "Dot" not in registered("keras.layers"):
        pytest.skip("kit has no Dot")
    a, b = keras.Input((4,)), keras.Input((4,))
    outputs = keras.layers.Dot(axes=1, normalize=True)([a, b])
    assert_goes_both_ways(keras, keras.Model([a, b], outputs), tmp_path)


def test_operations_on_symbolic_tensors_go_both_ways(tmp_path):
    a, b = keras.Input((4,)), keras.Input((4,))
    outputs = keras.ops.relu(a * 2.0 - b)[:, 1:3] / 3.0
    assert_goes_both_ways(keras, keras.Model([a, b], outputs), tmp_path)


def test_operations_with_arguments_come_from_keras(tmp_path):
    a = keras.Input((4, 3))
    outputs = keras.ops.mean(a, axis=1, keepdims=True)
    assert_goes_both_ways(keras, keras.Model(a, outputs), tmp_path)


def test_adapted_statistics_go_both_ways(tmp_path):
    x = np.random.default_rng(0).normal(3.0, 5.0, (50, 6)).astype("float32")
    layer = keras.layers.Normalization()
    layer.adapt(x)
    model = keras.Sequential([keras.Input(VECTOR), layer, keras.layers.Dense(2)])
    mine, _ = assert_goes_both_ways(keras, model, tmp_path)
    np.testing.assert_allclose(mine.layers[0](x), layer(x), rtol=1e-4, atol=1e-5)
