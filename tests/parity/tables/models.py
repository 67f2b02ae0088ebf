"""Models of layers one after the other: losses, metrics, weights, optimizers."""

import numpy as np

from tests.parity.model_case import Model, N, amounts, classes, labels, numbers


def classifier(k, outputs=3, activation="softmax", **compiled):
    layers = k.layers
    model = k.Sequential(
        [
            k.Input((4,)),
            layers.Dense(6, activation="tanh"),
            layers.Dense(outputs, activation=activation),
        ]
    )
    model.compile(**compiled)
    return model


def sparse(k, optimizer=None, **options):
    return classifier(
        k,
        optimizer=optimizer or k.optimizers.SGD(0.2, momentum=0.5),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        weighted_metrics=["accuracy"],
        **options,
    )


def with_sample_weight(random):
    weight = random.uniform(0, 2, N).astype("float32")
    return labels(random) | {"sample_weight": weight}


def one_hot_labels(random):
    return {"x": numbers(random, 4), "y": np.eye(3)[classes(random, 3)]}


def yes_or_no(random):
    return {"x": numbers(random, 4), "y": classes(random, 2)}


def one_hot(k):
    return classifier(
        k,
        optimizer=k.optimizers.Adam(0.02),
        loss=k.losses.CategoricalCrossentropy(label_smoothing=0.1),
        metrics=["acc", k.metrics.TopKCategoricalAccuracy(2, name="top2"), "AUC"],
    )


def binary(k):
    return classifier(
        k,
        1,
        "sigmoid",
        optimizer=k.optimizers.RMSprop(0.02),
        loss="binary_crossentropy",
        metrics=["accuracy", "Precision", "Recall", k.metrics.AUC(name="auc")],
    )


def regression(k):
    return classifier(
        k,
        1,
        None,
        optimizer=k.optimizers.Adamax(0.05),
        loss=k.losses.Huber(0.5),
        metrics=["mae", "mse", k.metrics.RootMeanSquaredError(), "R2Score"],
    )


def function_of_ones_own(k):
    def cubed(y_true, y_pred):
        return k.ops.mean(k.ops.abs(y_true - y_pred) ** 3, axis=-1)

    def bias(y_true, y_pred):
        return k.ops.mean(y_pred - y_true, axis=-1)

    return classifier(k, 1, None, optimizer="sgd", loss=cubed, metrics=[bias])


def penalties_and_limits(k):
    layers = k.layers
    model = k.Sequential(
        [
            k.Input((4,)),
            layers.Dense(5, activation="relu", kernel_regularizer="l2"),
            layers.Dense(4, activity_regularizer="l1", kernel_constraint="max_norm"),
            layers.ActivityRegularization(l2=0.01),
            layers.Dense(1, bias_regularizer="l1", kernel_constraint="non_neg"),
        ]
    )
    model.compile(k.optimizers.SGD(0.05), "mse", metrics=["mae"])
    return model


def accumulating(k):
    optimizer = k.optimizers.Adam(0.02, gradient_accumulation_steps=2, clipnorm=0.5)
    return sparse(k, optimizer)


def averaging(k):
    return sparse(k, k.optimizers.SGD(0.2, use_ema=True, ema_momentum=0.7))


def scheduled(k):
    schedule = k.optimizers.schedules.CosineDecay(
        0.0, 8, warmup_target=0.3, warmup_steps=3
    )
    return sparse(k, k.optimizers.SGD(schedule, nesterov=True, momentum=0.9))


def decaying(k):
    return sparse(k, k.optimizers.AdamW(0.02, weight_decay=0.1, global_clipnorm=0.3))


WEIGHTS = {0: 1.0, 1: 3.0, 2: 0.5}

CASES = {
    "classes": Model(sparse, labels),
    "sample weight": Model(sparse, with_sample_weight),
    "class weight": Model(sparse, labels, class_weight=WEIGHTS),
    "one batch": Model(sparse, labels, batch_size=20, epochs=10),
    "partial batches": Model(sparse, labels, batch_size=6),
    "one-hot classes": Model(one_hot, one_hot_labels),
    "class weight of one-hot classes": Model(
        one_hot, one_hot_labels, class_weight=WEIGHTS
    ),
    "yes or no": Model(binary, yes_or_no),
    "amounts": Model(regression, amounts),
    "loss and metric of one's own": Model(function_of_ones_own, amounts),
    "penalties and limits": Model(penalties_and_limits, amounts),
    "accumulated gradients": Model(accumulating, labels),
    "averaged weights": Model(averaging, labels),
    "scheduled learning rate": Model(scheduled, labels),
    "weight decay": Model(decaying, labels),
}
