"""The draw pad as a person sees it, and a hand that draws on it with the mouse."""

import time

SIDE = 280


class Draw:
    """The pad of a page, and what a hand does with it."""

    def __init__(self, page):
        self.page = page
        self.panel = page.locator(".kit-draw")
        self.paper = self.panel.locator(".kit-paper")

    def by_mouse(self, strokes, step=3):
        """Draw strokes; of their points only every third, as a quick hand does."""
        self.paper.scroll_into_view_if_needed()
        box = self.paper.bounding_box()
        scale = box["width"] / SIDE
        mouse = self.page.mouse
        for stroke in strokes:
            x, y = stroke["points"][0]
            mouse.move(box["x"] + x * scale, box["y"] + y * scale)
            mouse.down()
            for x, y in [*stroke["points"][1:-1:step], stroke["points"][-1]]:
                mouse.move(box["x"] + x * scale, box["y"] + y * scale)
            mouse.up()

    def press(self, label):
        self.panel.get_by_role("button", name=label, exact=True).click()

    def wait_for_answer(self, words="The network reads"):
        self.panel.locator(".kit-announcer", has_text=words).wait_for()

    def watch(self):
        self.page.evaluate(WATCH)

    def print_latencies(self, when):
        times = sorted(self.page.evaluate("() => window.kitAnswers"))
        median, late = times[len(times) // 2], times[int(0.95 * (len(times) - 1))]
        print(f"\n{len(times)} answers {when}: median {median:.0f}, p95 {late:.0f} ms")

    def settle(self, lab, strokes):
        """Wait until the kernel has these strokes, and return what it reads."""
        last = strokes[-1]["points"][-1]

        def is_there():
            drawn = lab.python("pad.pad.drawn")
            x, y = drawn[-1]["points"][-1] if len(drawn) == len(strokes) else (-9, -9)
            return abs(x - last[0]) + abs(y - last[1]) < 6

        wait_for(is_there)
        answer = "int(pad.drawing.probabilities.argmax())"
        return lab.python(f"(pad.background.wait(), {answer})[1]")


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.05)


# How long the bars take: from the first event of the pointer that they do not know.
WATCH = """() => {
    window.kitAnswers = [];
    let moved = 0;
    document.querySelector('.kit-paper').addEventListener('pointermove', event => {
        if (event.buttons && !moved) moved = performance.now();
    });
    new MutationObserver(() => {
        if (moved) window.kitAnswers.push(performance.now() - moved);
        moved = 0;
    }).observe(document.querySelector('.kit-answer'), {childList: true, subtree: true});
}"""
