"""The studio in a real browser: what a learner does with it, from data to mistakes."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect
from studio_page import StudioPage

PICTURE = Path(__file__).parents[2] / "notebooks" / "images" / "studio.png"
LOOKS = [(theme, width) for theme in ("light", "dark") for width in (1400, 900, 700)]
MANY = 2000  # epochs: more than any test waits for


@pytest.fixture
def studio(lab):
    return StudioPage(lab)


def test_the_start_notebook_from_model_to_mistakes(lab, studio):
    lab.open("notebooks/00_start_here.ipynb")
    lab.run_all(timeout=240)

    # 784 - 128 - 10, built by hand from the model without a hidden layer
    studio.press("Linear", studio.builder)
    studio.builder.get_by_text("7,850").first.wait_for()
    studio.open_layer(2)
    studio.press("Add", studio.builder)
    studio.type(studio.builder, "Units", 128)
    studio.builder.get_by_text("101,770").wait_for()

    program = lab.page.locator(".kit-program")
    for optimizer in ("SGD", "Adam"):
        studio.choose(studio.compile, "Optimizer", optimizer)
        program.get_by_text(f"keras.optimizers.{optimizer}(").wait_for()
    studio.type(studio.fit, "Epochs", 4)
    program.get_by_text("epochs=4").wait_for()
    studio.press("Start")
    studio.wait_for_points(0)
    studio.wait_for_status("Finished")
    assert studio.counters().startswith("Epoch 4 of 4 · step 125 of 125 · took")
    studio.tiles.first.wait_for()
    assert studio.right() >= 880
    lab.screenshot("start-notebook")


def test_pause_freezes_resume_goes_on_stop_keeps(lab, studio):
    studio.open(epochs=MANY)
    studio.press("Start")
    studio.wait_for_points(20)
    studio.press("Pause")
    studio.wait_for_status("Paused")
    frozen, counters = studio.steps_in_kernel(), studio.counters()
    # Time for several drawings: another cell runs meanwhile, as it may.
    lab.run_cell("import time; time.sleep(1)")
    assert studio.steps_in_kernel() == frozen
    assert studio.counters() == counters

    points = studio.points()
    studio.press("Resume")
    studio.wait_for_points(points)
    assert studio.steps_in_kernel() > frozen

    studio.press("Stop")
    studio.wait_for_status("Stopped")
    assert studio.points() > points
    assert lab.python("len(studio.model.history.history['loss'])") > 0
    assert lab.python("studio.model.predict(studio.project.data.x_test).shape") == [
        1000,
        10,
    ]


def test_a_figure_is_right_while_the_network_learns(lab, studio):
    """Logarithmic axes go through the parts of matplotlib that bear no threads."""
    studio.open(epochs=MANY)
    lab.run_cell("""
