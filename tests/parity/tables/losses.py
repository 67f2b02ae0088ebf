"""Losses with every reduction, weights of samples and of pixels, and gradients."""

from tests.parity.case import Function, named
from tests.parity.inputs import (
    binary,
    distributions,
    numbers,
    one_hot,
    positive,
    probabilities,
    signs,
    whole,
)

number, weight = numbers(5, 3), positive(5)

# Code of a loss, and what labels and predictions are.
KINDS = [
    ("MeanSquaredError({})", number, number),
    ("MeanAbsoluteError({})", number, number),
    ("MeanAbsolutePercentageError({})", number, number),
    ("MeanSquaredLogarithmicError({})", positive(5, 3), positive(5, 3)),
    ("Huber({})", numbers(5, 3, scale=2.0), number),
    ("LogCosh({})", numbers(5, 3, scale=4.0), number),
    ("CosineSimilarity({})", number, number),
    ("Poisson({})", positive(5, 3), positive(5, 3)),
    ("KLDivergence({})", distributions(5, 3), distributions(5, 3)),
    ("Hinge({})", signs(5, 3), number),
    ("SquaredHinge({})", binary(5, 3), number),
    ("CategoricalHinge({})", one_hot(5, 3), number),
    ("BinaryCrossentropy({})", binary(5, 3), probabilities(5, 3)),
    ("CategoricalCrossentropy({})", one_hot(5, 3), distributions(5, 3)),
    ("SparseCategoricalCrossentropy({})", whole(0, 3, 5), distributions(5, 3)),
    ("BinaryFocalCrossentropy({})", binary(5, 3), probabilities(5, 3)),
    ("CategoricalFocalCrossentropy({})", one_hot(5, 3), distributions(5, 3)),
    ("CategoricalGeneralizedCrossEntropy({})", whole(0, 3, 5), distributions(5, 3)),
]

# Reductions and a weight for each sample: each kind is tested with two of them.
REDUCTIONS = [
    ("", ()),
    ("reduction='sum'", (weight,)),
    ("reduction='mean_with_sample_weight'", (weight,)),
    ("reduction='none'", (weight,)),
    ("", (weight,)),
    ("reduction='mean'", ()),
]

OTHERS = [
    ("Huber(delta=0.3)", number, number),
    ("CosineSimilarity(axis=0)", number, number),
    ("BinaryCrossentropy(from_logits=True)", binary(5, 3), number),
    ("BinaryCrossentropy(label_smoothing=0.2)", binary(5, 3), probabilities(5, 3)),
    ("BinaryCrossentropy()", binary(5), probabilities(5, 1)),
    ("BinaryCrossentropy()", binary(5, 1), probabilities(5)),
    ("BinaryCrossentropy()", whole(0, 2, 5, 1), probabilities(5, 1), weight),
    ("CategoricalCrossentropy(from_logits=True)", one_hot(5, 3), number),
    ("CategoricalCrossentropy()", one_hot(5, 3), positive(5, 3)),
    (
        "CategoricalCrossentropy(label_smoothing=0.1)",
        one_hot(5, 3),
        distributions(5, 3),
    ),
    ("CategoricalCrossentropy(axis=1)", one_hot(2, 3, 3), distributions(2, 3, 3)),
    (
        "CategoricalCrossentropy(from_logits=True)",
        one_hot(2, 4, 3),
        numbers(2, 4, 3),
        positive(2, 4),
    ),
    ("SparseCategoricalCrossentropy(from_logits=True)", whole(0, 3, 5), number, weight),
    ("SparseCategoricalCrossentropy()", whole(0, 3, 5, 1), distributions(5, 3)),
    (
        "SparseCategoricalCrossentropy(ignore_class=1)",
        whole(0, 3, 9),
        distributions(9, 3),
    ),
    (
        "SparseCategoricalCrossentropy(ignore_class=0, from_logits=True)",
        whole(0, 3, 2, 4),
        numbers(2, 4, 3),
    ),
    ("SparseCategoricalCrossentropy(from_logits=True)", whole(-2, 5, 6), numbers(6, 3)),
    (
        "SparseCategoricalCrossentropy()",
        whole(0, 3, 2, 4),
        distributions(2, 4, 3),
        positive(2, 4),
    ),
    (
        "BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.7, gamma=1.5)",
        binary(5, 3),
        probabilities(5, 3),
    ),
    (
        "BinaryFocalCrossentropy(from_logits=True, label_smoothing=0.1)",
        binary(5, 3),
        number,
    ),
    (
        "CategoricalFocalCrossentropy(alpha=0.5, gamma=3.0, from_logits=True)",
        one_hot(5, 3),
        number,
    ),
    (
        "CategoricalFocalCrossentropy(alpha=[0.1, 0.2, 0.7])",
        one_hot(5, 3),
        distributions(5, 3),
    ),
    (
        "CategoricalGeneralizedCrossEntropy(q=0.2)",
        whole(0, 3, 5),
        distributions(5, 3),
    ),
    ("Dice()", binary(2, 3, 3, 1), probabilities(2, 3, 3, 1)),
    (
        "Dice(axis=(1, 2, 3))",
        binary(2, 3, 3, 1),
        probabilities(2, 3, 3, 1),
        positive(2),
    ),
    ("Tversky(alpha=0.3, beta=0.7)", binary(2, 3, 3, 1), probabilities(2, 3, 3, 1)),
    ("Tversky(axis=(1, 2))", binary(2, 3, 3, 2), probabilities(2, 3, 3, 2)),
    ("MeanSquaredError()", numbers(5), numbers(5, 1)),
    ("MeanSquaredError()", numbers(2, 4, 3), numbers(2, 4, 3), positive(2, 4)),
    ("MeanSquaredError()", numbers(2, 4, 3), numbers(2, 4, 3), positive(2, 1)),
    ("MeanAbsoluteError(dtype='float16')", number, number),
    ("get('mse')", number, number),
    ("get('kld')", distributions(5, 3), distributions(5, 3)),
    ("get('bce')", binary(5, 3), probabilities(5, 3)),
    ("sparse_categorical_crossentropy", whole(0, 3, 5), distributions(5, 3)),
    ("categorical_hinge", one_hot(5, 3), number),
    ("log_cosh", number, number),
]


def reduced():
    for place, (code, y_true, y_pred) in enumerate(KINDS):
        for turn in (0, 1):
            options, weights = REDUCTIONS[(2 * place + turn) % len(REDUCTIONS)]
            call = f"losses.{code.format(options)}"
            yield Function(call, y_true, y_pred, *weights, by=(1,))


CASES = named(
    [
        *reduced(),
        *(Function(f"losses.{code}", *inputs, by=(1,)) for code, *inputs in OTHERS),
    ]
)
