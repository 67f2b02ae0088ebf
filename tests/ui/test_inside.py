"""The panels that look inside a trained network, as a learner uses them."""

import pytest
from studio_page import NOTHING_IS_TOO_WIDE, StudioPage

PANELS = ("Confusion", "Why?", "Inside", "One step", "What jit did")


@pytest.fixture
def studio(lab):
    page = StudioPage(lab).open(epochs=2)
    page.press("Start")
    page.wait_for_status("Finished")
    page.tiles.first.wait_for()
    return page


def choose(studio, label):
    """Open a panel of the workbench, and return its locator."""
    studio.press(label.replace("?", r"\?"), studio.page.locator(".kit-workbench"))
    look = studio.page.locator(".kit-look")
    look.locator("h3", has_text=label).wait_for()
    look.locator(".kit-look-body").wait_for(timeout=60_000)
    return look


def test_a_cell_of_the_matrix_by_keyboard_opens_its_digits(lab, studio):
    look = choose(studio, "Confusion")
    look.locator("td[tabindex='0']").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Home", "ArrowRight", "Enter"):
        lab.page.keyboard.press(key)
    cell = look.locator("td[aria-selected='true']")  # true 1, taken for 1
    count = int(cell.inner_text())
    assert count > 50
    look.get_by_text(f"{count} samples are 1 and rightly recognized").wait_for()
    assert look.locator(".kit-tile.kit-right").count() == 24

    studio.press("Back", look)
    look.get_by_text("The most confident mistakes").wait_for()
    studio.wait_for_count(look.locator(".kit-tile.kit-right"), 0)


def test_why_follows_the_inspector_and_moving_changes_the_bars(lab, studio):
    look = choose(studio, "Why?")
    studio.tiles.nth(3).click()
    look.locator(".kit-sentence", has_text="Sample 3:").wait_for()
    assert look.locator(".kit-near .kit-tile").count() == 10

    moved = look.locator(".kit-move .kit-sentence")
    before = moved.inner_text()
    look.locator(".kit-move .noUi-handle").first.focus()
    for _ in range(6):
        lab.page.keyboard.press("ArrowRight")
    lab.page.wait_for_function(
        "old => document.querySelector('.kit-move .kit-sentence').innerText !== old",
        arg=before,
    )
    studio.press("Put it back", look)
    lab.page.wait_for_function(
        "old => document.querySelector('.kit-move .kit-sentence').innerText === old",
        arg=before,
    )


def test_a_unit_is_muted_and_a_step_taken_while_the_model_stays(lab, studio):
    weights = "float(sum(abs(w).sum() for w in studio.model.get_weights()))"
    before = lab.python(weights)
    look = choose(studio, "Inside")
    studio.choose(look, "Layer", "dense_1 (10)")
    studio.type(look, "Unit", 7)
    look.get_by_text("without unit 7 of dense_1").wait_for()

    look = choose(studio, "One step")
    look.get_by_text("less ✓").wait_for()
    studio.type(look, "Learning rate", 100)
    look.get_by_text("the step was too long").wait_for()

    look = choose(studio, "What jit did")
    studio.press("Measure", look)
    look.get_by_text("2 compilations in 4 calls").wait_for(timeout=60_000)
    assert lab.python(weights) == before


def test_how_they_look(lab, studio):
    for theme, width in (("light", 1400), ("dark", 700)):
        lab.look(theme, width, height=4600)
        for label in PANELS:
            choose(studio, label)
            lab.page.wait_for_function(NOTHING_IS_TOO_WIDE)
            name = label.strip("?").replace(" ", "-").lower()
            bench = lab.page.locator(".kit-workbench")
            lab.screenshot(f"{name}-{theme}-{width}", of=bench)
