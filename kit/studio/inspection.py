"""Inspection: which of many predictions are looked at, page by page.

The inspector's controls change it, and its pictures are made of what it selects.
"""

from typing import Any

import numpy as np
from traitlets import HasTraits, Int

from kit.studio.inspector import ALL, Predictions
from kit.texts.language import translate

PER_PAGE = 40


class Inspection(HasTraits):
    """A selection of predictions, cut into pages, with one sample chosen.

    `revision` grows with every change; it is the one thing to observe.

    Args:
        predictions: What to look at; None before there are any.
        per_page: Samples on a page.

    >>> found = Predictions([[0.9, 0.1], [0.2, 0.8]], [0, 0])
    >>> inspection = Inspection(found)
    >>> inspection.change(show="wrong")
    >>> inspection.items.tolist(), inspection.chosen
    ([1], 1)
    """

    revision = Int(0)

    def __init__(
        self, predictions: Predictions | None = None, per_page: int = PER_PAGE
    ):
        super().__init__()
        self.predictions, self.per_page = predictions, per_page
        self.show, self.order = ALL, "index"
        self.true_class: int | None = None
        self.page = 0
        self.chosen: int | None = None  # the number of a sample
        self._select()

    def use(self, predictions: Predictions | None) -> None:
        """Look at other predictions, if possible at the same sample."""
        self.predictions = predictions
        if predictions is not None and self.order not in predictions.orders:
            self.order = "index"
        chosen, page = self.chosen, self.page
        self._select()
        self.page = min(page, self.pages - 1)
        if chosen is not None and chosen in self.items:
            self.chosen = chosen
        self.revision += 1

    def change(self, **choices: Any) -> None:
        """Choose anew, from the first page on.

        Args:
            **choices: Any of `show`, `true_class` and `order`, as in
                `Predictions.select`.
        """
        for name, value in choices.items():
            setattr(self, name, value)
        self._select()
        self.revision += 1

    def turn(self, pages: int) -> None:
        """Turn over so many pages, backwards if negative."""
        self.page = min(max(self.page + pages, 0), self.pages - 1)
        self.chosen = int(self.items[0]) if len(self.items) else None
        self.revision += 1

    def choose(self, place: int) -> None:
        """Choose the sample at a place of this page."""
        if 0 <= place < len(self.items):
            self.chosen = int(self.items[place])
            self.revision += 1

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-len(self.found) // self.per_page))

    @property
    def items(self) -> np.ndarray:
        """The numbers of the samples on this page."""
        start = self.page * self.per_page
        return self.found[start : start + self.per_page]

    @property
    def place(self) -> int:
        """Where the chosen sample is on this page; -1 if it is not there."""
        places = np.flatnonzero(self.items == self.chosen)
        return int(places[0]) if len(places) else -1

    @property
    def extent(self) -> str:
        """Which samples the page shows, in words.

        >>> Inspection().extent
        'no sample'
        """
        if not len(self.found):
            return translate("no sample")
        first = self.page * self.per_page + 1
        return translate(
            "{first:,} to {last:,} of {count:,}",
            first=first,
            last=first + len(self.items) - 1,
            count=len(self.found),
        )

    def _select(self) -> None:
        self.found = np.empty(0, dtype=int)
        if self.predictions is not None:
            self.found = self.predictions.select(self.show, self.true_class, self.order)
        self.page = 0
        self.chosen = int(self.found[0]) if len(self.found) else None
