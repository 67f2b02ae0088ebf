"""DataChoices: the menu of the data sets and the sliders under it.

The data strip shows it; what is chosen becomes a `DataRecipe`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import ipywidgets as widgets

from kit.studio.data import SOURCES, StudioData, is_available
from kit.studio.data_recipe import MOST_WRONG, DataRecipe, takes_wrong_labels
from kit.texts.language import translate
from kit.widgets.quiet import new, quiet

OWN = "own"
_FEWEST = 20  # samples that a slider offers
_MOST_TOY_POINTS = 2000
_STEPS = (10, 20, 50, 100, 200, 500, 1000)


class DataChoices(widgets.VBox):
    """Which data, how many, how many to test, and how many wrong labels.

    Args:
        change: Called with the DataRecipe that the learner has chosen.

    >>> seen = []
    >>> choices = DataChoices(seen.append)
    >>> choices.show(StudioData.load("moons"))
    >>> choices.wrong.value = 20
    >>> seen[0].wrong_labels
    20
    """

    def __init__(self, change: Callable[[DataRecipe], Any]):
        self._change = change
        self._is_drawing = False
        self._recipe = DataRecipe()
        self.menu = new(
            widgets.Dropdown,
            description=translate("Data set"),
            tooltip=translate("What the network learns from"),
        )
        self.samples = _slider(
            translate("Samples"), translate("How many samples there are")
        )
        self.tested = _slider(
            translate("To test"),
            translate("How many percent of the samples test the network"),
            min=5,
            max=80,
            step=5,
        )
        self.wrong = _slider(
            translate("Wrong labels"),
            translate("How many percent of the labels to learn from are made wrong"),
            max=MOST_WRONG,
            step=5,
        )
        self.menu.observe(self._choose_set, "value")
        for slider in (self.samples, self.tested, self.wrong):
            slider.observe(self._choose_number, "value")
        sliders = [self.samples, self.tested, self.wrong]
        self.fields = new(widgets.Box, "kit-data-sliders", children=sliders)
        super().__init__([self.menu, self.fields], **quiet(self, "kit-data-choices"))

    def show(self, data: StudioData, own: StudioData | None = None) -> None:
        """Show how data were chosen.

        Args:
            data: The data.
            own: Arrays of the user's own that may be chosen as well.
        """
        self._recipe, self._data = data.recipe, data
        self._is_drawing = True
        try:
            self.menu.options = _options()
            self.menu.value = data.recipe.name or OWN
            self._show_numbers(data)
        finally:
            self._is_drawing = False

    def _show_numbers(self, data: StudioData) -> None:
        recipe, whole = data.recipe, data.all_samples
        if recipe.is_toy:
            most, value = _MOST_TOY_POINTS, recipe.samples or 0
        else:
            most = len(whole.x_train) + len(whole.x_test)
            most -= len(data.x_test)
            value = len(data.x_train)
        self._most = most
        step = next((s for s in reversed(_STEPS) if most >= 40 * s), 1)
        low = min(max(_FEWEST, step), most, value)
        _set_range(self.samples, low, max(most, value), step, value)
        total = len(data.x_test) + (most if not recipe.is_toy else len(data.x_train))
        self._total = total
        percent = round(100 * len(data.x_test) / max(total, 1))
        _set_range(self.tested, min(5, percent), max(80, percent), 5, percent)
        self.wrong.value = recipe.wrong_labels
        self.wrong.disabled = not takes_wrong_labels(whole.y_train)

    # Handlers

    def _choose_set(self, change) -> None:
        if self._is_drawing:
            return
        name = None if change["new"] == OWN else change["new"]
        # The wrong labels stay: whoever tries them wants to see them on other data.
        recipe = DataRecipe(name, wrong_labels=self._recipe.wrong_labels)
        self._change(recipe.completed)

    def _choose_number(self, change) -> None:
        if self._is_drawing:
            return
        slider, number = change["owner"], change["new"]
        if slider is self.wrong:
            recipe = replace(self._recipe, wrong_labels=number)
        elif slider is self.tested:
            total = self._recipe.samples if self._recipe.is_toy else self._total
            recipe = replace(self._recipe, tested=max(1, round(total * number / 100)))
        else:
            recipe = self._with_samples(number)
        self._change(recipe.completed)

    def _with_samples(self, number: int) -> DataRecipe:
        if self._recipe.is_toy:
            share = self.tested.value / 100
            tested = round(number * share)
            return replace(self._recipe, samples=number, tested=tested)
        samples = None if number >= self._most else number
        return replace(self._recipe, samples=samples)


def _options() -> list[tuple[str, str]]:
    options = []
    for name, source in SOURCES.items():
        title = translate(source.title)
        if not is_available(name):
            title = translate("{title} (to download)", title=title)
        options.append((title, name))
    return [*options, (translate("Arrays of your own"), OWN)]


def _slider(label: str, tooltip: str, **numbers: Any) -> widgets.IntSlider:
    words = {"description": label, "tooltip": tooltip}
    return new(widgets.IntSlider, **words, **numbers, continuous_update=False)


def _set_range(slider: Any, low: int, high: int, step: int, value: int) -> None:
    """Change a slider's limits, in an order in which the value always fits."""
    slider.min = min(low, slider.min, slider.value)
    slider.max = max(high, slider.max, value)
    slider.step = step
    slider.value = value
    slider.min, slider.max = min(low, value), max(high, value)
