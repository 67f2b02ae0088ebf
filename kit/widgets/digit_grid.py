"""DigitGrid: small pictures to choose one from, by mouse, touch or keyboard."""

from pathlib import Path

from traitlets import Dict, Int, List, Unicode

from kit.widgets.any_widget import AnyWidget


class DigitGrid(AnyWidget):
    """Tiles with a picture and two short lines each; one of them is chosen.

    The arrow keys, Home and End move the choice. Page Up and Page Down send the
    message `{"turn": -1}` or `{"turn": 1}`.

    >>> grid = DigitGrid(tiles=[{"caption": "✓ 7", "label": "Sample 0"}], chosen=0)
    >>> grid.tiles[grid.chosen]["caption"]
    '✓ 7'
    """

    _esm = Path(__file__).parent / "digit_grid.js"

    # Each has "caption", "second" (a second line), "state" ("right", "wrong" or "")
    # and "label" (what a screen reader says).
    tiles = List(Dict()).tag(sync=True)
    pictures = Unicode(help="All pictures side by side, as an address.").tag(sync=True)
    chosen = Int(-1, help="The place of the chosen tile.").tag(sync=True)
    label = Unicode("Samples").tag(sync=True)
