"""Dense, Embedding and the layers that compute nothing but an activation."""

from tests.parity.case import Layer, named
from tests.parity.inputs import numbers, positive, whole

row, sequence, image = numbers(3, 5), numbers(2, 4, 3), numbers(2, 3, 3, 2)

CASES = named(
    [
        Layer("layers.Dense(4)", row),
        Layer("layers.Dense(4, activation='relu', use_bias=False)", row),
        Layer("layers.Dense(2, activation='softmax')", sequence),
        Layer("layers.Dense(2, activation='gelu')", image),
        Layer("layers.Dense(3, kernel_regularizer='l2', bias_regularizer='l1')", row),
        Layer("layers.Dense(3, kernel_regularizer=regularizers.L1L2(0.1, 0.1))", row),
        Layer("layers.Dense(3, activity_regularizer=regularizers.L1L2(0.1, 0.2))", row),
        Layer("layers.Dense(3, activity_regularizer='l2')", sequence),
        Layer(
            "layers.Dense(3, kernel_regularizer=regularizers.OrthogonalRegularizer())",
            row,
        ),
        Layer("layers.Dense(3, kernel_constraint='non_neg')", row),
        Layer("layers.Dense(3, kernel_constraint='max_norm')", row),
        Layer("layers.Dense(3, kernel_constraint=constraints.UnitNorm(axis=1))", row),
        Layer(
            "layers.Dense(3, kernel_constraint=constraints.MinMaxNorm(0.2, 0.8, 0.5))",
            row,
        ),
        Layer("layers.Dense(3, bias_constraint='unit_norm')", row),
        Layer("layers.Dense(3, trainable=False)", row),
        Layer("layers.Dense(3)", whole(0, 5, 3, 4)),
        Layer("layers.Dense(3, dtype='bfloat16')", row, trains=False),
        Layer("layers.Dense(3, dtype='mixed_bfloat16')", row, trains=False),
        Layer("layers.Embedding(7, 3)", whole(0, 7, 2, 5)),
        Layer("layers.Embedding(7, 3, mask_zero=True)", whole(0, 7, 2, 5)),
        Layer("layers.Embedding(7, 2, embeddings_regularizer='l2')", whole(0, 7, 4)),
        Layer(
            "layers.Embedding(7, 2, embeddings_constraint='unit_norm')", whole(0, 7, 4)
        ),
        Layer("layers.Embedding(7, 2)", whole(-9, 12, 2, 8)),
        Layer("layers.Identity()", sequence),
        Layer("layers.Activation('tanh')", row),
        Layer("layers.Activation(activations.hard_sigmoid)", row),
        Layer("layers.ReLU()", row),
        Layer("layers.ReLU(max_value=1.0, negative_slope=0.1, threshold=0.2)", row),
        Layer("layers.LeakyReLU()", row),
        Layer("layers.LeakyReLU(negative_slope=0.05)", row),
        Layer("layers.ELU(alpha=0.7)", row),
        Layer("layers.PReLU()", sequence),
        Layer("layers.PReLU(shared_axes=[1, 2], alpha_regularizer='l2')", image),
        Layer("layers.Softmax()", row),
        Layer("layers.Softmax(axis=1)", sequence),
        Layer("layers.Softmax(axis=(1, 2))", sequence),
        Layer("layers.ActivityRegularization(l1=0.1, l2=0.2)", sequence),
        Layer("layers.Dropout(0.5)", row, trains=False),
        Layer("layers.Dropout(0.0)", row),
        Layer("layers.SpatialDropout1D(0.5)", sequence, trains=False),
        Layer("layers.SpatialDropout2D(0.5)", image, trains=False),
        Layer("layers.SpatialDropout3D(0.5)", numbers(2, 2, 2, 2, 2), trains=False),
        Layer("layers.GaussianDropout(0.3)", row, trains=False),
        Layer("layers.GaussianNoise(0.3)", row, trains=False),
        Layer("layers.AlphaDropout(0.3)", row, trains=False),
        Layer("layers.Rescaling(1 / 255)", whole(0, 256, 2, 3)),
        Layer("layers.Rescaling(scale=[1.0, 2.0, 3.0], offset=0.5)", sequence),
        Layer("layers.EinsumDense('ab,bc->ac', 4, bias_axes='c')", row),
        Layer("layers.EinsumDense('...x,xy->...y', output_shape=4)", sequence),
        Layer(
            "layers.EinsumDense('abc,cde->abde', (4, 2, 4), bias_axes='de', "
            "activation='relu')",
            sequence,
        ),
        Layer("layers.UnitNormalization()", positive(3, 4)),
    ]
)
