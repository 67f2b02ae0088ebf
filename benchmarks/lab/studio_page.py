"""A studio in a real JupyterLab in a browser, opened by the helpers of `tests/ui`."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "ui"))

CELL = """from benchmarks.lab.in_kernel import LoopWatch, Trainings, digits, network
from kit.widgets import Studio
data = digits({path!r}, {network!r}, {train}, {test})
studio = Studio(data, network({network!r}), epochs={epochs}, batch_size=128)
trainings, watch = Trainings(studio), LoopWatch()
studio"""
WIDGETS = "@jupyter-widgets/jupyterlab-manager:plugin"

# Calls a function when the page has changed so that a condition holds.
WHEN = """() => { window.kitWhen = (holds, seconds = 120) =>
    new Promise((resolve, reject) => {
        const all = {childList: true, subtree: true, characterData: true,
                     attributes: true};
        const observer = new MutationObserver(() => {
            if (!holds()) return;
            observer.disconnect();
            clearTimeout(timer);
            resolve(performance.now());
        });
        const timer = setTimeout(() => {
            observer.disconnect();
            reject(new Error(`It never came: ${holds}`));
        }, 1000 * seconds);
        observer.observe(document.body, all);
    });
}"""
PRESS = """async label => {
    const button = [...document.querySelectorAll('.kit-fit button')]
        .find(button => button.textContent.trim().startsWith(label));
    if (button.disabled) await window.kitWhen(() => !button.disabled);
    button.click();
}"""
STATUS_IS = """(words) => {
    const is = () => document.querySelector('.kit-fit .kit-status')
        ?.textContent.startsWith(words);
    return is() || window.kitWhen(is);
}"""


@dataclass(frozen=True)
class Plan:
    """What the notebook holds.

    Args:
        data: The path of a full mnist.npz.
        network: `"mlp"` or `"cnn"`.
        epochs: What the studio trains.
        train: Digits to learn from.
        test: Digits to test.
        save_state: Whether JupyterLab saves the state of widgets.
    """

    data: str
    network: str = "mlp"
    epochs: int = 5
    train: int = 60_000
    test: int = 10_000
    save_state: bool = False


class StudioInLab:
    """One studio in a page of its own; the kernel knows it as `studio`.

    Args:
        lab: The `Lab` of `tests/ui`.
        plan: What the notebook holds.
    """

    def __init__(self, lab: Any, plan: Plan):
        self.lab, self.page, self.plan = lab, lab.page, plan
        self.open()

    def open(self) -> None:
        """Show the studio in a notebook of its own."""
        plan = self.plan
        cell = CELL.format(
            path=plan.data,
            network=plan.network,
            train=plan.train,
            test=plan.test,
            epochs=plan.epochs,
        )
        self.lab.open([cell])
        self.empty_bytes = self.lab.save().stat().st_size
        self.lab.run_all()
        try:
            self.page.locator(".kit-fit button").first.wait_for(timeout=20_000)
        except Exception:
            self.picture("failed")
            raise
        self.page.evaluate(WHEN)

    def press(self, label: str) -> None:
        """Press a button of the Fit panel."""
        self.page.evaluate(PRESS, label)

    def wait_for_status(self, words: str) -> None:
        """Wait until the studio says this beside its bar, without looking often."""
        self.page.evaluate(STATUS_IS, words)

    def train(self) -> None:
        """Press Start, and wait until the training is over."""
        self.press("Start")
        self.wait_for_status("Training")
        self.wait_for_status("Finished")

    def open_panel(self, label: str) -> None:
        """Open a panel of the workbench."""
        chooser = self.page.locator(".kit-workbench-chooser")
        chooser.get_by_role("button", name=label, exact=True).click()
        panel = self.page.locator(".kit-workbench .kit-panel")
        panel.locator("h3", has_text=label).wait_for()

    def picture(self, name: str) -> None:
        """Keep a screenshot of the studio, to see that the numbers are of one."""
        self.lab.screenshot(f"lab-{name}")


@contextmanager
def server() -> Iterator[Any]:
    """A Jupyter server of our own, with a home folder of its own."""
    from jupyter_process import JupyterProcess

    with tempfile.TemporaryDirectory(prefix="kit-lab-") as folder:
        with JupyterProcess(Path(folder)) as process:
            yield process


@contextmanager
def studio_page(process: Any, plan: Plan) -> Iterator[StudioInLab]:
    """Show a studio in a fresh browser.

    Args:
        process: A running server.
        plan: What the notebook holds.

    Raises:
        ModuleNotFoundError: Without Playwright.
        FileNotFoundError: Without a browser.
    """
    from chromium import NOT_FOUND, find, launch
    from lab import Lab
    from playwright.sync_api import sync_playwright

    process.write_settings({WIDGETS: {"saveState": plan.save_state}})
    with sync_playwright() as playwright:
        path = find(playwright)
        if path is None:
            raise FileNotFoundError(NOT_FOUND)
        browser = launch(playwright, path)
        page = browser.new_page(viewport={"width": 1400, "height": 2400})
        page.set_default_timeout(120_000)
        try:
            opened = StudioInLab(Lab(process, page), plan)
            yield opened
            if errors := opened.lab.errors:
                print(f"The page reported: {json.dumps(errors[:3])}")
        finally:
            browser.close()
            process.shutdown_kernels()
