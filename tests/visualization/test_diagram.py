import re

import pytest

from kit.visualization.diagram import graph_svg, network_svg, shape_text

LAYERS = [
    {"name": "input", "class_name": "InputLayer", "output_shape": (None, 28, 28)},
    {"name": "flatten", "class_name": "Flatten", "output_shape": (None, 784)},
    {"name": "a", "class_name": "Dense", "output_shape": (None, 64), "params": 50240},
    {"name": "b", "class_name": "Dense", "output_shape": (None, 10), "params": 650},
]


@pytest.mark.parametrize("direction", ["right", "down", "auto"])
def test_every_layer_is_named_with_shape_and_params(parse, direction):
    drawing = parse(network_svg(LAYERS, direction=direction))
    nodes = drawing.all("g", "kit-node")
    assert len(nodes) == 4
    for node, layer in zip(nodes, LAYERS, strict=True):
        words = " ".join(node.itertext())
        assert layer["class_name"] in words and layer["name"] in words
    assert "50,240 params" in " ".join(nodes[2].itertext())
    assert drawing.texts("kit-title") == ["4 layers, 50,890 params"]


def test_right_runs_right_and_down_runs_down(parse):
    def places(direction, name):
        nodes = parse(network_svg(LAYERS, direction=direction)).all("g", "kit-node")
        return [float(node.find("{*}text").get(name)) for node in nodes]

    for direction, name in (("right", "x"), ("down", "y")):
        values = places(direction, name)
        assert values == sorted(set(values))


def test_links_and_edges_join_neighbours(parse):
    assert len(parse(network_svg(LAYERS)).all("polygon", "kit-link")) == 3
    assert (
        len(parse(network_svg(LAYERS, direction="down")).all("path", "kit-edge")) == 3
    )


def test_long_models_run_down(parse):
    assert len(parse(network_svg(LAYERS * 6)).all("path", "kit-edge")) == 23


def test_bar_is_the_share_of_the_largest_layer(parse):
    nodes = parse(network_svg(LAYERS, direction="down")).all("g", "kit-node")
    bars = [node.findall("{*}rect")[1:] for node in nodes]
    assert [len(found) for found in bars] == [0, 0, 1, 1]
    assert float(bars[2][0].get("width")) > float(bars[3][0].get("width")) >= 2


def test_no_layer_yet(parse):
    picture = network_svg([])
    assert picture.description == "No layer yet."
    parse(picture)


def test_names_are_escaped(parse):
    bad = {"name": "<script>alert(1)</script>", "class_name": "A&B"}
    for markup in (
        network_svg([bad]),
        network_svg([bad], direction="down"),
        graph_svg([bad], []),
    ):
        assert "<script" not in markup
        parse(markup)


def test_unknown_direction():
    with pytest.raises(ValueError, match="direction 'left' is unknown"):
        network_svg(LAYERS, direction="left")


class TestGraph:
    NODES = [{"name": name, "class_name": "Dense"} for name in "abcd"]
    EDGES = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]

    def test_nodes_and_edges_are_there(self, parse):
        drawing = parse(graph_svg(self.NODES, self.EDGES))
        assert len(drawing.all("g", "kit-node")) == 4
        assert len(drawing.all("path", "kit-edge")) == 4

    def test_everything_is_inside_the_picture(self, parse):
        drawing = parse(graph_svg(self.NODES, self.EDGES))
        width, height = drawing.size
        for box in drawing.all("rect"):
            assert 0 <= float(box.get("x"))
            assert float(box.get("x")) + float(box.get("width")) <= width
            assert float(box.get("y")) + float(box.get("height")) <= height
        for edge in drawing.all("path", "kit-edge"):
            for x, y in re.findall(r"([\d.]+),([\d.]+)", edge.get("d").split("v")[0]):
                assert 0 <= float(x) <= width and 0 <= float(y) <= height

    def test_edges_start_and_end_at_their_boxes(self, parse):
        drawing = parse(graph_svg(self.NODES, [("a", "b")]))
        a, b = (node.find("{*}rect") for node in drawing.all("g", "kit-node")[:2])
        path = drawing.all("path", "kit-edge")[0].get("d")
        numbers = [float(value) for value in re.findall(r"[\d.]+", path.split("v")[0])]
        assert numbers[1] == float(a.get("y")) + float(a.get("height"))
        drop = float(re.search(r"v([\d.]+)", path).group(1))
        assert numbers[-1] + drop == float(b.get("y"))

    def test_circle_is_refused(self):
        with pytest.raises(ValueError, match="circle"):
            graph_svg(self.NODES, [("a", "b"), ("b", "a")])


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ((None, 28, 28, 1), "28 × 28 × 1"),
        ((32, 10), "10"),
        ((None,), "1"),
        ((None, None, 8), "? × 8"),
        ([(None, 2), (None, 3)], "2, 3"),
        ({"a": (None, 2)}, "2"),
        (None, ""),
    ],
)
def test_shape_text(shape, text):
    assert shape_text(shape) == text
