"""What a learner may type, and what is said about everything else."""

import numpy as np
import pytest

import kit
from kit.studio.builder import ModelSpec
from kit.studio.code_error import CodeError
from kit.studio.code_reader import LONGEST_PROGRAM, read_program
from kit.studio.code_view import layer_code
from kit.studio.entries import plain
from kit.studio.project import Project
from tests.studio.layer_cases import RICH

HEAD = "import kit as keras\nfrom keras import layers\nfrom keras.layers import *\n"


@pytest.fixture(scope="module")
def before():
    return Project().content


def layers_of(code, before):
    content = read_program(code, before)
    return [
        (entry["class_name"], entry["config"]) for entry in content["model"]["layers"]
    ]


@pytest.mark.parametrize(
    "code",
    [
        "import kit as keras\nm = keras.Sequential([keras.layers.Dense(3, 'relu')])",
        "import keras\nm = keras.models.Sequential((keras.layers.Dense(3, 'relu'),))",
        "from keras import layers as l, Sequential as S\n"
        "m = S([l.Dense(activation='relu', units=3)])",
        "from tensorflow import keras\nfrom tensorflow.keras.layers import Dense as D\n"
        "m = keras.Sequential()\nm.add(D(units=3, activation=keras.activations.relu))",
        "import tensorflow as tf\nimport numpy as np\n"
        "m = tf.keras.Sequential(layers=[tf.keras.layers.Dense(1 + 2, 'relu')])",
        "import kit\nunits, bend = 3, 'relu'\nlayer = kit.layers.Dense(units, bend)\n"
        "model = kit.Sequential([layer])\nmodel.summary()\nprint(model)",
        "'''A lesson.'''\nfrom kit.layers import *\nfrom kit import Sequential\n"
        "model = Sequential([Dense(9 // 3, activation='re' 'lu')])",
    ],
)
def test_ways_to_write_the_same_model(code, before):
    (input_name, _), (name, dense) = layers_of(code, before)
    assert (input_name, name) == ("InputLayer", "Dense")
    assert (dense["units"], dense["activation"]) == (3, "relu")


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Rescaling(1 / 255)", "scale", 1 / 255),
        ("Rescaling(1./127.5, -1)", "offset", -1),
        ("Conv2D(2**3, 3)", "filters", 8),
        ("Conv2D(8, (3, 3))", "kernel_size", [3, 3]),
        ("Conv2D(8, [3, 2])", "kernel_size", [3, 2]),
        ("Reshape((28, 28, 1))", "target_shape", [28, 28, 1]),
        ("Dropout(rate=.5)", "rate", 0.5),
        ("Dense(3, use_bias=False)", "use_bias", False),
        ("Dense(3, activation=None)", "activation", "linear"),
        ("Dense(3, name='head')", "name", "head"),
        ("Dense(3, trainable=False)", "trainable", False),
    ],
)
def test_values(text, name, value, before):
    code = f"{HEAD}model = keras.Sequential([{text}])"
    assert layers_of(code, before)[-1][1][name] == value


@pytest.mark.parametrize("name", RICH)
def test_objects_as_arguments(name, before):
    model = kit.Sequential([kit.Input((4,)), RICH[name]()])
    entry = plain(ModelSpec.from_model(model).layers[-1])
    code = f"{HEAD}model = keras.Sequential([{layer_code(entry)}])"
    found = layers_of(code, before)[-1][1]
    found.pop("name"), entry["config"].pop("name")
    assert found == entry["config"]


@pytest.mark.parametrize(
    "shape", ["input_shape=(784,)", "batch_input_shape=(None, 784)"]
)
def test_the_input_in_the_words_of_keras_2(shape, before):
    code = f"{HEAD}model = keras.Sequential([Dense(5, {shape})])"
    (_, settings), (_, dense) = layers_of(code, before)
    assert settings["batch_shape"] == [None, 784]
    assert dense["units"] == 5


