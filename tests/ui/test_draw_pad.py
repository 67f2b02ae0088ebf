"""The draw pad in a real browser: strokes by mouse and by keyboard, and its answers."""

import re

import numpy as np
import pytest
from draw_page import Draw, wait_for
from scripted_digits import drawn_digit
from studio_page import NOTHING_IS_TOO_WIDE, StudioPage

LEARN = """
import kit as keras
from kit.widgets import DrawPad
keras.utils.set_random_seed(0)
(x, y), test = keras.datasets.mnist.load_sample()
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Rescaling(1 / 255),
    keras.layers.Flatten(), keras.layers.Dense(128, activation="relu"),
    keras.layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=4, verbose=0)
pad = DrawPad(model)
pad"""


@pytest.fixture
def draw(lab):
    return Draw(lab.page)


def test_by_keyboard_and_by_mouse(lab, draw):
    lab.open([LEARN])
    lab.run_all()
    draws_a_one_by_keyboard_alone(lab, draw)
    draws_ten_digits_by_mouse(lab, draw)
    downloads_and_removes(draw)
    looks_right(lab, draw)


def draws_a_one_by_keyboard_alone(lab, draw):
    draw.paper.focus()
    keys = draw.page.keyboard
    for key in [*["ArrowUp"] * 8, "Space", *["ArrowDown"] * 16, "Space"]:
        keys.press(key)
    voice = draw.panel.locator(".kit-voice")
    voice.get_by_text("Pen up, column 14, row 22 of 28").wait_for()
    draw.wait_for_answer("The network reads 1")
    assert len(lab.python("pad.pad.drawn")) == 1
    lab.screenshot("draw-keyboard", of=draw.panel)

    keys.press("e")  # the lower half goes away
    for key in ["ArrowUp"] * 8:
        keys.press(key)
    voice.get_by_text("Eraser down, column 14, row 14").wait_for()
    wait_for(lambda: len(lab.python("pad.pad.drawn[-1:]")[0]["points"]) == 9)
    lower, upper = "pad.drawing._ink[170:]", "pad.drawing._ink[60:120]"
    assert lab.python(f"int({lower}.sum())") == 0 < lab.python(f"int({upper}.sum())")
    keys.press("Backspace")
    wait_for(lambda: lab.python("len(pad.pad.drawn)") == 1)
    keys.press("1")  # keeps it
    draw.panel.get_by_text("1 of 1 right").wait_for()
    draw.wait_for_answer("Draw a digit")
    assert draw.panel.locator(".kit-ink polyline").count() == 0
    draw.panel.get_by_role("button", name="Remove").click()
    wait_for(lambda: lab.python("len(pad.drawing.kept)") == 0)


def draws_ten_digits_by_mouse(lab, draw):
    draw.watch()
    reads = []
    for digit in range(10):
        strokes = drawn_digit(digit, hand=digit % 5, seed=7)
        draw.by_mouse(strokes)
        reads.append(draw.settle(lab, strokes))
        draw.press(str(digit))
        draw.wait_for_answer("Draw a digit")
    right = sum(read == digit for digit, read in enumerate(reads))
    draw.print_latencies("at rest")
    assert right >= 8
    summary = draw.panel.locator(".kit-summary").inner_text()
    assert re.match(rf"{right} of 10 right", summary)
    assert draw.panel.locator(".kit-tile").count() == 10
    assert lab.python("pad.drawings()[1].tolist()") == list(range(10))
    lab.screenshot("draw-kept", of=draw.panel)


def downloads_and_removes(draw):
    with draw.page.expect_download() as download:
        draw.panel.get_by_role("link", name="Download").click()
    with np.load(download.value.path()) as file:
        assert file["x"].shape == (10, 28, 28) and file["y"].tolist() == [*range(10)]
    draw.panel.get_by_role("button", name="Remove").click()
    draw.panel.get_by_text(re.compile("of 9 right")).wait_for()


def looks_right(lab, draw):
    draw.by_mouse(drawn_digit(2, hand=2, seed=5))
    draw.wait_for_answer()
    for theme, width in (("light", 700), ("dark", 900), ("dark", 1400)):
        lab.look(theme, width, height=1400)
        lab.page.wait_for_function(NOTHING_IS_TOO_WIDE)
        lab.screenshot(f"draw-{theme}-{width}", of=draw.panel)


def test_answers_while_the_network_learns(lab, draw):
    studio = StudioPage(lab).open(epochs=2000)
    studio.button("Draw", lab.page.locator(".kit-workbench")).click()
    draw.paper.wait_for()
    draw.wait_for_answer("once there is a model")
    studio.press("Start")
    studio.wait_for_points(3)
    studio.press("Pause")
    studio.wait_for_status("Paused")
    studio.tiles.first.wait_for()  # the pad stays where it is from here on
    strokes = drawn_digit(2, hand=0, seed=1)
    draw.by_mouse(strokes)
    draw.wait_for_answer()
    # The drawing stays as it is, but the weights change, and so does the answer.
    answer, steps = draw.panel.locator(".kit-answer"), studio.steps_in_kernel()
    studio.press("Resume")
    wait_for(lambda: studio.steps_in_kernel() > steps)
    before = answer.inner_text()
    wait_for(lambda: answer.inner_text() != before)
    draw.watch()
    for digit in (3, 5):
        draw.press("Clear")
        draw.by_mouse(drawn_digit(digit, hand=1, seed=1))
    draw.wait_for_answer()
    draw.print_latencies("while a network learns")
    # Another panel and back: the drawing is still there.
    ink = draw.panel.locator(".kit-ink polyline").count()
    studio.button("Confusion", lab.page.locator(".kit-workbench")).click()
    draw.paper.wait_for(state="detached")
    studio.button("Draw", lab.page.locator(".kit-workbench")).click()
    draw.paper.wait_for()
    assert draw.panel.locator(".kit-ink polyline").count() == ink
    studio.press("Stop")
    studio.wait_for_status("Stopped")
