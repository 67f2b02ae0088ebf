"""The studio by keyboard alone, for screen readers, in other languages and colours."""

import pytest
from accessibility import Keyboard, violations
from studio_page import StudioPage

PANELS = ("Confusion", "Why?", "Inside", "One step", "What jit did", "Draw", "Share")
CHANGE_THEME = """theme => window.jupyterapp.commands.execute(
    'apputils:change-theme', {theme})"""


@pytest.fixture
def studio(lab):
    return StudioPage(lab)


def open_panel(studio, label):
    """Open a panel of the workbench and wait until it has computed."""
    bench = studio.page.locator(".kit-workbench")
    studio.press(label.replace("?", r"\?"), bench)
    bench.locator(".kit-panel h3").wait_for()
    studio.wait_for_count(bench.get_by_text("Computing …").locator("visible=true"), 0)


def test_a_whole_run_by_keyboard_alone_and_what_axe_finds(lab, studio):
    studio.open(epochs=1)
    hands = Keyboard(lab.page)
    hands.begin()
    # Build: one more layer behind the layer of 128 units
    hands.to("Dense 128", "button")
    hands.press("Enter")
    hands.to("New layer", "select")
    hands.press("b", "d", "d")  # in a notebook: a cell below, and delete this one
    hands.press("End")  # among the kinds of layers
    before = studio.builder.locator(".kit-layer-row").count()
    hands.to("Add below", "button")
    hands.press("Enter")
    studio.wait_for_count(studio.builder.locator(".kit-layer-row"), before + 1)
    # Train
    hands.to("Start", "button")
    hands.press("b", "Space")
    studio.wait_for_status("Finished", 20)
    studio.tiles.first.wait_for()
    # Inspect
    hands.to("Sample 0", "div")
    hands.press("ArrowRight")
    studio.inspector.locator(".kit-sentence", has_text="Sample 1:").wait_for()
    # Draw
    hands.to("Draw", "button")
    hands.press("Enter")
    hands.to("Pad to draw", "svg")
    down = ["ArrowUp"] * 8 + ["Space"] + ["ArrowDown"] * 16 + ["Space"]
    hands.press(*down)
    lab.page.locator(".kit-announcer", has_text="The network reads").wait_for()
    # Out of the studio and back again: nothing holds the focus.
    hands.through()
    assert hands.tab("Shift+Tab")["inside"]
    assert hands.hidden == []
    assert lab.page.locator(".jp-Notebook .jp-Cell").count() == 1

    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        lab.page.evaluate(CHANGE_THEME, theme)
        lab.page.locator(f'body[data-jp-theme-name="{theme}"]').wait_for(
            state="attached"
        )
        for panel in PANELS:
            open_panel(studio, panel)
            assert violations(lab.page, ".kit-workbench") == [], (theme, panel)
        assert violations(lab.page) == [], theme
    studio.press("Projector", lab.page.locator(".kit-studio"))
    lab.page.locator(".kit-projector").wait_for()
    assert violations(lab.page) == []

    lab.run_cell("Studio(epochs=1, language='de')")
    german = lab.page.locator(".kit-studio[lang=de]")
    german.get_by_role("button", name="Starten").wait_for()
    german.get_by_text("Modell, Verlust und Labels passen zusammen").wait_for()
