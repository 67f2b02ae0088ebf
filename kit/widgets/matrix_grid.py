"""MatrixGrid: a table of counts whose cells can be chosen, also by keyboard."""

from pathlib import Path

from traitlets import Int, List, Unicode

from kit.widgets.any_widget import AnyWidget


class MatrixGrid(AnyWidget):
    """A square table; the blue of a cell is its share of the row.

    The arrow keys move through the cells, Enter and Space choose one; choosing the
    chosen cell again lets it go.

    >>> grid = MatrixGrid(counts=[[8, 2], [1, 9]], names=["cat", "dog"])
    >>> grid.chosen
    [-1, -1]
    """

    _esm = Path(__file__).parent / "matrix_grid.js"

    counts = List(List(Int())).tag(sync=True)
    names = List(Unicode()).tag(sync=True)
    words = List(List(Unicode()), help="What each cell means.").tag(sync=True)
    heads = List(
        Unicode(), ["true", "predicted", "right"], help="Over rows, columns, shares."
    ).tag(sync=True)
    chosen = List(Int(), [-1, -1], help="Row and column, or -1, -1.").tag(sync=True)
    label = Unicode("Confusion matrix").tag(sync=True)
