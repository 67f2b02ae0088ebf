"""The layers that a model is made of."""

from kit.diagnosis.names import unknown_attribute as _unknown
from kit.layers.activations import ELU, LeakyReLU, PReLU, ReLU, Softmax
from kit.layers.attention import AdditiveAttention, Attention
from kit.layers.batch_normalization import BatchNormalization
from kit.layers.bidirectional import Bidirectional
from kit.layers.borders import (
    Cropping1D,
    Cropping2D,
    Cropping3D,
    ZeroPadding1D,
    ZeroPadding2D,
    ZeroPadding3D,
)
from kit.layers.color_augmentation import RandomBrightness, RandomContrast
from kit.layers.concatenation import Concatenate, concatenate
from kit.layers.convolution import Conv1D, Conv2D, Conv3D
from kit.layers.convolution import Conv1D as Convolution1D
from kit.layers.convolution import Conv2D as Convolution2D
from kit.layers.convolution import Conv3D as Convolution3D
from kit.layers.core import Activation, Dense, Embedding, Identity, Input, InputLayer
from kit.layers.depthwise_convolution import DepthwiseConv1D, DepthwiseConv2D
from kit.layers.dot import Dot, dot
from kit.layers.dropout import (
    Dropout,
    SpatialDropout1D,
    SpatialDropout2D,
    SpatialDropout3D,
)
from kit.layers.einsum_dense import EinsumDense
from kit.layers.geometric_augmentation import (
    RandomFlip,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
)
from kit.layers.global_pooling import (
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalAveragePooling3D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    GlobalMaxPooling3D,
)
from kit.layers.global_pooling import GlobalAveragePooling1D as GlobalAvgPool1D
from kit.layers.global_pooling import GlobalAveragePooling2D as GlobalAvgPool2D
from kit.layers.global_pooling import GlobalAveragePooling3D as GlobalAvgPool3D
from kit.layers.global_pooling import GlobalMaxPooling1D as GlobalMaxPool1D
from kit.layers.global_pooling import GlobalMaxPooling2D as GlobalMaxPool2D
from kit.layers.global_pooling import GlobalMaxPooling3D as GlobalMaxPool3D
from kit.layers.group_normalization import GroupNormalization
from kit.layers.gru import GRU, GRUCell
from kit.layers.image_size import CenterCrop, RandomCrop, Resizing
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer
from kit.layers.layer_normalization import (
    LayerNormalization,
    RMSNormalization,
    UnitNormalization,
)
from kit.layers.lstm import LSTM, LSTMCell
from kit.layers.masking import Masking
from kit.layers.merging import (
    Add,
    Average,
    Maximum,
    Minimum,
    Multiply,
    Subtract,
    add,
    average,
    maximum,
    minimum,
    multiply,
    subtract,
)
from kit.layers.multi_head_attention import MultiHeadAttention
from kit.layers.noise import AlphaDropout, GaussianDropout, GaussianNoise
from kit.layers.normalization import Normalization
from kit.layers.pooling import (
    AveragePooling1D,
    AveragePooling2D,
    AveragePooling3D,
    MaxPooling1D,
    MaxPooling2D,
    MaxPooling3D,
)
from kit.layers.pooling import AveragePooling1D as AvgPool1D
from kit.layers.pooling import AveragePooling2D as AvgPool2D
from kit.layers.pooling import AveragePooling3D as AvgPool3D
from kit.layers.pooling import MaxPooling1D as MaxPool1D
from kit.layers.pooling import MaxPooling2D as MaxPool2D
from kit.layers.pooling import MaxPooling3D as MaxPool3D
from kit.layers.recurrent import RNN
from kit.layers.regularization import ActivityRegularization
from kit.layers.rescaling import Rescaling
from kit.layers.reshaping import Flatten, Permute, RepeatVector, Reshape
from kit.layers.separable_convolution import SeparableConv1D, SeparableConv2D
from kit.layers.separable_convolution import SeparableConv1D as SeparableConvolution1D
from kit.layers.separable_convolution import SeparableConv2D as SeparableConvolution2D
from kit.layers.simple_rnn import SimpleRNN, SimpleRNNCell
from kit.layers.stacked_rnn_cells import StackedRNNCells
from kit.layers.time_distributed import TimeDistributed
from kit.layers.transposed_convolution import (
    Conv1DTranspose,
    Conv2DTranspose,
    Conv3DTranspose,
)
from kit.layers.transposed_convolution import Conv1DTranspose as Convolution1DTranspose
from kit.layers.transposed_convolution import Conv2DTranspose as Convolution2DTranspose
from kit.layers.transposed_convolution import Conv3DTranspose as Convolution3DTranspose
from kit.layers.up_sampling import UpSampling1D, UpSampling2D, UpSampling3D

