"""The draw pad in a real browser: strokes by mouse and by keyboard, and its answers."""

import re
import time

import pytest
from scripted_digits import drawn_digit
from studio_page import StudioPage

LEARN = """
import kit as keras
from kit.widgets import DrawPad
keras.utils.set_random_seed(0)
(x, y), test = keras.datasets.mnist.load_sample()
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Rescaling(1 / 255),
    keras.layers.Flatten(), keras.layers.Dense(128, activation="relu"),
    keras.layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=6, verbose=0)
pad = DrawPad(model)
pad"""
SIDE = 280


class Draw:
    """The pad of a page, and what a hand does with it."""

    def __init__(self, page):
        self.page = page
        self.panel = page.locator(".kit-draw")
        self.paper = self.panel.locator(".kit-paper")
        self.sentence = self.panel.locator(".kit-announcer")

    def by_mouse(self, strokes):
        self.paper.scroll_into_view_if_needed()
        box = self.paper.bounding_box()
        scale = box["width"] / SIDE
        mouse = self.page.mouse
        for stroke in strokes:
            x, y = stroke["points"][0]
            mouse.move(box["x"] + x * scale, box["y"] + y * scale)
            mouse.down()
            for x, y in stroke["points"][1:]:
                mouse.move(box["x"] + x * scale, box["y"] + y * scale)
            mouse.up()

    def press(self, label):
        self.panel.get_by_role("button", name=label, exact=True).click()

    def wait_for_answer(self, words="The network reads"):
        self.sentence.filter(has_text=words).wait_for()

    def settle(self, lab, strokes):
        """Wait until the kernel has these strokes, and return what it reads."""
        length = sum(len(stroke["points"]) for stroke in strokes)
        for _ in range(100):
            drawn = lab.python("[len(s['points']) for s in pad.pad.strokes]")
            if len(drawn) == len(strokes) and sum(drawn) > 0.5 * length:
                break
            time.sleep(0.05)
        return lab.python("int(pad.drawing.probabilities.argmax())")


@pytest.fixture
def draw(lab):
    return Draw(lab.page)


def test_ten_digits_by_mouse_are_read_and_kept(lab, draw):
    lab.open([LEARN])
    lab.run_all()
    draw.paper.wait_for()
    reads, latencies = [], []
    for digit in range(10):
        strokes = drawn_digit(digit, hand=digit % 5, seed=7)
        draw.by_mouse(strokes[:-1])
        last = strokes[-1]
        draw.page.evaluate(WATCH)
        draw.by_mouse([last])
        draw.wait_for_answer()
        reads.append(draw.settle(lab, strokes))
        latencies += draw.page.evaluate("() => window.kitAnswers")
        draw.press(str(digit))
        draw.wait_for_answer("Draw a digit")

    right = sum(read == digit for digit, read in enumerate(reads))
    latencies.sort()
    print(f"\nread {reads}: {right} of 10 right")
    print(
        f"{len(latencies)} answers, median "
        f"{latencies[len(latencies) // 2]:.0f} ms, p95 "
        f"{latencies[int(0.95 * (len(latencies) - 1))]:.0f} ms after the last stroke"
    )
    assert right >= 8
    summary = draw.panel.locator(".kit-summary").inner_text()
    assert re.match(rf"{right} of 10 right", summary)
    assert draw.panel.locator(".kit-tile").count() == 10
    assert lab.python("pad.drawings()[1].tolist()") == list(range(10))
    lab.screenshot("draw-kept", of=draw.panel)


# From the last event of the pointer to the next change of the bars.
WATCH = """() => {
    window.kitAnswers = [];
    let moved = 0;
    const paper = document.querySelector('.kit-paper');
    paper.addEventListener('pointermove', event => {
        if (event.buttons && !moved) moved = performance.now();
    });
    const answer = document.querySelector('.kit-answer');
    new MutationObserver(() => {
        if (moved) window.kitAnswers.push(performance.now() - moved);
        moved = 0;
    }).observe(answer, {childList: true, subtree: true, characterData: true});
}"""
