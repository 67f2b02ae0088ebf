"""The studio's menu of layers: which ones it offers, and what they begin with.

Every layer of kit can be in a model; these are the ones that a newcomer sees first.
"""

# class name -> arguments of a layer that was just added
STARTING_ARGUMENTS = {
    "Dense": {"units": 64, "activation": "relu"},
    "Conv2D": {"filters": 32, "kernel_size": 3, "activation": "relu"},
    "MaxPooling2D": {"pool_size": 2},
    "AveragePooling2D": {"pool_size": 2},
    "GlobalAveragePooling2D": {},
    "Flatten": {},
    "Reshape": {"target_shape": (28, 28, 1)},
    "Dropout": {"rate": 0.2},
    "BatchNormalization": {},
    "Activation": {"activation": "relu"},
    "Rescaling": {"scale": 1 / 255},
}

# class name -> what it is good for, in one line
PURPOSES = {
    "InputLayer": "What one sample looks like. The data decides.",
    "Dense": "Connects every input to every unit: the basic layer that learns.",
    "Conv2D": "Slides small learned patterns over the image and marks where they fit.",
    "MaxPooling2D": "Shrinks an image: keeps the strongest value of every window.",
    "AveragePooling2D": "Shrinks an image: keeps the mean of every window.",
    "GlobalAveragePooling2D": "Turns each channel of an image into its mean.",
    "Flatten": "Puts all numbers of a sample in one row, as Dense wants them.",
    "Reshape": "Gives the numbers of a sample another shape.",
    "Dropout": "Switches units off at random while training, against memorizing.",
    "BatchNormalization": "Keeps values in a middle range, so training is steadier.",
    "Activation": "Bends the values; without bends, layers in a row equal one layer.",
    "Rescaling": "Multiplies by a fixed number: pixels 0..255 become 0..1.",
}

# optimizer -> what it does, in one line
OPTIMIZERS = {
    "SGD": "Takes one plain step downhill for each batch. Momentum makes it faster.",
    "RMSprop": "Gives every weight a step size of its own, from recent slopes.",
    "Adam": "Adapts the step for each weight and keeps momentum: a good first choice.",
    "AdamW": "Adam that also pulls weights towards zero, against memorizing.",
}

# loss -> when it is the right one, in one line
LOSSES = {
    "sparse_categorical_crossentropy": (
        "For classes with whole-number labels: punishes doubt about the right class."
    ),
    "categorical_crossentropy": "The same for one-hot labels such as [0, 0, 1].",
    "binary_crossentropy": "For yes-or-no questions: one sigmoid output for each.",
    "mean_squared_error": "For predicting numbers: big mistakes count much more.",
    "mean_absolute_error": "For predicting numbers: every unit of error counts alike.",
    "huber": "For predicting numbers: squared near zero, absolute far away.",
}

# metric -> what it tells, in one line
METRICS = {
    "accuracy": "The share of right answers.",
    "sparse_top_k_categorical_accuracy": (
        "The share where the right class is among the five likeliest."
    ),
    "precision": "Of those that the network calls positive, the share that are.",
    "recall": "Of those that are positive, the share that the network finds.",
    "auc": "How well positives are ranked above negatives: 0.5 is chance, 1 is best.",
    "mean_squared_error": "The mean squared distance from the target.",
    "mean_absolute_error": "The mean distance from the target.",
}

# loss -> the metrics that make sense with it
METRICS_OF = {
    "sparse_categorical_crossentropy": (
        "accuracy",
        "sparse_top_k_categorical_accuracy",
    ),
    "categorical_crossentropy": ("accuracy", "precision", "recall", "auc"),
    "binary_crossentropy": ("accuracy", "precision", "recall", "auc"),
    "mean_squared_error": ("mean_absolute_error",),
    "mean_absolute_error": ("mean_squared_error",),
    "huber": ("mean_absolute_error", "mean_squared_error"),
}

# argument -> what it does, for people who see it for the first time
HELPS = {
    "units": "How many outputs: each looks at all inputs in its own way.",
    "activation": "The bend behind the sums. Inside: relu. At the end: softmax.",
    "filters": "How many patterns to learn; each makes one image of its own.",
    "kernel_size": "How large a pattern is: height, width.",
    "strides": "How far the window moves each time.",
    "pool_size": "How large a window is: height, width.",
    "padding": "valid: only whole windows. same: the image keeps its size.",
    "rate": "The share of units that are switched off in each step.",
    "target_shape": "The new shape of one sample, such as 28, 28, 1.",
    "scale": "What every number is multiplied by.",
    "offset": "What is added afterwards.",
    "learning_rate": "How far each step goes. Small: slow. Large: never settles.",
    "momentum": "How much of the last step is kept: 0 is none, 0.9 is usual.",
    "batch_shape": "The sizes of one sample, such as 28, 28.",
}
