"""The text of `summary()` against Keras's, line by line."""

import numpy as np
import pytest

import kit

keras = pytest.importorskip("keras")
from tests.models.graphs import GRAPHS, build_pair, models_inside, one_line  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(autouse=True)
def _fresh_names(monkeypatch):
    keras.utils.clear_session(free_memory=False)
    monkeypatch.setenv("COLUMNS", "130")


def lines(model, **options):
    texts = []
    model.summary(print_fn=texts.append, **options)
    assert len(texts) == 1
    return [line.rstrip() for line in texts[0].strip().splitlines()]


def digits(library):
    return library.Sequential(
        [
            library.Input((28, 28)),
            library.layers.Reshape((28, 28, 1)),
            library.layers.Conv2D(8, 3, activation="relu"),
            library.layers.MaxPooling2D(),
            library.layers.BatchNormalization(),
            library.layers.Flatten(),
            library.layers.Dropout(0.2),
            library.layers.Dense(10, activation="softmax"),
        ]
    )


def not_built(library):
    return library.Sequential([library.layers.Dense(3), library.layers.Dense(2)])


def long_names(library):
    x = library.Input((4,), name="an_input_with_a_name_that_is_much_too_long")
    name = "a_layer_with_a_name_that_is_much_too_long_for_a_column"
    return library.Model(x, library.layers.Dense(2, name=name)(x))


MODELS = [*GRAPHS, digits, not_built, long_names]


@pytest.fixture(scope="module", params=MODELS, ids=lambda graph: graph.__name__)
def pair(request):
    return build_pair(request.param)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"line_length": 80},
        {"line_length": 120, "show_trainable": True},
        {"expand_nested": True},
    ],
    ids=["plain", "narrow", "trainable", "nested"],
)
def test_summary_is_that_of_keras(pair, options):
    ours, theirs = pair
    assert lines(ours, **options) == lines(theirs, **options)


@pytest.mark.parametrize("columns", ["60", "84", "200"])
def test_the_width_follows_the_terminal(columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    assert lines(digits(kit)) == lines(digits(keras))


def test_after_training_the_optimizer_is_counted():
    def trained(library):
        model = one_line(library)
        model.compile("adam", "mse")
        model.fit(np.zeros((4, 4)), np.zeros((4, 2)), verbose=0)
        return model

    assert lines(trained(kit)) == lines(trained(keras))


def test_frozen_layers_are_counted_apart():
    def frozen(library):
        model = models_inside(library)
        model.layers[1].trainable = False
        return model

    options = {"show_trainable": True, "expand_nested": True}
    assert lines(frozen(kit), **options) == lines(frozen(keras), **options)


def test_a_range_of_layers():
    options = {"layer_range": ("conv2d", "flatten")}
    assert lines(digits(kit), **options) == lines(digits(keras), **options)
    with pytest.raises(ValueError, match="layers that are not there"):
        lines(digits(kit), layer_range=("conv2d", "flat"))


def test_it_is_printed_and_shown_as_html(capsys):
    model = digits(kit)
    model.summary()
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0] == 'Model: "sequential"'
    assert printed.err == ""
    html = model._repr_html_()
    assert "<table" in html and f"{model.count_params():,}" in html
