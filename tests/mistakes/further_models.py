"""Further mistakes in layers, models, compile and files: see `further`."""

MODEL_ROWS = {
    # Layers and models
    "no units": ("layers.Dense()", "error", "missing-argument", ["Dense(64)"]),
    "no kernel": (
        "layers.Conv2D(32)",
        "error",
        "missing-argument",
        ['"kernel_size"', "kernel_size=3"],
    ),
    "zero units": ("layers.Dense(0)", "error", "", ["units=0"]),
    "units as text": ("layers.Dense('128')", "error", "", ["'128'", "units=128"]),
    "half a unit": ("layers.Dense(10.5)", "error", "", ["units=10.5"]),
    "in and out as in PyTorch": (
        "layers.Dense(784, 10)",
        "error",
        "number-as-activation",
        ["activation=10"],
    ),
    "weights before there are any": (
        "layers.Dense(3).kernel",
        "error",
        "not-built",
        ['"dense', "kernel"],
    ),
    "a layer without super().__init__()": (
        "class Mine(layers.Layer):\n"
        "    def __init__(self):\n"
        "        self.dense = layers.Dense(3)\n"
        "    def call(self, x):\n"
        "        return self.dense(x)\n"
        "Mine()(x)",
        "error",
        "super-is-missing",
        ["Mine.__init__"],
    ),
    "trainable misspelt": (
        "model.layers[1].trainabel = False",
        "error",
        "misspelt-attribute",
        ['"trainabel"', '"trainable"'],
    ),
    "stop_training misspelt": (
        "model.stop_trainig = True",
        "error",
        "misspelt-attribute",
        ['"stop_training"'],
    ),
    "dropout below 0": ("layers.Dropout(-0.5)", "error", "", ["rate=-0.5"]),
    "dropout in percent": ("layers.Dropout(50)", "error", "", ["rate=50"]),
    "nearly all is dropped": (
        "model = keras.Sequential([keras.Input((8,)), layers.Dropout(0.95), "
        "layers.Dense(1)])\nmodel.compile('adam', 'mse')",
        "note",
        "nearly-all-dropped",
        ["95 %", "Dropout(0.05)"],
    ),
    "an argument misspelt": (
        "layers.Dense(10, activaton='relu')",
        "error",
        "unknown-argument",
        ['"activaton"', '"activation"'],
    ),
    "an activation misspelt": (
        "layers.Dense(10, activation='rleu')",
        "error",
        "",
        ['"rleu"', '"relu"'],
    ),
    "None in quotes": (
        "layers.Dense(10, activation='None')",
        "error",
        "none-as-text",
        ["activation=None"],
    ),
    "a layer misspelt": (
        "layers.Dnse(10)",
        "error",
        "unknown-name",
        ["'Dnse'", '"Dense"'],
    ),
    "a class in the list": (
        "keras.Sequential([layers.Flatten])",
        "error",
        "class-not-called",
        ["Flatten()"],
    ),
    "a list in the list": (
        "keras.Sequential([[layers.Flatten(), layers.Dense(2)]])",
        "error",
        "list-in-a-list",
        ["list of 2"],
    ),
    "no list": (
        "keras.Sequential(layers.Flatten(), layers.Dense(2, name='second'))",
        "error",
        "layers-without-list",
        ['"second"'],
    ),
    "no layers": (
        "model = keras.Sequential()\nmodel.compile('adam', 'mse')\nmodel.fit(x, y)",
        "error",
        "no-layers",
        ["without layers"],
    ),
    "a layer that is not called": (
        "h = layers.Dense(4, name='hidden')\nlayers.Dense(2, name='end')(h)",
        "error",
        "layer-not-called",
        ['"hidden"', '"end"'],
    ),
    "a model of arrays": (
        "i = keras.Input((8,))\nkeras.Model(x, layers.Dense(2)(i))",
        "error",
        "",
        ["(64, 8, 8)", "Input("],
    ),
    "Concatenate without a list": (
        "layers.Concatenate()(keras.Input((8,)), keras.Input((8,)))",
        "error",
        "inputs-without-list",
        ["2 inputs", "[a, b]"],
    ),
    "a layer for two widths": (
        "shared = layers.Dense(4, name='shared')\n"
        "shared(keras.Input((3,)))\nshared(keras.Input((5,)))",
        "error",
        "other-size",
        ['"shared"', "size 3", "5"],
    ),
    "softmax twice": (
        "model = keras.Sequential([keras.Input((8,)), layers.Dense(3, "
        "activation='softmax', name='last'), layers.Softmax(name='again')])\n"
        "model.compile('adam', SPARSE)",
        "warning",
        "softmax-twice",
        ['"last"', '"again"'],
    ),
    "softmax in the middle": (
        "model = keras.Sequential([keras.Input((8,)), layers.Dense(9, "
        "activation='softmax', name='hidden'), layers.Dense(3, activation='softmax')])"
        "\nmodel.compile('adam', SPARSE)",
        "note",
        "softmax-inside",
        ['"hidden"', "relu"],
    ),
    "normalisation behind the answers": (
        "model = keras.Sequential([keras.Input((8,)), layers.Dense(3, "
        "activation='softmax'), layers.BatchNormalization(name='norm')])\n"
        "model.compile('adam', SPARSE)",
        "warning",
        "no-probabilities",
        ['"norm"'],
    ),
    "call without self": (
        "class Mine(keras.Model):\n    def call(inputs):\n        return inputs\n"
        "model = Mine()\nmodel.compile('adam', 'mse')\nmodel.fit(x, y)",
        "error",
        "self-is-missing",
        ["Mine.call", "def call(self, inputs):"],
    ),
    # compile
    "fit before compile": (
        "mlp().fit(x, y)",
        "error",
        "not-compiled",
        ["model.compile("],
    ),
    "an optimizer misspelt": (
        "model.compile('adm', SPARSE)",
        "error",
        "unknown-choice",
        ['"adm"', 'optimizer="adam"'],
    ),
    "a metric misspelt": (
        "model.compile('adam', SPARSE, metrics=['acuracy'])",
        "error",
        "unknown-choice",
        ['"acuracy"', '"accuracy"'],
    ),
    "optimiser": (
        "model.compile(optimiser='adam')",
        "error",
        "unknown-argument",
        ['"optimiser"', '"optimizer"'],
    ),
    "the rate in compile": (
        "model.compile('adam', SPARSE, learning_rate=0.1)",
        "error",
        "unknown-argument",
        ["learning rate", "Adam(learning_rate="],
    ),
    "loss and optimizer swapped": (
        "model.compile('mse', 'adam')",
        "error",
        "swapped-words",
        ['"mse" is a loss', 'optimizer="adam"'],
    ),
    "a number as loss": (
        "model.compile('adam', 5)",
        "error",
        "number-as-choice",
        ["number 5", 'loss="mse"'],
    ),
    "metrics in the third place": (
        "model.compile('adam', SPARSE, ['accuracy'])",
        "error",
        "metrics-as-weights",
        ["metrics="],
    ),
    "a rate as text": (
        "keras.optimizers.Adam('0.001')",
        "error",
        "",
        ["'0.001'", "learning_rate=0.001"],
    ),
    "an optimizer for two models": (
        "model.fit(x, y, verbose=0)\nother = mlp(units=12)\n"
        "other.compile(model.optimizer, SPARSE)\nother.fit(x, y)",
        "error",
        "trainable-changed",
        ["another model"],
    ),
    "a loss of one argument": (
        "def loss(y_pred):\n    return y_pred\n"
        "model.compile('adam', loss)\nmodel.fit(x, y)",
        "error",
        "two-are-compared",
        ["loss takes 1 argument", "(y_true, y_pred)"],
    ),
    "if in a loss": (
        "def loss(y_true, y_pred):\n    return y_true if y_pred > 0 else y_pred\n"
        "model.compile('adam', loss)\nmodel.fit(x, y)",
        "error",
        "if-on-unknown-value",
        ["ops.where"],
    ),
    # What fit gives back, and files
    "the history as a dict": (
        "model.fit(x, y, verbose=0)['loss']",
        "error",
        "fit-gives-history",
        ['history.history["loss"]'],
    ),
    "the history as a model": (
        "model = model.fit(x, y, verbose=0)\nmodel.predict(x)",
        "error",
        "fit-gives-history",
        ["model.predict("],
    ),
    "a key misspelt": (
        "model.fit(x, y, verbose=0).history['acuracy']",
        "error",
        "unknown-key",
        ['"accuracy"'],
    ),
    "a key of validation": (
        "model.fit(x, y, verbose=0).history['val_loss']",
        "error",
        "unknown-key",
        ["nothing was validated", "validation_split=0.2"],
    ),
    "an output misspelt": (
        "model.fit(x, {'lst': y})",
        "error",
        "unknown-part",
        ['"lst"', '"last"'],
    ),
    "a file that is not there": (
        "keras.models.load_model('nowhere/model.keras')",
        "error",
        "",
        ["nowhere", "model.keras"],
    ),
    "weights of another model": (
        "model.save_weights('a.weights.h5')\nmlp(units=7).load_weights('a.weights.h5')",
        "error",
        "",
        ['"last"', "(8, 10)", "(8, 7)"],
    ),
    "weights as a model": (
        "model.save_weights('a.weights.h5')\nkeras.models.load_model('a.weights.h5')",
        "error",
        "",
        ["weights but no model", "load_weights"],
    ),
    "a name without an ending": ("model.save('mine')", "error", "", ['"mine"']),
}
