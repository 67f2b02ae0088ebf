"""Further mistakes that learners make, each as a few lines: a row per mistake.

program: (lines, level, code or "", words that the first lines must have). A row
without a code is an error in three sentences of its own.
"""

from tests.mistakes.further_models import MODEL_ROWS

START = """
import numpy as np
import kit as keras
from kit import layers
random = np.random.default_rng(0)
x = random.random((64, 8, 8)).astype("float32")
y = random.integers(0, 10, 64)
y[:10] = np.arange(10)
SPARSE = "sparse_categorical_crossentropy"

def mlp(last="softmax", units=10):
    hidden = layers.Dense(8, activation="relu")
    end = layers.Dense(units, activation=last, name="last")
    return keras.Sequential([keras.Input((8, 8)), layers.Flatten(), hidden, end])

def ready(loss=SPARSE, **options):
    model = mlp(**options)
    model.compile("adam", loss, metrics=["accuracy"])
    return model

model = ready()

def batches(count=None):
    while count is None or count > 0:
        count = None if count is None else count - 1
        yield x[:8], y[:8]
"""

ROWS = {
    **MODEL_ROWS,
    # Data that is no array of numbers
    "images in an array of objects": (
        "images = np.empty(64, object)\nimages[:] = [*x]\nmodel.fit(images, y)",
        "error",
        "not-numbers",
        ["64 separate arrays", "(8, 8)", "np.stack(x)"],
    ),
    "images of different sizes": (
        "model.fit([np.zeros((8, 8 + i % 2)) for i in range(64)], y)",
        "error",
        "list-of-samples",
        ["64", "different shapes"],
    ),
    "a list of images": (
        "model.fit([*x], y)",
        "error",
        "list-of-samples",
        ["64 arrays", "(8, 8)", "np.stack(x)"],
    ),
    "numbers as text": (
        "model.fit(x, y.astype(str))",
        "error",
        "numbers-as-text",
        ["'0'", "astype('int')"],
    ),
    "words as labels": (
        "model.fit(x, ['cat', 'dog'] * 32)",
        "error",
        "labels-are-text",
        ["'cat', 'dog'", "np.unique"],
    ),
    "the name of a file": (
        "model.predict('cat.png')",
        "error",
        "not-an-array",
        ["'cat.png'", "load_img"],
    ),
    "a table with words": (
        "class Table:\n"
        "    columns = ['age', 'city']\n"
        "    def __getitem__(self, name):\n"
        "        return [1, 2] if name == 'age' else ['Rome', 'Oslo']\n"
        "    def __array__(self, dtype=None, copy=None):\n"
        "        return np.array([[1, 'Rome'], [2, 'Oslo']], object)\n"
        "model.fit(Table(), [0, 1])",
        "error",
        "not-numbers",
        ['"city"', "get_dummies"],
    ),
    "a single label": ("model.fit(x, 3)", "error", "single-number", ["number 3"]),
    "no data": ("model.fit()", "error", "no-data", ["fit got no data"]),
    "nothing to predict": (
        "model.predict()",
        "error",
        "missing-argument",
        ['predict needs "x"'],
    ),
    "empty arrays": ("model.fit(x[:0], y[:0])", "error", "", ["x has 0 rows"]),
    # Sources of batches
    "a generator that is not called": (
        "model.fit(batches, steps_per_epoch=2)",
        "error",
        "not-an-array",
        ["'batches'", "batches()"],
    ),
    "a generator of four things": (
        "model.fit((b * 2 for b in batches()), steps_per_epoch=2)",
        "error",
        "broken-batch",
        ["4 things"],
    ),
    "a generator of single samples": (
        "model.fit(((x[i], y[i]) for i in range(64)))",
        "error",
        "one-at-a-time",
        ["(8, 8)", "(None, 8, 8)"],
    ),
    "a generator that ends": (
        "model.fit(batches(4), epochs=3, verbose=0)",
        "warning",
        "source-has-ended",
        ["epoch 2"],
    ),
    "a generator that is too short": (
        "model.fit(batches(4), steps_per_epoch=10, verbose=0)",
        "warning",
        "source-has-ended",
        ["4 batches", "steps_per_epoch=10"],
    ),
    "a generator and validation_split": (
        "model.fit(batches(), steps_per_epoch=2, validation_split=0.2)",
        "error",
        "split-of-a-source",
        ["0.2"],
    ),
    # Arguments of fit
    "inputs alone": ("model.fit(x)", "error", "no-labels", ["no labels"]),
    "one argument for two": (
        "model.fit((x, y))",
        "error",
        "pair-as-x",
        ["(64, 8, 8)", "model.fit(x, y)"],
    ),
    "validation without labels": (
        "model.fit(x, y, validation_data=x)",
        "error",
        "wrong-validation",
        ["(x_val, y_val)"],
    ),
    "validation in another order": (
        "model.fit(x, y, validation_data=(y, x))",
        "error",
        "swapped-x-and-y",
        ["x_val has shape (64,)"],
    ),
    "validation of other lengths": (
        "model.fit(x, y, validation_data=(x, y[:9]))",
        "error",
        "different-lengths",
        ["x_val has 64", "y_val"],
    ),
    "validation in percent": (
        "model.fit(x, y, validation_split=20)",
        "error",
        "not-a-share",
        ["validation_split=20", "validation_split=0.2"],
    ),
    "a batch of nothing": (
        "model.fit(x, y, batch_size=0)",
        "error",
        "",
        ["batch_size=0"],
    ),
    "a batch size that is a fraction": (
        "model.fit(x, y, batch_size=64 / 4)",
        "error",
        "not-a-whole-number",
        ["batch_size=16.0", "batch_size=16\n"],
    ),
    "no epoch": (
        "model.fit(x, y, epochs=0)",
        "warning",
        "no-epoch-to-train",
        ["epochs=1"],
    ),
    "epoch for epochs": (
        "model.fit(x, y, epoch=3)",
        "error",
        "unknown-argument",
        ['"epoch"', '"epochs"'],
    ),
    "class weights in a list": (
        "model.fit(x, y, class_weight=[1, 2])",
        "error",
        "weights-without-names",
        ["list", "{0: 1.0"],
    ),
    "class weights of words": (
        "model.fit(x, y, class_weight={'cat': 2})",
        "error",
        "unknown-class-weight",
        ["'cat'"],
    ),
    "the weight of a class too many": (
        "model.fit(x, y, class_weight={10: 2}, verbose=0)",
        "warning",
        "unknown-class-weight",
        ["class 10", "0 to 9"],
    ),
    "a callback without brackets": (
        "model.fit(x, y, callbacks=[keras.callbacks.EarlyStopping])",
        "error",
        "class-not-called",
        ["EarlyStopping()"],
    ),
    "val_loss without validation": (
        "stop = keras.callbacks.EarlyStopping('val_loss')\n"
        "model.fit(x, y, callbacks=[stop], verbose=0)",
        "warning",
        "unknown-monitor",
        ['"val_loss"', "validation_split=0.2"],
    ),
    # Numbers
    "divided by 255 twice": (
        "model.fit((x * 255).astype('uint8') / 255 / 255, y, verbose=0)",
        "warning",
        "scaled-twice",
        ["0.0039", "255"],
    ),
    "divided by 255, and again in the model": (
        "model = keras.Sequential([keras.Input((8, 8)), "
        "layers.Rescaling(1 / 255, name='scale'), *mlp().layers])\n"
        "model.compile('adam', SPARSE)\nmodel.fit(x, y, verbose=0)",
        "warning",
        "scaled-twice",
        ['"scale"'],
    ),
    "divided with two strokes": (
        "model.fit((x * 255).astype('uint8') // 255, y, verbose=0)",
        "warning",
        "nothing-left",
        ["all 0", "x = x / 255"],
    ),
    "a target of pixels": (
        "model = mlp('sigmoid', 64)\nmodel.compile('adam', 'mse')\n"
        "model.fit(x, (255 * x).reshape(64, 64), verbose=0)",
        "warning",
        "targets-out-of-reach",
        ["sigmoid gives 0 to 1", "y = y / 255"],
    ),
    "labels from 1 to 10": (
        "model.fit(x, y + 1)",
        "error",
        "label-out-of-range",
        ["10", "0 to 9"],
    ),
    "labels -1 and 1": (
        "model = ready('binary_crossentropy', last='sigmoid', units=1)\n"
        "model.fit(x, y % 2 * 2 - 1)",
        "error",
        "many-classes-for-one-unit",
        ["-1 to 1", "(y + 1) / 2"],
    ),
    "fractions as classes": (
        "model.fit(x, x[:, 0, 0] * 9)",
        "error",
        "labels-between-classes",
        ["fractions", "0 to 9"],
    ),
    "one-hot twice": (
        "hot = keras.utils.to_categorical\n"
        "model = ready('categorical_crossentropy')\nmodel.fit(x, hot(hot(y, 10), 10))",
        "error",
        "one-hot-twice",
        ["(64, 10, 10)", "argmax"],
    ),
    "mse for classes": (
        "model = ready('mse')\nmodel.fit(x, y)",
        "error",
        "targets-of-other-shape",
        ["10 outputs", "sparse_categorical_crossentropy"],
    ),
    "sorted and not shuffled": (
        "order = np.argsort(y)\n"
        "model.fit(x[order], y[order], shuffle=False, batch_size=8, verbose=0)",
        "warning",
        "sorted-without-shuffle",
        ["sorted"],
    ),
    "the test set is the training set": (
        "model.fit(x, y, validation_data=(x, y), verbose=0)",
        "warning",
        "validation-is-training",
        ["training data itself"],
    ),
    "one-hot only in evaluate": (
        "model.evaluate(x, np.eye(10)[y])",
        "error",
        "one-hot-labels",
        ["argmax"],
    ),
    # Shapes
    "no Flatten": (
        "model = keras.Sequential([keras.Input((8, 8)), "
        "layers.Dense(10, activation='softmax')])\n"
        "model.compile('adam', SPARSE)\nmodel.fit(x, y)",
        "error",
        "missing-flatten",
        ["(8, 10)", "Flatten()"],
    ),
    "two LSTM in a row": (
        "keras.Sequential([keras.Input((8, 8)), layers.LSTM(4, name='first'), "
        "layers.LSTM(4, name='second')])",
        "error",
        "missing-axis",
        ['"second"', "return_sequences=True", '"first"'],
    ),
    "an LSTM that answers at every step": (
        "model = keras.Sequential([keras.Input((8, 8)), "
        "layers.LSTM(4, return_sequences=True, name='first'), "
        "layers.Dense(10, activation='softmax')])\n"
        "model.compile('adam', SPARSE)\nmodel.fit(x, y)",
        "error",
        "missing-flatten",
        ["return_sequences=False", '"first"'],
    ),
    "no bar, in quotes": (
        "model.fit(x, y, verbose='none')",
        "error",
        "unknown-verbosity",
        ["'none'", "verbose=0"],
    ),
    "two numbers to watch": (
        "keras.callbacks.EarlyStopping(monitor=['val_loss', 'loss'])",
        "error",
        "monitor-is-no-name",
        ['"val_loss"'],
    ),
    "more steps than batches": (
        "model.fit(x, y, steps_per_epoch=50, batch_size=8, verbose=0)",
        "warning",
        "more-steps-than-batches",
        ["50 steps", "8 batches", "64 rows"],
    ),
    "channels first": (
        "model = keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(2, 3)])\n"
        "model.compile('adam', 'mse')\nmodel.fit(np.zeros((9, 3, 8, 8)), np.zeros(9))",
        "error",
        "other-input-shape",
        ["(9, 3, 8, 8)", "moveaxis"],
    ),
    "an Input with channels first": (
        "keras.Sequential([keras.Input((3, 32, 32)), layers.Conv2D(4, 5)])",
        "error",
        "",
        ["(32, 32, 3)"],
    ),
    "colour images for a grey model": (
        "model.predict(np.zeros((5, 8, 8, 3)))",
        "error",
        "other-input-shape",
        ["(5, 8, 8, 3)", "mean(axis=-1)"],
    ),
    "flat images": (
        "model.predict(x.reshape(64, 64))",
        "error",
        "other-input-shape",
        ["reshape(-1, 8, 8)"],
    ),
    "one image": ("model.predict(x[0])", "error", "no-batch-axis", ["x[None]"]),
    "a window larger than the image": (
        "keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(4, 11, name='big')])",
        "error",
        "",
        ['"big"', "11", "8"],
    ),
}