import numpy as np, matplotlib.pyplot as plt
def draw():
    figure, axes = plt.subplots(1, 2)
    axes[0].loglog(np.arange(1, 100), np.arange(1, 100) ** 2.0)
    axes[1].imshow(np.arange(100).reshape(10, 10))
    axes[1].set_title("$x^2$")
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba()).copy()
alone = draw()""")
    studio.press("Start")
    studio.wait_for_points(5)
    steps = studio.steps_in_kernel()
    cell = lab.run_cell("beside = [draw() for _ in range(8)]")
    cell.locator("img").nth(7).wait_for()
    assert studio.steps_in_kernel() > steps  # the training went on meanwhile
    assert lab.python("alone.std() > 10 and all((b == alone).all() for b in beside)")
    studio.press("Stop")
    studio.wait_for_status("Stopped")


def test_buttons_answer_while_a_cell_waits_for_the_training(lab, studio):
    studio.open(epochs=MANY)
    studio.press("Start")
    studio.wait_for_points(5)
    lab.run_cell("last = studio.fit_panel.run.wait().status", wait=False)
    studio.press("Stop")
    lab.wait_idle()
    assert lab.python("last") == "finished"


def test_interrupting_a_cell_that_waits_stops_the_training(lab, studio):
    studio.open(epochs=MANY)
    studio.press("Start")
    studio.wait_for_points(5)
    lab.run_cell("print('waiting', flush=True); studio.fit_panel.run.wait()", False)
    lab.output(-1).get_by_text("waiting").wait_for()
    lab.interrupt()
    lab.wait_idle()
    studio.wait_for_status("Stopped")


def test_predictions_are_filtered_and_chosen(lab, studio):
    studio.open(epochs=2)
    studio.press("Start")
    studio.wait_for_status("Finished")
    studio.tiles.first.wait_for()
    assert studio.tiles.count() == 40

    studio.choose(studio.inspector, "Show", f"wrong {1000 - studio.right()}")
    studio.wait_for_count(studio.inspector.locator(".kit-tile.kit-right"), 0)
    studio.choose(studio.inspector, "Sort", "most confident mistakes first")
    studio.choose(studio.inspector, "True class", "8")
    page = lab.page
    page.wait_for_function(
        """() => [...document.querySelectorAll('.kit-tile .kit-second')]
            .every(line => line.textContent === 'is 8')"""
    )
    assert studio.tiles.count() == lab.python(
        "int(((p := studio.inspector.inspection.predictions).labels[~p.right] == 8)"
        ".sum())"
    )

    detail = studio.inspector.locator(".kit-detail")
    studio.tiles.nth(1).click()
    chosen = page.locator('.kit-tile[aria-selected="true"]')
    assert chosen.evaluate("tile => tile === document.activeElement")
    detail.get_by_text(chosen.get_attribute("aria-label")).wait_for()
    assert detail.locator(".kit-bar").count() == 10


def test_the_grid_of_digits_by_keyboard_alone(lab, studio):
    studio.open(epochs=1)
    studio.press("Start")
    studio.wait_for_status("Finished")
    studio.tiles.first.wait_for()
    keyboard, page = lab.page.keyboard, lab.page
    studio.inspector.locator(".kit-tile[tabindex='0']").focus()
    keyboard.press("ArrowRight")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowLeft")
    columns = page.evaluate(
        """() => getComputedStyle(document.querySelector('.kit-digit-grid'))
            .gridTemplateColumns.split(' ').length"""
    )
    assert studio.tiles.nth(columns).get_attribute("aria-selected") == "true"
    assert page.locator(".kit-tile[tabindex='0']").count() == 1
    words = studio.tiles.nth(columns).get_attribute("aria-label")
    studio.inspector.locator(".kit-sentence", has_text=words).wait_for()

    keyboard.press("PageDown")
    studio.inspector.get_by_text("41 to 80 of 1,000").wait_for()
    page.wait_for_function("document.activeElement.matches('.kit-tile')")
    keyboard.press("End")
    assert studio.tiles.nth(39).get_attribute("aria-selected") == "true"


def test_the_copied_program_gives_the_same_accuracy(lab, studio):
    lab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    studio.open(epochs=3)
    studio.press("Start")
    studio.wait_for_status("Finished")
    studio.tiles.first.wait_for()
    studio.press("Copy", lab.page.locator(".kit-code"))
    lab.page.get_by_text("Copied").wait_for()
    program = lab.page.evaluate("navigator.clipboard.readText()")
    right = studio.right()

    lab.restart()
    lab.run_cell(program)
    assert lab.python("round(1000 * scores[1])") == right


def test_a_loaded_page_shows_the_studio_again(lab, studio):
    studio.open(epochs=2)
    studio.press("Start")
    studio.wait_for_status("Finished")
    studio.tiles.first.wait_for()
    points, right = studio.points(), studio.right()
    lab.reload()
    studio.tiles.first.wait_for()
    assert (studio.points(), studio.right()) == (points, right)
    studio.press("Start")  # and it is alive
    studio.wait_for_points(0)
    studio.wait_for_status("Finished")


def test_a_wrong_value_is_explained_on_its_row(lab, studio):
    studio.open(epochs=1)
    studio.open_layer(3)
    studio.type(studio.builder, "Units", -5)
    card = studio.layer(3).locator(".kit-finding")
    card.wait_for()
    assert "-5" in card.inner_text()
    lab.screenshot("wrong-value")

    studio.press("Start")
    studio.fit.locator(".kit-finding").wait_for()
    assert "-5" in studio.fit.locator(".kit-finding").inner_text()
    studio.wait_for_status("Failed")

    studio.type(studio.builder, "Units", 5)
    studio.wait_for_count(card, 0)
    studio.press("Start")
    studio.wait_for_status("Finished")
    studio.wait_for_count(studio.fit.locator(".kit-finding"), 0)


def test_panels_alone_on_a_model_made_in_code(lab, studio):
    lab.open(
        [
            """
