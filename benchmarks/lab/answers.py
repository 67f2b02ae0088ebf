"""How soon the page answers while a CNN trains: clicks, strokes, cells."""

import time
from typing import Any

from benchmarks.lab.rows import Row, milliseconds
from benchmarks.lab.studio_page import Plan, studio_page

COUNT = 40
PAUSE = 0.15  # seconds between two clicks, as of a quick hand
MOVE = 0.016  # seconds between two places of the mouse: a line takes 0.3 seconds

# Does something, and tells how long it took until the page showed the answer.
REACT = """async ([act, answered]) => {
    const answer = window.kitWhen(new Function(`return ${answered}`), 20);
    const start = performance.now();
    new Function(act)();
    return await answer - start;
}"""
ASK = """async () => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const start = performance.now();
    await kernel.requestExecute(
        {code: '1', silent: true, store_history: false}, true).done;
    return performance.now() - start;
}"""
FIND = "document.querySelector"


def measure(process: Any, data: str) -> list[Row]:
    """Click, draw and ask while the CNN trains."""
    plan = Plan(data, "cnn", epochs=1, train=6_400, test=1_000)
    with studio_page(process, plan) as studio:
        studio.train()
        for label in ("Confusion", "Inside", "Draw"):
            studio.open_panel(label)  # so that none is made while we measure
            time.sleep(0.5)
        studio.lab.python("setattr(studio.fit_panel, 'epochs', 1000)")
        studio.press("Start")
        studio.wait_for_status("Training")
        time.sleep(2)
        rows = [*_kernel(studio), *_clicks(studio)]
        studio.open_panel("Draw")
        rows += _strokes(studio)
        studio.picture("answers")
        studio.press("Stop")
    return rows


def _kernel(studio):
    """The main thread, seen from inside and from the page."""
    studio.lab.python("watch.start()")
    asked = []
    for _ in range(COUNT):
        asked.append(studio.page.evaluate(ASK) / 1000)
        time.sleep(PAUSE / 2)
    delays = studio.lab.python("watch.stop()")
    return [
        milliseconds("Kernel's main thread wakes up late by", delays, "p99 50 ms"),
        milliseconds("A tiny cell, from the page and back", asked, "p99 50 ms"),
    ]


def _clicks(studio):
    every = []
    rows = []
    for title, number, step in (
        ("Another panel", COUNT, _tab),
        ("Another order of the samples", COUNT, _order),
        ("Another page of samples", COUNT // 2, _turn),
        ("Another sample", COUNT // 2, _sample),
        ("Numbers on or off", COUNT // 2, _numbers),
    ):
        times = []
        for i in range(number):
            times.append(studio.page.evaluate(REACT, list(step(i))) / 1000)
            time.sleep(PAUSE)
        rows.append(milliseconds(f"... {title}", times))
        every += times
    return [milliseconds("From a click to its answer", every, "p95 100 ms"), *rows]


def _tab(i):
    label = ("Confusion", "Draw")[i % 2]
    chooser = "[...document.querySelectorAll('.kit-workbench-chooser button')]"
    shown = f"{FIND}('.kit-workbench .kit-panel h3')?.textContent"
    return (
        f"{chooser}.find(b => b.textContent.trim() === '{label}').click()",
        f"{shown} === '{label}'",
    )


def _order(i):
    """Choose the first or the second of the orders: the first sample changes."""
    menu = f"[...{FIND}('.kit-inspector').querySelectorAll('select')].at(-1)"
    mark = f"{FIND}('.kit-digit-grid').firstElementChild.dataset"
    act = (
        f"{mark}.old = 1; const menu = {menu}; menu.selectedIndex = {(i + 1) % 2};"
        "menu.dispatchEvent(new Event('change', {bubbles: true}))"
    )
    return act, f"{mark}.old !== '1'"


def _turn(i):
    place = 0 if i % 2 else 1
    extent = f"{FIND}('.kit-extent').textContent"
    act = (
        f"window.kitExtent = {extent};"
        f"document.querySelectorAll('.kit-inspector .kit-page')[{place}].click()"
    )
    return act, f"{extent} !== window.kitExtent"


def _sample(i):
    mark = f"{FIND}('.kit-inspector .kit-detail').querySelector('figure, p, svg')"
    act = (
        f"window.kitDetail = {mark};"
        f"document.querySelectorAll('.kit-inspector .kit-tile')[{1 + i % 7}].click()"
    )
    return act, f"{mark} !== window.kitDetail"


def _numbers(i):
    rows = "document.querySelectorAll('.kit-curve-table tr').length"
    box = f"[...{FIND}('.kit-curve-options').querySelectorAll('input')].at(-1)"
    return f"{box}.click()", f"{rows} {'===' if i % 2 else '>'} 0"


# When the hand moved, when the kernel had seen the drawing, when the bars changed.
WATCH = """() => {
    const log = window.kitLog = {moves: [], seen: [], bars: []};
    const note = list => () => list.push(performance.now());
    const watched = {childList: true, subtree: true};
    document.querySelector('.kit-paper').addEventListener('pointermove', event => {
        if (event.buttons) log.moves.push(event.timeStamp);
    }, true);
    const find = name => document.querySelector(`.kit-draw ${name}`);
    new MutationObserver(note(log.seen)).observe(find('.kit-seen'), watched);
    new MutationObserver(note(log.bars)).observe(find('.kit-answer'), watched);
}"""


def _strokes(studio):
    """Draw short strokes; the bars follow the first and the last of their points."""
    page = studio.page
    page.evaluate(WATCH)
    paper = page.locator(".kit-draw .kit-paper")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    first, last = [], []
    for i in range(COUNT + 5):
        if i and i % 8 == 0:
            page.locator(".kit-draw").get_by_role("button", name="Clear").click()
            time.sleep(0.5)
        before = page.evaluate("performance.now()")
        _draw_line(page.mouse, box, i % 8)
        time.sleep(0.5)
        log = page.evaluate("window.kitLog")
        moves, seen = (
            [t for t in log[name] if t > before] for name in ("moves", "seen")
        )
        if moves and seen and log["bars"][-1] > seen[-1]:
            first.append((_next(log["bars"], seen[0]) - moves[0]) / 1000)
            last.append((_next(log["bars"], seen[-1]) - moves[-1]) / 1000)
    return [
        milliseconds("From the end of a stroke to its bars", last, "p95 100 ms"),
        milliseconds("From the begin of a stroke to the first new bars", first),
    ]


def _draw_line(mouse, box, number):
    side = box["width"]
    x, y = box["x"] + side * (0.2 + 0.08 * number), box["y"] + 0.2 * side
    mouse.move(x, y)
    mouse.down()
    for part in range(1, 19):
        time.sleep(MOVE)
        mouse.move(x + 1.5 * part, y + 0.03 * side * part)
    mouse.up()


def _next(times, moment):
    return min(t for t in times if t >= moment)
