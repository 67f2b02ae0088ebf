"""Toy data, the live boundary, experiments, time travel and comparing, in a browser.

One studio serves the whole walk, as it would serve a learner; it ends with pictures at
three widths in both themes.
"""

import csv
import io

from playwright.sync_api import expect
from studio_page import StudioPage

BOUNDARY = "document.querySelector('.kit-plane svg')?.innerHTML"
LOOKS = [("light", 1400), ("light", 700), ("dark", 700), ("dark", 900), ("dark", 1400)]


def test_a_walk_through_experiments(lab):
    studio = StudioPage(lab).open(epochs=2)
    lab.look("light")
    learns_points_while_the_boundary_moves(lab, studio)
    goes_back_to_noise_and_returns(lab, studio)
    finds_a_learning_rate_and_uses_it(lab, studio)
    compares_two_runs_and_takes_one_back(lab, studio)
    looks_calm(lab, studio)


def learns_points_while_the_boundary_moves(lab, studio):
    data = lab.page.locator(".kit-data")
    boundary = lab.page.locator(".kit-boundary")
    expect(boundary).to_be_hidden()
    studio.choose(data, "Data set", "Moons")
    data.get_by_text("350 to learn from, 150 to test, 2 classes").wait_for()
    code = lab.page.locator(".kit-code").first
    expect(code).to_contain_text("toy.moons(num_samples=500, seed=0)")
    handle = data.locator(".widget-slider", has_text="Wrong labels").locator(
        ".noUi-handle"
    )
    handle.focus()
    lab.page.keyboard.press("ArrowRight")
    data.get_by_text("5 % of the labels to learn from are wrong").wait_for()
    before = lab.page.evaluate(BOUNDARY)
    studio.type(studio.fit, "Epochs", 5000)
    studio.press("Start")
    studio.wait_for_points(0)
    lab.page.wait_for_function(f"old => {BOUNDARY} !== old", arg=before)
    while_it_learns = lab.page.evaluate(BOUNDARY)
    lab.page.wait_for_function(f"old => {BOUNDARY} !== old", arg=while_it_learns)
    studio.press("Stop")
    studio.wait_for_status("Stopped")
    boundary.get_by_text("of the test points lie on the right side").wait_for()
    assert boundary.locator(".kit-units .kit-tile").count() == 16


def goes_back_to_noise_and_returns(lab, studio):
    time = lab.page.locator(".kit-time")
    studio.inspector.get_by_text("of 150 right").wait_for()
    now = studio.summary(), lab.page.evaluate(BOUNDARY)
    weights = "float(sum(abs(w).sum() for w in studio.model.get_weights()))"
    before = lab.python(weights)
    handle = time.locator(".noUi-handle")
    right_end = str(handle.get_attribute("aria-valuemax"))
    expect(handle).to_have_attribute("aria-valuenow", right_end)  # which is now
    handle.focus()
    lab.page.keyboard.press("Home")
    time.get_by_text("noise · test accuracy").wait_for()
    lab.page.wait_for_function(f"old => {BOUNDARY} !== old", arg=now[1])
    expect(studio.inspector.locator(".kit-summary")).not_to_have_text(now[0])
    lab.page.keyboard.press("ArrowRight")
    time.get_by_text("Epoch").wait_for()
    lab.screenshot("time-travel", of=time)
    studio.press("Now", time)
    expect(studio.inspector.locator(".kit-summary")).to_have_text(now[0])
    assert lab.python(weights) == before


def finds_a_learning_rate_and_uses_it(lab, studio):
    panel = studio.open_panel("Experiments")
    studio.type(panel, "Epochs", 5)
    for kind in ("Seed cloud", "Learning rates", "Optimizer race"):
        studio.press(kind, panel)
        panel.locator(".kit-sentence b").wait_for(state="detached")  # of the one before
        studio.press("Run all", panel)
        panel.locator(".kit-sentence b").wait_for(timeout=60_000)
        assert panel.locator(".kit-charts svg[role=img]").count() == 2
        lab.screenshot(kind.lower().replace(" ", "-"), of=panel)
        if kind == "Learning rates":
            studio.choose(panel, "Run", "0.1")
            studio.press("Use this rate", panel)
            rate = "studio.project.compile.optimizer['config']['learning_rate']"
            panel.get_by_text("Start trains with 0.1 now").wait_for()
            assert lab.python(rate) == 0.1


def compares_two_runs_and_takes_one_back(lab, studio):
    studio.type(studio.fit, "Epochs", 3)
    studio.press("Start")
    studio.wait_for_status("Finished")
    panel = studio.open_panel("Compare")
    rows = panel.locator("tbody tr")
    studio.wait_for_count(rows, 2)
    expect(rows.first).to_contain_text("Run 2")
    by_time = "sorted(studio.runs, key=lambda run: run.seconds)"
    labels = lab.python(f"[run.label for run in {by_time}]")
    heading = panel.get_by_role("columnheader", name="Seconds")
    heading.get_by_role("button").focus()
    lab.page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(rows.first).to_contain_text(labels[-1])
    lab.page.keyboard.press("Enter")  # the heading has kept the keyboard
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(rows.first).to_contain_text(labels[0])
    with lab.page.expect_download() as download:
        panel.get_by_role("button", name="Download CSV").click()
    text = download.value.path().read_text("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == 2
    panel.get_by_role("button", name="Restore run 1").click()
    panel.get_by_text("Run 1 is back.").wait_for()
    assert lab.python("studio.project.epochs") == 5000
    weights = "float(sum(abs(w).sum() for w in {}))"
    kept = lab.python(weights.format("studio.runs.get(1).weights"))
    assert lab.python(weights.format("studio.model.get_weights()")) == kept


def looks_calm(lab, studio):
    whole = lab.page.locator(".kit-studio")
    studio.looks_right("experiments", LOOKS, 4400, of=whole)
