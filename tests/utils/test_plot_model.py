"""plot_model: the graph as data against the layers, and files that open."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PIL import Image

import kit
from kit import layers
from kit.utils.plot_model import model_graph, plot_model


@pytest.fixture
def model():
    """Two inputs; a model inside and one layer that is used twice; two outputs."""
    image, words = kit.Input((4, 4), name="image"), kit.Input((6,), name="words")
    encoder = kit.Sequential(
        [kit.Input((4, 4)), layers.Flatten(), layers.Dense(8, name="inner")],
        name="encoder",
    )
    shared = layers.Dense(8, activation="relu", name="shared")
    x, y = shared(encoder(image)), shared(layers.Embedding(9, 8, name="vectors")(words))
    pooled = layers.GlobalAveragePooling1D(name="pool")(y)
    total = layers.Add(name="total")([x, pooled])
    return kit.Model([image, words], [layers.Dense(2, name="label")(total), total])


def test_every_call_of_a_layer_is_a_card(model):
    nodes, edges = model_graph(model)
    names = [node["name"] for node in nodes]
    assert sorted(names) == sorted(
        "image words encoder shared vectors pool total label".split() + ["shared (2)"]
    )
    assert set(edges) == {
        ("image", "encoder"),
        ("encoder", "shared"),
        ("words", "vectors"),
        ("vectors", "shared (2)"),
        ("shared (2)", "pool"),
        ("shared", "total"),
        ("pool", "total"),
        ("total", "label"),
    }
    cards = {node["name"]: node for node in nodes}
    assert cards["shared (2)"]["output_shape"] == (None, 6, 8)
    assert sum(node.get("params", 0) for node in nodes) == model.count_params()


def test_the_layers_of_inner_models_can_be_shown(model):
    nodes, edges = model_graph(model, expand_nested=True)
    names = [node["name"] for node in nodes]
    assert "encoder" not in names
    assert ("image", "encoder/flatten") in edges
    assert ("encoder/flatten", "encoder/inner") in edges
    assert ("encoder/inner", "shared") in edges


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_pixels_in_a_file(model, tmp_path, ending):
    file = tmp_path / f"model.{ending}"
    plot_model(model, file, show_shapes=True, dpi=50)
    with Image.open(file) as image:
        small = np.asarray(image.convert("L"))
    plot_model(model, file, show_shapes=True, dpi=100)
    with Image.open(file) as image:
        assert abs(image.width - 2 * small.shape[1]) <= 2
    assert small.min() < 130 and small.max() > 240


def test_svg_in_a_file(model, tmp_path):
    picture = plot_model(model, tmp_path / "model.svg", show_shapes=True)
    text = (tmp_path / "model.svg").read_text(encoding="utf-8")
    assert text == picture
    words = "".join(ElementTree.fromstring(text).itertext())
    for name in ("image", "words", "shared", "label", "4 × 4"):
        assert name in words


def test_marks_are_shown_on_demand(model):
    model.get_layer("shared").trainable = False
    plain = plot_model(model, None)
    assert "4 × 4" not in plain
    assert "relu" not in plain
    assert f"{model.count_params()} params" in plain
    marked = plot_model(
        model, None, show_layer_activations=True, show_dtype=True, show_trainable=True
    )
    assert "Dense (relu, float32" in marked
    nodes, _ = model_graph(model, marks={"trainable": True})
    frozen = {node["name"] for node in nodes if "frozen" in node["class_name"]}
    assert frozen == {"shared", "shared (2)"}


def test_a_line_of_layers_can_go_to_the_right():
    model = kit.Sequential([kit.Input((4, 4)), layers.Flatten(), layers.Dense(3)])
    right = plot_model(model, None, rankdir="LR", show_shapes=True)
    assert right.startswith("<svg")
    assert "then" in right.description
    assert "Connections" in plot_model(model, None).description


def test_a_model_written_as_a_class_shows_its_layers():
    class Two(kit.Model):
        def __init__(self):
            super().__init__()
            self.first, self.second = layers.Dense(3), layers.Dense(2)

        def call(self, inputs):
            return self.second(self.first(inputs))

    model = Two()
    with pytest.raises(ValueError, match="not built"):
        plot_model(model, None)
    model(np.zeros((1, 4)))
    nodes, edges = model_graph(model)
    assert [node["name"] for node in nodes] == ["dense", "dense_1"]
    assert edges == []


def test_unknown_endings_are_refused(model, tmp_path):
    with pytest.raises(ValueError, match="ends in .svg"):
        plot_model(model, tmp_path / "model.bmp2")


def test_a_notebook_gets_a_picture(model, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert plot_model(model)._repr_html_().startswith("<svg")
    assert (tmp_path / "model.png").exists()
