"""ModelPanel: a panel that asks a trained model; the base of those that look inside.

It waits until there is a model, and works only while it is open.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import ipywidgets as widgets

from kit.studio.data import StudioData
from kit.texts.language import translate
from kit.widgets.findings import safely
from kit.widgets.panel import Panel, button, row, text

_LONG = 1_000  # characters of HTML that are worth putting away


class ModelPanel(Panel):
    """A panel about a model and its data; a subclass writes `make` and `look`.

    Args:
        title: A word or two.
        code: The line of a program that does the same.
        name: A CSS class of its own.
        words: One sentence: what the panel shows.
        data: A StudioData, or a function that returns the one of now.
        model: A model; with None the panel waits for `update`.
        styled: Whether to bring the style sheet; a panel inside another need not.

    Attributes:
        is_open: Whether the panel is to be seen; a closed one does not work, and
            leaves no pictures in a notebook that is saved with its widgets.
    """

    def __init__(
        self,
        title: str,
        code: str,
        name: str,
        words: str,
        data: Any,
        model: Any = None,
        styled: bool = True,
    ):
        super().__init__(title, code, f"kit-look {name}", styled=styled)
        self._data: Any = StudioData.of(data) if not callable(data) else data
        self.model: Any = None
        self._is_open, self._is_stale = True, False
        self._put_away: dict[widgets.HTML, str] = {}
        self._setter: int | None = None
        self.words = text(f"<p>{words}</p>", "kit-muted")
        self.again_button = button(
            translate("Look again"),
            translate("Take the weights of this moment"),
            "kit-quiet",
            "refresh",
        )
        self.again_button.on_click(lambda _: self.update(self.model))
        self.waiting = text(_nothing_yet())
        self.body = row(self.make(), "kit-look-body")
        top = row([self.words, self.again_button])
        self.set_content([top, self.waiting, self.body])
        self._show_body(False)
        if model is not None:
            self.update(model)

    # What a subclass writes

    def make(self) -> list[Any]:
        """Make the widgets between the sentence and the errors."""
        raise NotImplementedError

    def look(self) -> None:
        """Ask `self.model` and draw everything anew."""
        raise NotImplementedError

    # What all of them do

    @property
    def data(self) -> Any:
        """The StudioData of now."""
        if callable(self._data):
            return self._data()
        return self._data

    @property
    def is_open(self) -> bool:
        """Whether the panel is to be seen."""
        return self._is_open

    @is_open.setter
    def is_open(self, value: bool) -> None:
        self._is_open = value
        if not value:
            for one in _pictures_in(self.body):
                self._put_away[one], one.value = one.value, ""
        elif self._is_stale:
            self._put_away = {}
            self.update(self.model)
        else:
            for one, markup in self._put_away.items():
                one.value = one.value or markup  # it may have been drawn meanwhile
            self._put_away = {}

    @safely
    def update(self, model: Any = None) -> None:
        """Look at a model with its weights of now; a closed panel does it later."""
        self.model = model
        self._is_stale = not self._is_open
        if self._is_stale:
            return
        if model is None:
            self.waiting.value = _nothing_yet()
            self._show_body(False)
            return
        self.again_button.disabled = True
        self.waiting.value = f"<p role='status'>{translate('Computing …')}</p>"
        if self.body.layout.display == "none":
            self.waiting.layout.display = None
        self.later(self._look)

    def _look(self) -> None:
        try:
            self.look()
        except Exception:
            self._show_body(False)
            self.waiting.layout.display = "none"
            raise
        else:
            self._show_body(True)
        finally:
            self.again_button.disabled = False

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Set controls without their handlers taking it for a learner's choice."""
        self._setter = threading.get_ident()
        try:
            yield
        finally:
            self._setter = None

    @property
    def is_setting(self) -> bool:
        """Whether this thread sets controls itself; a learner may in another one."""
        return self._setter == threading.get_ident()

    def _show_body(self, wanted: bool) -> None:
        self.body.layout.display = None if wanted else "none"
        self.again_button.layout.display = None if wanted else "none"
        self.waiting.layout.display = "none" if wanted else None


def _pictures_in(box: Any) -> Iterator[widgets.HTML]:
    """Find all long pieces of HTML in a box."""
    for one in box.children:
        if hasattr(one, "children"):
            yield from _pictures_in(one)
        elif isinstance(one, widgets.HTML) and len(one.value) > _LONG:
            yield one


def _nothing_yet() -> str:
    return f"<p>{translate('Train a model first: press Start above.')}</p>"


def data_of(studio: Any) -> Callable[[], Any]:
    """Return a function that finds the data of now, as a learner may change them."""
    return lambda: studio.project.data


def offer(menu: Any, options: list[tuple[str, Any]]) -> None:
    """Change the options of a menu; what was chosen stays chosen if it is still there.

    >>> import ipywidgets
    >>> menu = ipywidgets.Dropdown()
    >>> offer(menu, [("one", 1), ("two", 2)]); menu.value = 2
    >>> offer(menu, [("two", 2), ("three", 3)]); menu.value
    2
    """
    chosen = menu.value
    if list(menu.options) != options:
        menu.options = options
    values = [value for _, value in options]
    menu.value = chosen if chosen in values else (values[0] if values else None)