__all__ = [
    "Activation",
    "ActivityRegularization",
    "Add",
    "AdditiveAttention",
    "AlphaDropout",
    "Attention",
    "Average",
    "AveragePooling1D",
    "AveragePooling2D",
    "AveragePooling3D",
    "AvgPool1D",
    "AvgPool2D",
    "AvgPool3D",
    "BatchNormalization",
    "Bidirectional",
    "CenterCrop",
    "Concatenate",
    "Conv1D",
    "Conv1DTranspose",
    "Conv2D",
    "Conv2DTranspose",
    "Conv3D",
    "Conv3DTranspose",
    "Convolution1D",
    "Convolution1DTranspose",
    "Convolution2D",
    "Convolution2DTranspose",
    "Convolution3D",
    "Convolution3DTranspose",
    "Cropping1D",
    "Cropping2D",
    "Cropping3D",
    "Dense",
    "DepthwiseConv1D",
    "DepthwiseConv2D",
    "Dot",
    "Dropout",
    "ELU",
    "EinsumDense",
    "Embedding",
    "Flatten",
    "GRU",
    "GRUCell",
    "GaussianDropout",
    "GaussianNoise",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAveragePooling3D",
    "GlobalAvgPool1D",
    "GlobalAvgPool2D",
    "GlobalAvgPool3D",
    "GlobalMaxPool1D",
    "GlobalMaxPool2D",
    "GlobalMaxPool3D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GlobalMaxPooling3D",
    "GroupNormalization",
    "Identity",
    "Input",
    "InputLayer",
    "InputSpec",
    "LSTM",
    "LSTMCell",
    "Layer",
    "LayerNormalization",
    "LeakyReLU",
    "Masking",
    "MaxPool1D",
    "MaxPool2D",
    "MaxPool3D",
    "MaxPooling1D",
    "MaxPooling2D",
    "MaxPooling3D",
    "Maximum",
    "Minimum",
    "MultiHeadAttention",
    "Multiply",
    "Normalization",
    "PReLU",
    "Permute",
    "RMSNormalization",
    "RNN",
    "RandomBrightness",
    "RandomContrast",
    "RandomCrop",
    "RandomFlip",
    "RandomRotation",
    "RandomTranslation",
    "RandomZoom",
    "ReLU",
    "RepeatVector",
    "Rescaling",
    "Reshape",
    "Resizing",
    "SeparableConv1D",
    "SeparableConv2D",
    "SeparableConvolution1D",
    "SeparableConvolution2D",
    "SimpleRNN",
    "SimpleRNNCell",
    "Softmax",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "StackedRNNCells",
    "Subtract",
    "TimeDistributed",
    "UnitNormalization",
    "UpSampling1D",
    "UpSampling2D",
    "UpSampling3D",
    "ZeroPadding1D",
    "ZeroPadding2D",
    "ZeroPadding3D",
    "add",
    "average",
    "concatenate",
    "dot",
    "maximum",
    "minimum",
    "multiply",
    "subtract",
]


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
