"""Normalizing layers; BatchNormalization with its averages, which training moves."""

from tests.parity.case import Layer, named
from tests.parity.inputs import beginnings, numbers

row, sequence, image = numbers(6, 4), numbers(2, 5, 4), numbers(2, 3, 3, 4)

CASES = named(
    [
        Layer("layers.BatchNormalization()", row),
        Layer("layers.BatchNormalization(momentum=0.5, epsilon=0.1)", row),
        Layer("layers.BatchNormalization(center=False)", sequence),
        Layer("layers.BatchNormalization(scale=False)", image),
        Layer("layers.BatchNormalization(axis=1)", sequence),
        Layer("layers.BatchNormalization(axis=-2)", image),
        Layer("layers.BatchNormalization(trainable=False)", row),
        Layer("layers.BatchNormalization()", sequence, mask=beginnings(2, 5)),
        Layer(
            "layers.BatchNormalization(beta_regularizer='l2', gamma_regularizer='l1')",
            row,
        ),
        Layer("layers.LayerNormalization()", row),
        Layer("layers.LayerNormalization(axis=1)", sequence),
        Layer("layers.LayerNormalization(axis=[1, 2])", sequence),
        Layer("layers.LayerNormalization(axis=(1, 2, 3), epsilon=0.1)", image),
        Layer("layers.LayerNormalization(center=False, scale=False)", sequence),
        Layer("layers.RMSNormalization()", row),
        Layer("layers.RMSNormalization(epsilon=0.1)", sequence),
        Layer("layers.GroupNormalization(groups=2)", image),
        Layer("layers.GroupNormalization(groups=-1)", sequence),
        Layer("layers.GroupNormalization(groups=4, center=False)", row),
        Layer("layers.GroupNormalization(groups=1, axis=1)", sequence),
        Layer("layers.UnitNormalization()", sequence),
        Layer("layers.UnitNormalization(axis=1)", sequence),
        Layer("layers.UnitNormalization(axis=(1, 2))", image),
        Layer(
            "layers.Normalization(mean=np.arange(4.0), variance=np.arange(1.0, 5.0))",
            row,
        ),
        Layer("layers.Normalization(mean=0.5, variance=2.0)", row),
        Layer(
            "layers.Normalization(axis=None, mean=0.5, variance=2.0, invert=True)", row
        ),
        Layer(
            "layers.Normalization((1, 2), mean=np.ones((5, 4)), variance=np.eye(5, 4))",
            sequence,
        ),
    ]
)
