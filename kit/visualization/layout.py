"""Places the nodes of a graph in rows, so that every edge points downward.

Stands below `diagram`; it knows nothing of layers or of pictures, only of names,
widths and edges.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_SWEEPS = 8
_GAP = 28.0  # between neighbours in a row
_BEND_WIDTH = 12.0


class Bend(NamedTuple):
    """A place in a row where a long edge passes by."""

    source: str
    target: str
    row: int


class Layout(NamedTuple):
    """Where everything is.

    Attributes:
        rows: For each node its row, counted from the top.
        centers: For each node and each bend the horizontal middle.
        paths: For each edge the nodes and bends it visits.
    """

    rows: dict
    centers: dict
    paths: dict


def layered_layout(
    widths: Mapping[str, float], edges: Sequence[tuple[str, str]]
) -> Layout:
    """Return a layout in rows with few crossings.

    A node's row is the length of the longest path that leads to it. Within a row
    the nodes are sorted by the mean place of their neighbours, again and again, and
    the best order is kept.

    Args:
        widths: The names of the nodes with their widths in pixels.
        edges: Pairs of names, from source to target.

    Raises:
        ValueError: If an edge names an unknown node or the edges form a circle.

    >>> layered_layout({"a": 50, "b": 50}, [("a", "b")]).rows
    {'a': 0, 'b': 1}
    """
    edges = list(dict.fromkeys((str(a), str(b)) for a, b in edges))
    rows = _rank(list(widths), edges)
    paths = {edge: _path(edge, rows) for edge in edges}
    steps = [
        step for path in paths.values() for step in zip(path, path[1:], strict=False)
    ]
    above, below = _neighbours(steps)
    order = _best_order(_first_order(rows, paths), above, below)
    all_widths = {item: widths.get(item, _BEND_WIDTH) for row in order for item in row}
    centers = _centers(order, all_widths, above, below)
    for path in paths.values():
        _straighten(path[1:-1], order, centers, all_widths)
    return Layout(rows, centers, paths)


def _rank(names: list[str], edges) -> dict[str, int]:
    """Return each node's row: one below the lowest of its sources."""
    sources: dict[str, list] = {name: [] for name in names}
    targets: dict[str, list] = {name: [] for name in names}
    for source, target in edges:
        for name in (source, target):
            if name not in sources:
                raise ValueError(
                    f"The edge {(source, target)} names {name!r}, which is no node.\n"
                    f"Expected one of: {', '.join(names)[:200]}.\n"
                    "Add the node to `nodes`, or correct the name in `edges`."
                )
        sources[target].append(source)
        targets[source].append(target)
    waiting = {name: len(sources[name]) for name in names}
    ready = [name for name in names if not waiting[name]]
    rows: dict[str, int] = {}
    for name in ready:  # grows while it is read
        rows[name] = 1 + max((rows[source] for source in sources[name]), default=-1)
        for target in targets[name]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    if len(rows) < len(names):
        stuck = [name for name in names if name not in rows]
        raise ValueError(
            f"The edges form a circle through: {', '.join(stuck)[:200]}.\n"
            "Expected a graph in which every edge leads forward.\n"
            "Remove the edge that leads back."
        )
    # An input that is used late is drawn close to where it is used.
    for name in names:
        if not sources[name] and targets[name]:
            rows[name] = min(rows[target] for target in targets[name]) - 1
    return {name: rows[name] for name in names}


def _path(edge: tuple[str, str], rows: dict[str, int]) -> list:
    source, target = edge
    between = range(rows[source] + 1, rows[target])
    return [source, *(Bend(source, target, row) for row in between), target]


def _neighbours(steps) -> tuple[dict, dict]:
    above: dict = {}
    below: dict = {}
    for upper, lower in steps:
        below.setdefault(upper, []).append(lower)
        above.setdefault(lower, []).append(upper)
    return above, below


def _first_order(rows: dict, paths: dict) -> list[list]:
    order: list[list] = [[] for _ in range(max(rows.values(), default=-1) + 1)]
    for name, row in rows.items():
        order[row].append(name)
    for path in paths.values():
        for bend in path[1:-1]:
            order[bend.row].append(bend)
    return order