import kit as keras
from kit.widgets import FitPanel, PredictionInspector
data = (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_sample()
x_test = x_test / 255
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10)])
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
data = (x_train / 255, y_train), (x_test, y_test)
FitPanel(model, data, epochs=2)""",
            "inspector = PredictionInspector(model, x_test, y_test)\ninspector",
        ]
    )
    lab.run_all()
    studio.tiles.first.wait_for()
    before = studio.right()
    for words in ("Epoch 2 of 2", "Epoch 4 of 4"):
        studio.fit.locator("button").first.click()
        studio.wait_for_status("Finished")
        studio.fit.get_by_text(words).first.wait_for()
    assert studio.button("Continue").count() == 1
    lab.run_cell("inspector.update(model)")
    assert studio.right() > max(800, before)
    studio.inspector.get_by_text("softmax").wait_for()


def builds_trains_looks(studio):
    """What must work everywhere: build, train, inspect, and open a panel."""
    studio.press("Linear", studio.builder)
    studio.builder.get_by_text("7,850").first.wait_for()
    studio.press("Start")
    studio.wait_for_status("Finished")
    studio.tiles.first.wait_for()
    assert studio.points() > 0 and studio.right() > 700
    confusion = studio.open_panel("Confusion")
    studio.wait_for_count(confusion.locator("td[role=gridcell]"), 100)
    panels_answer(studio)


def panels_answer(studio):
    """One thing in each panel that needs the kernel, and the page's own scripts."""
    inside = studio.open_panel("Inside")
    studio.type(inside, "Unit", 7)
    inside.get_by_text("without unit 7 of").wait_for()
    pad = studio.open_panel("Draw")
    paper = pad.locator(".kit-paper")
    paper.focus()
    for key in ("Space", *["ArrowDown"] * 8, "Space"):
        paper.press(key)
    pad.locator(".kit-announcer", has_text="The network reads").wait_for()
    expect(studio.button("No pad here", pad)).to_be_hidden()
    race = studio.open_panel("Experiments")
    studio.type(race, "Epochs", 1)
    studio.press("Run all", race)
    race.locator(".kit-sentence b").wait_for(timeout=60_000)
    runs = studio.open_panel("Compare")
    studio.press("Restore", runs)
    runs.get_by_text("is back").wait_for()
    studio.press("Start")
    studio.wait_for_status("Finished")
    studio.page.locator(".kit-time .noUi-handle").focus()
    studio.page.keyboard.press("Home")
    studio.page.locator(".kit-moment").get_by_text("noise").wait_for()


def test_where_clicks_come_to_the_main_thread(open_lab):
    """As in older front ends: the training must not keep the kernel from answering."""
    kernels = {"commsOverSubshells": "disabled"}
    lab = open_lab(
        settings={"@jupyterlab/apputils-extension:kernels-settings": kernels}
    )
    studio = StudioPage(lab).open(epochs=2)
    builds_trains_looks(studio)
    studio.type(studio.fit, "Epochs", MANY)
    studio.press("Start")
    studio.wait_for_points(5)
    studio.press("Pause")
    studio.wait_for_status("Paused")
    studio.press("Stop")
    studio.wait_for_status("Stopped")


@pytest.mark.parametrize("front_end", ["notebook", "voila"])
def test_other_front_ends(lab, studio, front_end):
    lab.open(["from kit.widgets import Studio\nStudio(epochs=2)"], front_end)
    if front_end == "notebook":
        lab.run_all()
    builds_trains_looks(studio)


def test_how_it_looks(lab, studio):
    studio.open(epochs=6)
    studio.press("Start")
    studio.wait_for_status("Finished")
    studio.tiles.first.wait_for()
    studio.choose(studio.inspector, "Sort", "most confident mistakes first")
    studio.tiles.first.locator(".kit-caption", has_text="✗").wait_for()
    studio.looks_right("studio", LOOKS[:1], 3400)
    picture = lab.screenshot("studio", of=lab.page.locator(".kit-studio"))
    if os.environ.get("KIT_UPDATE_PICTURE"):  # the picture in README.md
        shutil.copy(picture, PICTURE)
    studio.looks_right("studio", LOOKS[1:], 3400)
