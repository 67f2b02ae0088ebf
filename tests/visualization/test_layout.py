import itertools

import numpy as np
import pytest

from kit.visualization.layout import Bend, layered_layout


def layout_of(edges, width=100.0):
    names = dict.fromkeys(itertools.chain(*edges))
    return layered_layout(dict.fromkeys(names, width), edges)


def random_graph(seed, count=14):
    generator = np.random.default_rng(seed)
    return [
        (f"n{a}", f"n{b}")
        for a in range(count)
        for b in range(a + 1, count)
        if b == a + 1 or generator.random() < 0.15
    ]


@pytest.mark.parametrize("seed", range(5))
def test_every_edge_points_down(seed):
    edges = random_graph(seed)
    rows = layout_of(edges).rows
    assert all(rows[source] < rows[target] for source, target in edges)


@pytest.mark.parametrize("seed", range(5))
def test_nothing_overlaps_in_a_row(seed):
    edges = random_graph(seed)
    layout = layout_of(edges)
    by_row = {}
    for item, center in layout.centers.items():
        bend = isinstance(item, Bend)
        row = item.row if bend else layout.rows[item]
        half = 0.0 if bend else 50.0
        by_row.setdefault(row, []).append((center - half, center + half))
    for spans in by_row.values():
        spans.sort()
        for (_, end), (start, _) in itertools.pairwise(spans):
            assert start > end


def test_row_is_the_longest_path():
    rows = layout_of([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]).rows
    assert rows == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_late_inputs_stand_close_to_their_use():
    edges = [("a", "b"), ("b", "c"), ("c", "d"), ("late", "d")]
    assert layout_of(edges).rows["late"] == 2


def test_long_edges_bend_once_per_row_and_run_straight():
    layout = layout_of([("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")])
    bends = layout.paths["a", "d"][1:-1]
    assert [bend.row for bend in bends] == [1, 2]
    assert len({round(layout.centers[bend], 6) for bend in bends}) == 1


def test_ordering_undoes_crossings():
    edges = [("s", "a"), ("s", "b"), ("s", "c"), ("a", "z"), ("b", "y"), ("c", "x")]
    # Declared so that x, y, z would cross if they kept this order.
    names = dict.fromkeys(["s", "a", "b", "c", "x", "y", "z"], 50.0)
    centers = layered_layout(names, edges).centers
    upper = sorted("abc", key=centers.get)
    lower = sorted("xyz", key=centers.get)
    partner = dict(a="z", b="y", c="x")
    assert [partner[name] for name in upper] == lower


def test_a_chain_is_a_straight_line():
    centers = layout_of([("a", "b"), ("b", "c")]).centers
    assert len(set(centers.values())) == 1


def test_repeated_edges_count_once():
    assert len(layout_of([("a", "b"), ("a", "b")]).paths) == 1


def test_nothing_at_all():
    assert layered_layout({}, []).rows == {}


def test_circles_are_refused():
    with pytest.raises(ValueError, match="form a circle through: b, c"):
        layout_of([("a", "b"), ("b", "c"), ("c", "b")])


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="'b', which is no node"):
        layered_layout({"a": 1.0}, [("a", "b")])
