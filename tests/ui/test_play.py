"""Play in a real browser: steps, the rate by hand, earlier runs, a guess, a lock."""

import pytest
from playwright.sync_api import expect
from studio_page import StudioPage

STEPS = "studio.fit_panel.run.snapshot().total_steps_done"


@pytest.fixture
def studio(lab):
    return StudioPage(lab).open(epochs=3)


def test_steps_a_rate_by_hand_and_fresh_weights(lab, studio):
    studio.press("One step")
    studio.wait_for_status("Paused")
    assert studio.counters().startswith("Epoch 1 of 3 · step 1 of 125")
    studio.press("One step")
    studio.fit.get_by_text("step 2 of 125").wait_for()
    studio.press("One epoch")
    studio.fit.get_by_text("step 125 of 125").wait_for()
    studio.wait_for_status("Paused")
    assert lab.python(STEPS) == 125

    # by keyboard: each arrow is a twentieth of a power of ten
    handle = studio.fit.locator(".kit-rate .noUi-handle")
    handle.focus()
    handle.press("ArrowRight")
    studio.press("Resume")
    studio.wait_for_status("Finished")
    program = lab.page.locator(".kit-program")
    program.get_by_text("after step 125: learning rate 0.001 -> 0.0011").wait_for()
    assert studio.fit.locator(".kit-changes").count() == 2

    studio.press("Reset")
    studio.wait_for_status("Fresh weights")
    expect(program.get_by_text("after step 125")).to_have_count(0)
    assert studio.fit.locator(".kit-earlier").count() == 2  # the run before is faint
    earlier = studio.fit.get_by_label("Earlier runs")
    earlier.uncheck()
    studio.wait_for_count(studio.fit.locator(".kit-earlier"), 0)


def test_a_guess_a_challenge_and_reading_the_curves(lab, studio):
    studio.fit.get_by_label("Guess first").check()
    bench = lab.page.locator(".kit-workbench")
    studio.press("Challenges", bench)
    studio.choose(bench, "Challenge", "Reach 90 % in 2 epochs")
    studio.wait_for_count(bench.locator(".kit-open"), 2)
    studio.press("Linear", bench)
    bench.get_by_text("Linear is set up").wait_for()
    studio.type(studio.fit, "Epochs", 3)
    studio.press("Start")
    studio.wait_for_status("Finished")
    studio.fit.get_by_text("You guessed 90.0 %").wait_for()
    bench.get_by_text("Still missing:").wait_for()
    bench.get_by_text("at most 2 epochs (3)").wait_for()

    stripe = studio.fit.locator(".kit-r").filter(has_text="epoch 2 ·").first
    words = stripe.locator("text")
    expect(words).to_be_hidden()
    stripe.locator("rect").hover()
    expect(words).to_be_visible()
    studio.fit.get_by_label("Numbers").check()
    last_row = studio.fit.locator(".kit-values tbody tr").last
    expect(last_row.locator("th")).to_have_text("3")
    studio.wait_for_count(last_row.locator("td"), 4)
    studio.fit.get_by_label("Log scale").check()
    studio.fit.get_by_text("log scale", exact=True).wait_for()


def test_what_a_teacher_locks_stays_as_it_is(lab, studio):
    lab.run_cell("studio.lock(hide=['code'], fix=['optimizer', 'epochs', 'step'])")
    page = lab.page
    page.get_by_text("Fixed by the teacher: optimizer, epochs, step.").wait_for()
    expect(page.locator(".kit-code")).to_be_hidden()
    expect(studio.button("One step")).to_be_disabled()
    assert studio.button("One step").get_attribute("title") == "Fixed by the teacher"
    expect(studio.compile.get_by_label("Optimizer", exact=True)).to_be_disabled()
    studio.press("Start")
    studio.wait_for_status("Finished")
    expect(studio.button("One step")).to_be_disabled()
    lab.run_cell("studio.unlock()")
    expect(page.locator(".kit-code")).to_be_visible()
    expect(studio.button("One step")).to_be_enabled()


def test_how_it_looks(lab):
    studio = StudioPage(lab).open(epochs=6)
    studio.fit.get_by_label("Guess first").check()
    bench = studio.open_panel("Challenges")
    studio.choose(bench, "Challenge", "Reach 90 % in 2 epochs")
    studio.press("Start")
    studio.wait_for_status("Finished")
    studio.press("One epoch")
    studio.wait_for_status("Paused")
    studio.fit.get_by_label("Numbers").check()
    studio.tiles.first.wait_for()
    looks = [("light", 700), ("dark", 1400)]
    studio.looks_right("play", looks, 1400, of=studio.fit)
    studio.looks_right("challenges", looks, 1400, of=bench)
