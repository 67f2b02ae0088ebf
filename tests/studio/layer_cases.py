"""Layers of many kinds with an input shape each, for round trips."""

from kit import initializers, layers, regularizers

# class name -> (input shape, arguments)
CASES = {
    "Dense": ((784,), {"units": 10, "activation": "relu"}),
    "Embedding": ((7,), {"input_dim": 50, "output_dim": 4}),
    "Activation": ((3,), {"activation": "tanh"}),
    "Identity": ((3,), {}),
    "Conv1D": ((9, 2), {"filters": 4, "kernel_size": 3, "padding": "causal"}),
    "Conv2D": ((9, 9, 2), {"filters": 4, "kernel_size": (3, 2), "strides": 2}),
    "Conv3D": ((5, 5, 5, 1), {"filters": 2, "kernel_size": 2}),
    "DepthwiseConv2D": ((9, 9, 2), {"kernel_size": 3, "depth_multiplier": 2}),
    "SeparableConv2D": ((9, 9, 2), {"filters": 4, "kernel_size": 3}),
    "Conv2DTranspose": ((4, 4, 2), {"filters": 3, "kernel_size": 2, "strides": 2}),
    "MaxPooling1D": ((9, 2), {"pool_size": 3}),
    "MaxPooling2D": ((9, 9, 2), {}),
    "AveragePooling2D": ((9, 9, 2), {"pool_size": 3, "strides": 2}),
    "GlobalAveragePooling2D": ((9, 9, 2), {"keepdims": True}),
    "GlobalMaxPooling1D": ((9, 2), {}),
    "Flatten": ((9, 9, 2), {}),
    "Reshape": ((28, 28), {"target_shape": (28, 28, 1)}),
    "Dropout": ((5,), {"rate": 0.25, "seed": 7}),
    "BatchNormalization": ((5,), {"momentum": 0.9, "scale": False}),
    "Rescaling": ((5,), {"scale": 1 / 127.5, "offset": -1.0}),
}

# Choices that need more than a number to be written down.
RICH = {
    "seeded": lambda: layers.Dense(
        3, kernel_initializer=initializers.HeNormal(seed=5), bias_initializer="ones"
    ),
    "penalized": lambda: layers.Dense(
        3, kernel_regularizer=regularizers.L2(0.02), bias_constraint="non_neg"
    ),
    "named": lambda: layers.Dense(3, name="head", trainable=False, use_bias=False),
}


def make(class_name, arguments):
    return getattr(layers, class_name)(**arguments)
