"""The 25 mistakes that learners make: each is found when promised, and its fix works.

Every program in `programs/` makes one of them. The table says which Finding appears, at
which call, at which level, and which of the user's own values its first lines name.
"""

import math
from pathlib import Path

import pytest

from tests.mistakes.fixing import fixed
from tests.mistakes.running import sightings

PROGRAMS = {path.stem: path for path in (Path(__file__).parent / "programs").glob("*")}

# program: code, call, level, values
TABLE = {
    "01_integer_labels": ("integer-labels", "fit", "error", ["0 to 9", "(200,)"]),
    "02_one_hot_labels": ("one-hot-labels", "fit", "error", ["10", "(200, 10)"]),
    "03_softmax_and_logits": ("softmax-and-logits", "compile", "warning", ['"last"']),
    "04_no_softmax": ("no-probabilities", "compile", "warning", ['"last"']),
    "05_too_few_outputs": ("label-out-of-range", "fit", "error", ["0 to 6", "y["]),
    "06_softmax_of_one_unit": ("softmax-of-one", "compile", "error", ['"last"']),
    "07_one_sigmoid_for_ten_classes": (
        "many-classes-for-one-unit",
        "fit",
        "error",
        ["0 to 9", "10 classes"],
    ),
    "07b_softmax_and_binary_loss": (
        "softmax-with-binary-loss",
        "compile",
        "warning",
        ['"binary_crossentropy"', "10"],
    ),
    "08_labels_from_one": ("label-out-of-range", "fit", "error", ["10", "1 to 10"]),
    "08b_labels_as_words": ("labels-are-text", "fit", "error", ["'cat', 'dog'"]),
    "09_pixels_up_to_255": ("unscaled-inputs", "fit", "warning", ["255", '"dense"']),
    "10_only_training_is_scaled": ("shifted-inputs", "predict", "warning", ["255"]),
    "11_no_channel_axis": (
        "missing-axis",
        "Sequential",
        "error",
        ['"conv2d"', "(None, 8, 8)"],
    ),
    "12_one_image_without_batch": ("no-batch-axis", "predict", "error", ["(8, 8)"]),
    "13_batch_in_the_input_shape": (
        "batch-in-input-shape",
        "fit",
        "error",
        ["(200, 8, 8)"],
    ),
    "13b_wrong_size_inside": (
        "other-size",
        "Sequential",
        "error",
        ['"image"', "60", "64", "> image"],
    ),
    "14_monitor_misspelt": (
        "unknown-monitor",
        "fit",
        "warning",
        ['"val_acuracy"', '"val_accuracy"'],
    ),
    "14b_history_key_misspelt": ("unknown-key", "history", "error", ['"acuracy"']),
    "15_counted_metric_name": ("unknown-monitor", "fit", "warning", ['"auc_1"']),
    "16_mode_of_a_metric_of_ones_own": (
        "unknown-direction",
        "fit",
        "error",
        ['"distance"'],
    ),
    "17_sorted_data_with_split": (
        "classes-never-trained",
        "fit",
        "warning",
        ["9", "sorted"],
    ),
    "18_fit_twice": ("fit-goes-on", "fit", "note", ["2 epochs"]),
    "19_validation_seems_easier": ("easier-validation", "fit", "note", ['"drop"']),
    "20_rate_too_high": ("nan-loss", "fit", "warning", ["learning_rate=5", "batch"]),
    "20b_nan_in_the_data": ("nan-loss", "fit", "warning", ["x holds NaN", "batch"]),
    "21_accuracy_of_amounts": ("accuracy-of-regression", "compile", "note", ['"mse"']),
    "22_precision_of_ten_classes": (
        "counts-of-many-classes",
        "compile",
        "error",
        ["Precision()", "10"],
    ),
    "23_no_loss": ("no-loss", "fit", "error", ["compile"]),
    "23b_loss_misspelt": (
        "unknown-choice",
        "compile",
        "error",
        ['"sparse_categorical_crosentropy"', '"sparse_categorical_crossentropy"'],
    ),
    "23c_not_compiled": ("not-compiled", "fit", "error", ["fit", "compile"]),
    "24_all_pairs": (
        "broadcast-to-all-pairs",
        "fit",
        "warning",
        ['"squared"', "200 labels", "(200, 200)"],
    ),
    "25_different_lengths": ("different-lengths", "fit", "error", ["100", "99"]),
    "25b_lstm_without_steps": (
        "missing-axis",
        "Sequential",
        "error",
        ['"lstm"', "(None, 10)"],
    ),
}


def test_every_program_is_in_the_table():
    assert set(PROGRAMS) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_mistake_is_found_and_its_fix_works(name):
    code, call, level, values = TABLE[name]
    program = PROGRAMS[name].read_text()

    found, _ = sightings(program)
    seen = next(one for one in found if one.finding.code == code)
    text = seen.finding.text
    assert (seen.call, seen.finding.level) == (call, level)
    assert seen.raised == (level == "error")
    assert all(value in text for value in values), text
    assert len(text.splitlines()[0]) <= 80
    assert seen.finding.fix

    if code == "easier-validation":  # says itself that nothing is wrong
        return
    found, names = sightings(fixed(program, seen.finding.change, seen.at))
    left = [one.finding.text for one in found if one.finding.level != "note"]
    assert left == []
    assert code not in [one.finding.code for one in found]
    history = getattr(names["model"], "history", None)
    if history is not None:
        assert math.isfinite(history.history["loss"][-1])
