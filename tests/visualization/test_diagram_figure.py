import pytest

from kit.visualization.diagram_figure import graph_figure

NODES = [
    {"name": "a", "class_name": "Input", "output_shape": (None, 4)},
    {"name": "b", "class_name": "Dense", "output_shape": (None, 2), "params": 1010},
    {"name": "c", "class_name": "Add"},
]
EDGES = [("a", "b"), ("b", "c"), ("a", "c")]


def test_cards_and_arrows():
    figure = graph_figure(NODES, EDGES)
    panel = figure.axes[0]
    words = [text.get_text() for text in panel.texts]
    for expected in ("Input  a", "Dense  b", "Add  c", "4", "2 · 1,010 params"):
        assert expected in words
    assert len(panel.patches) == len(NODES)
    assert words.count("") == len(EDGES)  # an arrow is an annotation without words


def test_edges_lead_down():
    panel = graph_figure(NODES, EDGES).axes[0]
    top, bottom = panel.get_ylim()[::-1]
    assert top < bottom
    arrows = [text for text in panel.texts if not text.get_text()]
    assert all(arrow.xy[1] > arrow.xyann[1] for arrow in arrows)


def test_everything_is_inside_the_figure():
    panel = graph_figure(NODES, EDGES).axes[0]
    left, right = panel.get_xlim()
    for patch in panel.patches:
        assert left <= patch.get_x() and patch.get_x() + patch.get_width() <= right


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="no node"):
        graph_figure(NODES, [("a", "z")])
