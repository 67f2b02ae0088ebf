"""Metrics over three batches, with weights of samples."""

from tests.parity.case import Metric, named
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

number, weight = numbers(6, 3), positive(6)
yes, chance = binary(6), probabilities(6)
many, chances = binary(6, 3), probabilities(6, 3)
hot, share, place = one_hot(6, 4), distributions(6, 4), whole(0, 4, 6)
image = whole(0, 3, 2, 3, 3)

CASES = named(
    [
        Metric("metrics.Mean()", number),
        Metric("metrics.Mean()", number, weight),
        Metric("metrics.Sum()", number, weight),
        Metric(
            "metrics.MeanMetricWrapper(lambda a, b: abs(a - b), name='gap')",
            number,
            number,
            weight,
        ),
        Metric("metrics.MeanSquaredError()", number, number, weight),
        Metric("metrics.MeanSquaredError(dtype='float16')", number, number),
        Metric("metrics.RootMeanSquaredError()", number, number, weight),
        Metric("metrics.MeanAbsoluteError()", numbers(6), numbers(6, 1), weight),
        Metric("metrics.MeanAbsolutePercentageError()", number, number),
        Metric("metrics.MeanSquaredLogarithmicError()", positive(6, 3), positive(6, 3)),
        Metric("metrics.CosineSimilarity()", number, number, weight),
        Metric("metrics.CosineSimilarity(axis=0)", number, number),
        Metric("metrics.LogCoshError()", number, number, weight),
        Metric("metrics.R2Score()", number, number, weight),
        Metric("metrics.R2Score(class_aggregation=None)", number, number),
        Metric(
            "metrics.R2Score(class_aggregation='variance_weighted_average')",
            number,
            number,
        ),
        Metric("metrics.Poisson()", positive(6, 3), positive(6, 3), weight),
        Metric("metrics.KLDivergence()", share, share),
        Metric("metrics.Hinge()", signs(6, 3), number, weight),
        Metric("metrics.SquaredHinge()", many, number),
        Metric("metrics.CategoricalHinge()", hot, numbers(6, 4)),
        Metric("metrics.PearsonCorrelation()", number, number),
        Metric("metrics.PearsonCorrelation(axis=-1)", number, number, weight),
        Metric("metrics.ConcordanceCorrelation()", number, number, weight),
        Metric("metrics.Accuracy()", place, place, weight),
        Metric("metrics.BinaryAccuracy()", yes, chance, weight),
        Metric("metrics.BinaryAccuracy(threshold=0.3)", many, chances),
        Metric("metrics.BinaryAccuracy()", binary(6, 1), chance),
        Metric("metrics.CategoricalAccuracy()", hot, share, weight),
        Metric("metrics.SparseCategoricalAccuracy()", place, share, weight),
        Metric("metrics.SparseCategoricalAccuracy()", whole(0, 4, 6, 1), share),
        Metric(
            "metrics.SparseCategoricalAccuracy()",
            whole(0, 4, 2, 3),
            distributions(2, 3, 4),
            positive(2, 3),
        ),
        Metric("metrics.TopKCategoricalAccuracy(k=2)", hot, share, weight),
        Metric("metrics.SparseTopKCategoricalAccuracy(k=3)", place, share),
        Metric(
            "metrics.SparseTopKCategoricalAccuracy(k=1, from_sorted_ids=True)",
            place,
            whole(0, 4, 6, 4),
        ),
        Metric("metrics.BinaryCrossentropy(from_logits=True)", many, number, weight),
        Metric("metrics.BinaryCrossentropy(label_smoothing=0.2)", many, chances),
        Metric(
            "metrics.CategoricalCrossentropy(label_smoothing=0.1)", hot, share, weight
        ),
        Metric(
            "metrics.SparseCategoricalCrossentropy(from_logits=True)",
            place,
            numbers(6, 4),
        ),
        Metric(
            "metrics.SparseCategoricalCrossentropy(axis=-1)",
            whole(0, 3, 2, 5),
            numbers(2, 5, 3),
        ),
        Metric("metrics.Precision()", yes, chance, weight),
        Metric("metrics.Precision(thresholds=[0.2, 0.5, 0.9])", many, chances),
        Metric("metrics.Precision(top_k=2)", hot, share, weight),
        Metric("metrics.Precision(class_id=1)", hot, share),
        Metric("metrics.Recall()", binary(6, 1), probabilities(6, 1), weight),
        Metric("metrics.Recall(thresholds=0.3)", many, chances),
        Metric("metrics.Recall(top_k=2, class_id=2)", hot, share),
        Metric("metrics.TruePositives(thresholds=[0.1, 0.6])", yes, chance, weight),
        Metric("metrics.FalsePositives()", many, chances),
        Metric("metrics.TrueNegatives()", yes, chance, weight),
        Metric("metrics.FalseNegatives(thresholds=0.7)", yes, chance),
        Metric("metrics.AUC()", yes, chance, weight),
        Metric("metrics.AUC(curve='PR')", yes, chance),
        Metric(
            "metrics.AUC(num_thresholds=20, summation_method='minoring')",
            yes,
            chance,
            weight,
        ),
        Metric("metrics.AUC(curve='PR', summation_method='majoring')", many, chances),
        Metric("metrics.AUC(from_logits=True)", many, number),
        Metric("metrics.AUC(multi_label=True, num_thresholds=10)", many, chances),
        Metric(
            "metrics.AUC(multi_label=True, label_weights=[0.2, 0.5, 1.0])",
            many,
            chances,
        ),
        Metric("metrics.AUC(thresholds=[0.2, 0.4, 0.7])", yes, chance),
        Metric("metrics.SensitivityAtSpecificity(0.5)", yes, chance, weight),
        Metric("metrics.SpecificityAtSensitivity(0.6, num_thresholds=50)", yes, chance),
        Metric("metrics.PrecisionAtRecall(0.7)", yes, chance, weight),
        Metric("metrics.RecallAtPrecision(0.4, num_thresholds=30)", yes, chance),
        Metric("metrics.F1Score()", hot, share),
        Metric(
            "metrics.F1Score(average='macro', threshold=0.4)", many, chances, weight
        ),
        Metric("metrics.F1Score(average='weighted')", hot, share),
        Metric(
            "metrics.FBetaScore(beta=2.0, average='micro', threshold=0.5)",
            many,
            chances,
        ),
        Metric("metrics.FBetaScore(beta=0.5)", hot, share, weight),
        Metric("metrics.IoU(3, [0, 2])", image, image, binary(2, 3, 3)),
        Metric("metrics.MeanIoU(3)", image, image),
        Metric("metrics.MeanIoU(3, ignore_class=1)", image, image),
        Metric("metrics.BinaryIoU([0, 1], threshold=0.4)", many, chances, binary(6, 3)),
        Metric("metrics.OneHotIoU(4, [1, 3])", hot, share, binary(6)),
        Metric("metrics.OneHotMeanIoU(4)", hot, share),
    ]
)