def test_what_is_not_said_stays(before):
    project = Project(seed=3, epochs=7, batch_size=8)
    content = read_program(f"{HEAD}m = keras.Sequential([Dense(10)])", project.content)
    for name in ("seed", "epochs", "batch_size", "compile", "data"):
        assert content[name] == project.content[name]
    assert content["model"]["layers"][0] == project.model.layers[0]


def test_compile_fit_and_seed(before):
    code = f"""{HEAD}
keras.utils.set_random_seed(12)
rate = 1e-2
best = keras.optimizers.SGD(rate, momentum=0.9)
model = keras.Sequential([layers.Flatten(), Dense(10)])
model.compile(best, keras.losses.SparseCategoricalCrossentropy(from_logits=True),
              metrics=["accuracy", keras.metrics.SparseTopKCategoricalAccuracy(k=2)])
history = model.fit(x_train, y_train, epochs=4, verbose=2,
                    validation_data=(x_test, y_test))
"""
    content = read_program(code, before)
    assert (content["seed"], content["epochs"], content["batch_size"]) == (12, 4, 32)
    optimizer = content["compile"]["optimizer"]
    assert optimizer["class_name"] == "SGD"
    assert optimizer["config"]["learning_rate"] == 0.01
    assert optimizer["config"]["momentum"] == 0.9
    assert content["compile"]["loss"]["config"]["from_logits"] is True
    assert content["compile"]["metrics"][1]["config"]["k"] == 2


def test_a_layer_keeps_its_name_while_others_come_and_go():
    project = Project()
    names = [entry["config"]["name"] for entry in project.model.layers]
    code = project.code.replace(
        "    keras.layers.Flatten(),\n",
        "    keras.layers.Flatten(),\n    keras.layers.Dense(7),\n",
    ).replace("    keras.layers.Dropout(0.2),\n", "")
    content = read_program(code, project.content)
    found = [entry["config"]["name"] for entry in content["model"]["layers"]]
    assert len(set(found)) == len(found)
    assert set(found) <= {*names, "dense_2"}


BAD = [
    ("Dens(3)", "Did you mean"),
    ("layers.Dens(3)", 'Did you mean "Dense"'),
    ("Dense(3, actvation='relu')", 'Did you mean "activation"'),
    ("Dense(3, 'rleu')", 'Did you mean "relu"'),
    ("Dense(3, kernel_initializer='he_norml')", "he_normal"),
    ("Dense(3, kernel_initializer=keras.initializers.HeNorml())", "HeNormal"),
    ("Dense(0)", "units=0 is not a size"),
    ("Dense('many')", "units"),
    ("Dense()", "needs units"),
    ("Dense(3, units=3)", "twice"),
    ("Dense(*[3])", r"\* or \*\*"),
    ("Dense(**options)", r"\* or \*\*"),
    ("Dense(3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4)", "without a name"),
    ("Dropout(2)", "rate=2"),
    ("Lambda(lambda x: x)", "Lambda"),
    ("layers.Lambda(3)", "no layer called"),
    ("Dense(3)(x_train)", "called on tensors"),
    ("Dense(x_train.shape[1])", "data is changed"),
    ("Dense(3, name='../up')", "name"),
    ("Dense(2**99)", "too large"),
    ("Dense(9**9**9)", "too large"),
    ("Dense(1 / 0)", "no result"),
    ("Dense(3 if True else 4)", "an if"),
    ("Dense('x' * 9)", "something else than numbers"),
    ("Dense(3, kernel_initializer=Dense(3))", "initializer"),
    ("Dense(b'x')", "bytes"),
    ("Dense(f'x')", "f-string"),
    ("3", "stands where a layer"),
    ("__import__('os').system('touch /tmp/never')", "no value here"),
    ("(lambda: 3)()", "function of your own"),
    ("keras.saving.load_model('x')", "no place"),
    ("Dense(3) Dense(3)", "Python does not understand"),
]


