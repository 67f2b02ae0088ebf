"""Optimizers: every rule, and what may be added to any of them."""

from tests.parity.case import Optimizer, named

RULES = [
    "SGD()",
    "SGD(0.1, momentum=0.9)",
    "SGD(0.1, momentum=0.9, nesterov=True)",
    "RMSprop()",
    "RMSprop(0.01, rho=0.8, momentum=0.5)",
    "RMSprop(0.01, centered=True)",
    "RMSprop(0.01, centered=True, momentum=0.9, epsilon=1e-3)",
    "Adam()",
    "Adam(0.01, beta_1=0.8, beta_2=0.9, epsilon=1e-4)",
    "Adam(0.01, amsgrad=True)",
    "AdamW()",
    "AdamW(0.01, weight_decay=0.1, amsgrad=True)",
    "Nadam(0.01)",
    "Nadam(0.01, beta_1=0.5, beta_2=0.9)",
    "Adamax(0.01)",
    "Adamax(0.01, beta_1=0.7, epsilon=1e-2)",
    "Adagrad(0.05)",
    "Adagrad(0.05, initial_accumulator_value=0.0, epsilon=1e-3)",
    "Adadelta(1.0)",
    "Adadelta(0.5, rho=0.5, epsilon=1e-4)",
    "Ftrl(0.05)",
    "Ftrl(0.05, l1_regularization_strength=0.1, l2_regularization_strength=0.1)",
    "Ftrl(0.05, learning_rate_power=-0.7, l2_shrinkage_regularization_strength=0.1)",
    "Ftrl(0.05, beta=0.2, initial_accumulator_value=0.5)",
    "Lion()",
    "Lion(0.01, beta_1=0.5, beta_2=0.8)",
    "Lamb(0.01)",
    "Adafactor(0.01)",
    "Adafactor(0.01, relative_step=False, beta_2_decay=-0.5)",
]

ADDITIONS = [
    "SGD(0.1, clipnorm=0.5)",
    "SGD(0.1, momentum=0.9, clipvalue=0.3)",
    "Adam(0.01, global_clipnorm=0.7)",
    "RMSprop(0.01, clipnorm=1.0)",
    "SGD(0.1, weight_decay=0.1)",
    "Adam(0.01, weight_decay=0.05)",
    "Nadam(0.01, weight_decay=0.05)",
    "Lion(0.01, weight_decay=0.05)",
    "Adagrad(0.05, weight_decay=0.01, clipvalue=0.5)",
    "SGD(0.1, use_ema=True)",
    "SGD(0.1, use_ema=True, ema_momentum=0.8, ema_overwrite_frequency=3)",
    "Adam(0.01, use_ema=True, ema_momentum=0.5, ema_overwrite_frequency=1)",
    "SGD(0.1, momentum=0.9, gradient_accumulation_steps=2)",
    "Adam(0.01, gradient_accumulation_steps=3)",
    "Adam(0.01, gradient_accumulation_steps=2, use_ema=True, clipnorm=0.5)",
    "SGD(0.1, loss_scale_factor=8.0)",
    "SGD(optimizers.schedules.ExponentialDecay(0.1, 4, 0.5))",
    "Adam(optimizers.schedules.CosineDecay(0.01, 8, alpha=0.1))",
    "RMSprop(optimizers.schedules.PiecewiseConstantDecay([3, 6], [0.1, 0.01, 0.001]))",
    "Adam(optimizers.schedules.InverseTimeDecay(0.01, 3, 0.5), weight_decay=0.1)",
    "SGD(optimizers.schedules.PolynomialDecay(0.1, 6), momentum=0.9, nesterov=True)",
    "SGD(optimizers.schedules.CosineDecayRestarts(0.1, 4), "
    "gradient_accumulation_steps=2)",
]

CASES = named(
    [Optimizer(f"optimizers.{code}") for code in RULES + ADDITIONS]
    + [
        Optimizer("optimizers.Adam(0.01)", scale=1e-6),
        Optimizer("optimizers.RMSprop(0.01)", scale=1e-6),
        Optimizer("optimizers.SGD(0.1, global_clipnorm=1.0)", scale=100.0),
        Optimizer("optimizers.Adam()", steps=40),
        Optimizer("optimizers.get('rmsprop')"),
        Optimizer("optimizers.get('adamw')"),
    ]
)
