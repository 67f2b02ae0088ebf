"""The studio as a person sees it: panels, buttons and numbers, found in the page."""

import re

OPEN = "from kit.widgets import Studio\nstudio = Studio(epochs={epochs})\nstudio"

# How many points all curves have: the corners of the lines.
COUNT_POINTS = """() => [...document.querySelectorAll('.kit-live-plot polyline')]
    .reduce((sum, line) => sum + line.getAttribute('points').split(' ').length, 0)"""

# What the page says now is about the training before.
FORGET = """() => document.querySelectorAll('.kit-fit .kit-status').forEach(
    status => { status.dataset.old = 'yes'; })"""

NOTHING_IS_TOO_WIDE = """() => [...document.querySelectorAll('.kit-panel')].every(
    panel => panel.scrollWidth <= panel.clientWidth + 1)"""


class StudioPage:
    """Drives one studio, or one panel alone, in the page of a `Lab`."""

    def __init__(self, lab):
        self.lab, self.page = lab, lab.page
        self.fit = self.page.locator(".kit-fit")
        self.builder = self.page.locator(".kit-builder")
        self.compile = self.page.locator(".kit-compile")
        self.inspector = self.page.locator(".kit-inspector")
        self.tiles = self.inspector.locator(".kit-tile")

    def open(self, epochs=5):
        """Show a studio in a notebook of its own; it is called `studio` there."""
        self.lab.open([OPEN.format(epochs=epochs)])
        self.lab.run_all()
        self.button("Start").wait_for()
        return self

    # Fit

    def button(self, label, panel=None):
        """The locator of a button by its text."""
        buttons = (panel or self.fit).locator("button")
        return buttons.filter(has_text=re.compile(rf"^\s*{label}"))

    def press(self, label, panel=None):
        """Press a button as soon as it can be pressed."""
        if label == "Start":
            self.page.evaluate(FORGET)
        self.button(label, panel).click()

    def wait_for_status(self, words, timeout=90):
        """Wait until the words beside the progress bar begin like this."""
        status = self.fit.locator(".kit-status:not([data-old])", has_text=words)
        status.wait_for(timeout=1000 * timeout)

    def points(self):
        """How many points the curves have now."""
        return self.page.evaluate(COUNT_POINTS)

    def wait_for_points(self, more_than, timeout=90):
        """Wait until the curves have grown beyond so many points."""
        condition = f"({COUNT_POINTS})() > {more_than}"
        self.page.wait_for_function(condition, timeout=1000 * timeout)

    def counters(self):
        """What the page says about epoch, step and time."""
        return self.fit.locator(".kit-counters").inner_text()

    def steps_in_kernel(self):
        """How many batches the training has done, as the kernel knows it."""
        return self.lab.python("studio.fit_panel.run.snapshot().total_steps_done")

    # Other panels

    def open_panel(self, label):
        """Open a panel of the workbench; return its locator when it has computed."""
        bench = self.page.locator(".kit-workbench")
        self.press(re.escape(label), bench)
        panel = bench.locator(".kit-panel")
        panel.locator("h3", has_text=label).wait_for()
        computing = panel.get_by_text("Computing …").locator("visible=true")
        self.wait_for_count(computing, 0)
        return panel

    def looks_right(self, name, looks, height, of=None):
        """Take a picture of every theme and width; nothing may be too wide."""
        for theme, width in looks:
            self.lab.look(theme, width, height)
            self.page.wait_for_function(NOTHING_IS_TOO_WIDE)
            self.lab.screenshot(f"{name}-{theme}-{width}", of=of)

    def choose(self, panel, label, option):
        """Choose an option of the menu with this label."""
        panel.get_by_label(label, exact=True).select_option(option)

    def layer(self, number):
        """The row of a layer, counted from zero."""
        return self.builder.locator(".kit-layer-row").nth(number)

    def open_layer(self, number):
        """Open the form of a layer."""
        self.layer(number).locator(".kit-layer > button").click()

    def type(self, panel, label, value):
        """Write a value into the field with this label."""
        field = panel.get_by_label(label, exact=True)
        field.fill(str(value))
        field.press("Tab")

    def wait_for_count(self, locator, count):
        """Wait until so many elements are there."""
        from playwright.sync_api import expect

        expect(locator).to_have_count(count, timeout=30_000)

    def summary(self):
        """What the inspector says about all predictions."""
        return self.inspector.locator(".kit-summary").inner_text()

    def right(self):
        """How many predictions the inspector says are right."""
        found = re.match(r"([\d,]+) of [\d,]+ right", self.summary())
        return int(found[1].replace(",", ""))