@pytest.mark.parametrize(("text", "words"), BAD)
def test_errors_in_layers_have_their_line(text, words, before):
    code = f"{HEAD}model = keras.Sequential([\n    Dense(4),\n    {text},\n])\n"
    with pytest.raises(CodeError, match=words) as caught:
        read_program(code, before)
    finding = caught.value.finding
    assert finding.what.startswith(f"Line {caught.value.line}: ")
    assert caught.value.line in (4, 6), finding.text
    assert finding.expected and finding.fix and not finding.detail
    assert "file" not in finding.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("model.compile('adm')", 'Did you mean "adam"'),
        ("model.compile(loss='msee')", 'Did you mean "mse"'),
        ("model.compile(metrics=['acuracy'])", 'Did you mean "accuracy"'),
        ("model.compile(keras.optimizers.Adam)", r"Write Adam\(\)"),
        ("model.compile(keras.optimizers.Adam(learning_rat=1))", "learning_rate"),
        ("model.compile(lr=3)", 'no argument "lr"'),
        ("model.compile(loss_weights=[1])", "no place for loss_weights"),
        ("model.fit(x_train, y_train, validation_split=0.1)", "validation_split"),
        ("model.fit(x_train, y_train, epochs=0)", "epochs=0"),
        ("model.fit(x_train, y_train, epochs=True)", "epochs=True"),
        ("model.fit(callbacks=[3])", "callbacks"),
        ("keras.utils.set_random_seed(-1)", "seed=-1"),
        ("for i in range(3): pass", "a for loop"),
        ("def f(): pass", "function of your own"),
        ("import os", 'imports "os"'),
        ("x_train = x_train / 255", "Rescaling"),
        ("x_train = x_train.astype('float32')", "data is changed"),
        ("x = x_train[:100]", "data is changed"),
        ("train, test = keras.datasets.mnist.load_data('x')", "cannot load"),
        ("model.save('x.keras')", "no place"),
        ("model.layers[0].trainable = False", "part of"),
        ("other = keras.Sequential()", "second model"),
        ("model = keras.Model(1, 2)", "called on tensors"),
        ("x = = 3", "Python does not understand"),
        ("a, b = 1, 2, 3", "2 names"),
        ("x[0] = 3", "A part of something"),
        ("model.add(3)", "stands where a layer"),
        ("model.add(Dense(3, name='dense_of_mine')); model.add(3)", "a layer"),
    ],
)
def test_errors_elsewhere_have_their_line(text, words, before):
    code = f"{HEAD}model = keras.Sequential([Dense(4)])\n{text}"
    with pytest.raises(CodeError, match=words) as caught:
        read_program(code, before)
    assert caught.value.line == 5


@pytest.mark.parametrize(
    "code",
    [
        "",
        "x = 3",
        "model = keras.Sequential([])",
        "\0",
        "(" * 10_000,
        "-" * 50_000 + "1",
        "x = " + "1 + " * 20_000 + "1",
        "#" * (LONGEST_PROGRAM + 1),
        "x = '\\d' is 3",
        "model = keras.Sequential([Dense(3, name='a'), Dense(3, name='a')])",
    ],
)
def test_other_texts_are_refused_calmly(code, before):
    with pytest.raises(CodeError):
        read_program(HEAD + code if len(code) < 90_000 else code, before)


def test_nothing_is_run(tmp_path, before):
    marker = tmp_path / "ran"
    code = f"{HEAD}model = keras.Sequential([Dense(3)])\nopen({str(marker)!r}, 'w')\n"
    with pytest.raises(CodeError, match='"open"'):
        read_program(code, before)
    assert not marker.exists()


def test_reading_draws_no_random_number(before):
    state = np.random.get_state()[1].tolist()
    read_program(Project().code, before)
    assert np.random.get_state()[1].tolist() == state
