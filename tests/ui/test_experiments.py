"""Toy data, the live boundary, experiments, time travel and comparing, in a browser."""

import pytest
from studio_page import StudioPage


def choose_data(studio, title):
    """Choose a data set in the data strip."""
    data = studio.page.locator(".kit-data")
    studio.choose(data, "Data set", title)
    return data


def open_panel(studio, label):
    studio.press(label, studio.page.locator(".kit-workbench"))
    panel = studio.page.locator(".kit-look")
    panel.locator("h3", has_text=label).wait_for()
    return panel


LOOKS = [("light", 1400), ("dark", 900), ("light", 700), ("dark", 1400)]


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_how_it_looks(open_lab, theme, width):
    lab = open_lab(theme=theme, width=width, height=5200)
    studio = StudioPage(lab).open(epochs=2)
    if lab.page.locator("#jp-left-stack").is_visible():
        lab.command("application:toggle-left-area")
    lab.screenshot(f"data-digits-{theme}-{width}", of=lab.page.locator(".kit-data"))
    choose_data(studio, "Spirals")
    boundary = studio.page.locator(".kit-boundary")
    boundary.wait_for()
    studio.press("Start")
    studio.wait_for_status("Finished")
    boundary.get_by_text("of the test points").wait_for()
    panel = open_panel(studio, "Experiments")
    for kind in ("Seed cloud", "Learning rates", "Optimizer race"):
        studio.press(kind, panel)
        studio.press("Run", panel)
        panel.locator(".kit-sentence b").wait_for(timeout=60_000)
        lab.screenshot(f"{kind.lower().replace(' ', '-')}-{theme}-{width}", of=panel)
    lab.screenshot(f"experiments-{theme}-{width}", of=lab.page.locator(".kit-studio"))
    assert lab.page.evaluate(
        """() => [...document.querySelectorAll('.kit-panel')].every(
            panel => panel.scrollWidth <= panel.clientWidth + 1)"""
    )
