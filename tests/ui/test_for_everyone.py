"""The studio by keyboard alone, for screen readers, in other languages and colours."""

import pytest
from accessibility import MOVING, UNSEEN, Keyboard, violations
from studio_page import NOTHING_IS_TOO_WIDE, StudioPage

PANELS = (
    "Challenges",
    "Confusion",
    "Why?",
    "Inside",
    "One step",
    "What jit did",
    "Draw",
    "Experiments",
    "Compare",
    "Share",
)


@pytest.fixture
def studio(lab):
    return StudioPage(lab)


def test_a_whole_run_by_keyboard_alone_and_what_axe_finds(lab, studio):
    studio.open(epochs=1)
    builds_trains_inspects_and_draws(lab, studio)
    axe_finds_nothing_in_any_panel(lab, studio)
    nothing_moves_and_all_is_seen_in_the_readers_colours(lab.page)
    axe_finds_nothing_in_the_plane(lab, studio)


def builds_trains_inspects_and_draws(lab, studio):
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


def axe_finds_nothing_in_any_panel(lab, studio):
    studio.open_panel("Challenges")
    bench = lab.page.locator(".kit-workbench")
    studio.choose(bench, "Challenge", "Reach 90 % in 2 epochs")
    assert lab.page.locator(".kit-time").is_visible()
    for theme in ("light", "dark"):
        lab.look(theme)
        for panel in PANELS:
            studio.open_panel(panel)
            assert violations(lab.page, ".kit-workbench") == [], (theme, panel)
        assert violations(lab.page) == [], theme


def nothing_moves_and_all_is_seen_in_the_readers_colours(page):
    assert page.evaluate(MOVING) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING) == 0
    page.emulate_media(reduced_motion="null")
    for scheme in ("light", "dark"):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        assert page.evaluate(UNSEEN) == [], scheme
    page.emulate_media(forced_colors="null", color_scheme="null")


def axe_finds_nothing_in_the_plane(lab, studio):
    """Points, their boundary, a race and the past: with the dark theme, then light."""
    studio.choose(lab.page.locator(".kit-data"), "Data set", "Moons")
    studio.press("Start")
    studio.wait_for_status("Finished")
    lab.page.locator(".kit-boundary .kit-units").wait_for()
    studio.inspector.get_by_text("of 150 right").wait_for()  # it moves what is below
    race = studio.open_panel("Experiments")
    studio.type(race, "Epochs", 2)
    studio.press("Run all", race)
    race.locator(".kit-sentence b").wait_for(timeout=60_000)
    lab.page.locator(".kit-time .noUi-handle").focus()
    lab.page.keyboard.press("Home")
    lab.page.locator(".kit-moment").get_by_text("noise").wait_for()
    assert violations(lab.page) == []
    lab.look("light")
    assert violations(lab.page) == []
    studio.press("Projector", lab.page.locator(".kit-studio"))
    lab.page.locator(".kit-projector").wait_for()
    assert violations(lab.page) == []
    for width in (700, 900):
        lab.look("light", width)
        lab.page.wait_for_function(NOTHING_IS_TOO_WIDE)


def test_it_speaks_german(lab):
    lab.open(["from kit.widgets import Studio\nStudio(epochs=1, language='de')"])
    lab.run_all()
    german = lab.page.locator(".kit-studio[lang=de]")
    german.get_by_role("button", name="Starten").wait_for()
    german.get_by_text("Modell, Verlust und Labels passen zusammen").wait_for()
    german.get_by_role("button", name="Vergleichen").click()
    german.get_by_text("Es gibt noch keinen Lauf").wait_for()