def _best_order(order: list[list], above: dict, below: dict) -> list[list]:
    """Return the order with the fewest crossings among several sweeps."""
    best, fewest = order, _crossings(order, below)
    for sweep in range(_SWEEPS):
        downward = sweep % 2 == 0
        neighbours = above if downward else below
        order = [list(row) for row in order]
        numbers = range(1, len(order)) if downward else range(len(order) - 2, -1, -1)
        for number in numbers:
            place = {item: i for row in order for i, item in enumerate(row)}
            order[number].sort(
                key=lambda item, place=place, near=neighbours: _mean(
                    [place[other] for other in near.get(item, ())], place[item]
                )
            )
        crossings = _crossings(order, below)
        if crossings < fewest:
            best, fewest = order, crossings
    return best


def _crossings(order: list[list], below: dict) -> int:
    """Return how many pairs of edges between neighbouring rows cross."""
    count = 0
    for upper, lower in zip(order, order[1:], strict=False):
        place = {item: index for index, item in enumerate(lower)}
        ends = [
            sorted(place[other] for other in below.get(item, ()) if other in place)
            for item in upper
        ]
        flat = [end for group in ends for end in group]
        count += sum(
            flat[i] > flat[j] for i in range(len(flat)) for j in range(i + 1, len(flat))
        )
    return count


def _centers(order: list[list], widths: dict, above: dict, below: dict) -> dict:
    """Return the middles: near the neighbours' mean, without overlap."""
    centers: dict = {}
    for row in order:
        total = sum(widths[item] for item in row) + _GAP * (len(row) - 1)
        x = -total / 2
        for item in row:
            centers[item] = x + widths[item] / 2
            x += widths[item] + _GAP
    for sweep in range(_SWEEPS * 2):
        for row in order if sweep % 2 == 0 else order[::-1]:
            wished = [
                _wish(item, above.get(item, []) + below.get(item, []), centers)
                for item in row
            ]
            centers.update(zip(row, _apart(row, wished, widths), strict=True))
    left = min((centers[item] - widths[item] / 2 for item in centers), default=0.0)
    return {item: center - left for item, center in centers.items()}


def _straighten(bends: list, order: list[list], centers: dict, widths: dict) -> None:
    """Put the bends of a long edge below each other as far as there is room."""
    group: list = []
    low, high = -math.inf, math.inf
    for bend in bends:
        left, right = _room(bend, order[bend.row], centers, widths)
        if max(low, left) > min(high, right):  # blocked: start a new straight piece
            _align(group, low, high, centers)
            group, low, high = [], -math.inf, math.inf
        group.append(bend)
        low, high = max(low, left), min(high, right)
    _align(group, low, high, centers)


def _room(item, row: list, centers: dict, widths: dict) -> tuple[float, float]:
    """Return how far an item may move between its neighbours in the row."""
    index = row.index(item)
    low, high = -math.inf, math.inf
    if index > 0:
        other = row[index - 1]
        low = centers[other] + (widths[other] + widths[item]) / 2 + _GAP
    if index + 1 < len(row):
        other = row[index + 1]
        high = centers[other] - (widths[other] + widths[item]) / 2 - _GAP
    # Rounding must not leave an item without its own place.
    return min(low, centers[item]), max(high, centers[item])


def _align(group: list, low: float, high: float, centers: dict) -> None:
    if group:
        mean = sum(centers[bend] for bend in group) / len(group)
        centers.update(dict.fromkeys(group, min(max(mean, low), high)))


def _wish(item, neighbours: list, centers: dict) -> float:
    """Return the mean place of the neighbours; long edges want to be straight."""
    weights = [
        8 if isinstance(item, Bend) and isinstance(other, Bend) else 1
        for other in neighbours
    ]
    if not weights:
        return centers[item]
    places = zip(weights, neighbours, strict=True)
    return sum(weight * centers[other] for weight, other in places) / sum(weights)


def _apart(row: list, wished: list[float], widths: dict) -> list[float]:
    """Return the wished places, pushed apart as far as the widths require."""
    pushed_right, pushed_left = list(wished), list(wished)
    for i in range(1, len(row)):
        room = (widths[row[i - 1]] + widths[row[i]]) / 2 + _GAP
        pushed_right[i] = max(wished[i], pushed_right[i - 1] + room)
    for i in range(len(row) - 2, -1, -1):
        room = (widths[row[i]] + widths[row[i + 1]]) / 2 + _GAP
        pushed_left[i] = min(wished[i], pushed_left[i + 1] - room)
    # Both keep the distances, and so does their mean.
    return [(a + b) / 2 for a, b in zip(pushed_right, pushed_left, strict=True)]


def _mean(values: list[float], default: float) -> float:
    return sum(values) / len(values) if values else default
