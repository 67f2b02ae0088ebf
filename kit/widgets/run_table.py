"""RunTable: rows with a sortable heading and a button each."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from traitlets import Dict, List, Unicode

from kit.widgets.any_widget import AnyWidget


class RunTable(AnyWidget):
    """A table whose headings sort, and whose rows have a button.

    Args:
        on_sort: Called with the key of a column.
        on_restore: Called with the number of a row.
        **traits: `columns`, `label` and `restore`, the word on the buttons.

    >>> RunTable(print, print, label="Runs").sort
    ['run', 'descending']
    """

    _esm = Path(__file__).parent / "run_table.js"

    columns = List(Dict(), help="key, title and whether it sorts.").tag(sync=True)
    rows = List(Dict(), help="One text for each column; curve is SVG.").tag(sync=True)
    sort = List(Unicode(), ["run", "descending"]).tag(sync=True)
    label = Unicode().tag(sync=True)
    restore = Unicode().tag(sync=True)

    def __init__(
        self,
        on_sort: Callable[[str], Any],
        on_restore: Callable[[int], Any],
        **traits: Any,
    ):
        super().__init__(**traits)
        self._on_sort, self._on_restore = on_sort, on_restore
        self.on_msg(self._answer)

    def _answer(self, _: Any, content: Any, buffers: Any) -> None:
        if "sort" in content:
            self._on_sort(str(content["sort"]))
        if "restore" in content:
            self._on_restore(int(content["restore"]))
