"""Cards and code change each other; changes are taken back, shared and downloaded."""

import json

import pytest
from studio_page import StudioPage


class TwoWayPage(StudioPage):
    """A studio whose program is edited."""

    def __init__(self, lab):
        super().__init__(lab)
        self.code = self.page.locator(".kit-code")
        self.program = self.page.locator(".kit-program")
        self.editor = self.code.get_by_label("Program", exact=True)
        self.history = self.page.locator(".kit-history")

    def edit(self, old, new):
        """Open the editor and type another text."""
        self.press("Edit", self.code)
        self.editor.wait_for()
        self.button("Copy", self.code).wait_for(state="hidden")
        text = self.editor.input_value()
        assert old in text
        self.editor.fill(text.replace(old, new))
        # JupyterLab may bring a text and a click to two threads of the kernel. People
        # hold the mouse down for longer than the text needs; this page does not.
        self.editor.blur()
        while new not in self.lab.python("studio.code_view.draft.text"):
            self.page.wait_for_timeout(20)

    def shows(self, words):
        """Wait until the program says this."""
        self.program.get_by_text(words).first.wait_for()


@pytest.fixture
def studio(lab):
    return TwoWayPage(lab)


def test_code_and_cards_change_each_other(lab, studio):
    studio.open(epochs=1)
    studio.edit("Dense(128", "Dense(64")
    studio.press("Apply", studio.code)
    studio.builder.get_by_text("50,240").first.wait_for()
    studio.shows("Dense(64")

    studio.open_layer(3)
    studio.type(studio.builder, "Units", 32)
    studio.shows("Dense(32")

    studio.press("Undo", studio.history)
    studio.shows("Dense(64")
    studio.press("Undo", studio.history)
    studio.shows("Dense(128")
    studio.press("Redo", studio.history)
    studio.shows("Dense(64")
    assert lab.python("studio.project.model.layers[3]['config']['units']") == 64


def test_an_error_keeps_the_text_and_cards_may_win(lab, studio):
    studio.open(epochs=1)
    studio.edit("Dense(128", "Dens(128")
    studio.press("Apply", studio.code)
    card = studio.code.locator(".kit-finding")
    card.get_by_text("Did you mean").wait_for()
    assert "Line 14" in card.inner_text()
    assert "Dens(128" in studio.editor.input_value()
    lab.screenshot("two-way-error", studio.code)

    studio.choose(studio.compile, "Optimizer", "SGD")
    card.get_by_text("cards have changed").wait_for()
    assert "Dens(128" in studio.editor.input_value()
    lab.screenshot("two-way-overtaken", studio.code)
    studio.press("Take over cards", studio.code)
    studio.shows("keras.optimizers.SGD(")


def test_by_keyboard_alone(lab, studio):
    studio.open(epochs=1)
    keyboard = lab.page.keyboard
    studio.button("Edit", studio.code).focus()
    keyboard.press("Enter")
    lab.page.wait_for_function("document.activeElement.matches('textarea')")
    keyboard.press("Control+Home")
    keyboard.insert_text("# mine\n")
    keyboard.press("Control+End")
    keyboard.insert_text("keras.utils.set_random_seed(77)")
    keyboard.press("Tab")  # leaves the editor
    studio.button("Apply", studio.code).focus()
    keyboard.press("Enter")
    studio.shows("set_random_seed(77)")
    studio.button("Undo", studio.history).focus()
    keyboard.press("Enter")
    studio.shows("set_random_seed(0)")


def test_a_line_and_files_lead_to_the_same_studio(lab, studio):
    page = lab.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    studio.open(epochs=1)
    studio.press("Linear", studio.builder)
    studio.press("Start")
    studio.wait_for_status("Finished")
    page.get_by_role("button", name="Share", exact=True).click()
    share = page.locator(".kit-share")
    studio.press("Copy as one line", share)
    share.get_by_text("Copied").wait_for()
    line = page.evaluate("navigator.clipboard.readText()")
    lab.screenshot("two-way-share", share)

    for label, ending in (("Project", ".json"), ("Program", ".py"), ("Net", ".keras")):
        with page.expect_download() as download:
            studio.press(label, share)
        content = download.value.path().read_bytes()
        assert download.value.suggested_filename.endswith(ending)
        if ending == ".json":
            assert json.loads(content)["epochs"] == 1
    assert content[:2] == b"PK"

    lab.run_cell(f"other = Studio(); other.open_line({line!r})")
    assert lab.python("other.project.content == studio.project.content")
    studio.press("Convolutional", studio.builder)
    studio.shows("Dense(128")
    share.get_by_label("A line from someone").fill(line)
    studio.press("Open", share)
    studio.wait_for_count(studio.program.get_by_text("Dense(128"), 0)
    assert lab.python("other.project.content == studio.project.content")


def test_the_program_becomes_a_cell(lab, studio):
    studio.open(epochs=1)
    lab.run_cell("studio.insert_cell()")
    lab.page.wait_for_function(
        """() => window.jupyterapp.shell.currentWidget.content.widgets.some(cell =>
            cell.model.sharedModel.getSource().startsWith('import kit as keras'))"""
    )


def test_a_graph_opens_and_its_layers_change(lab, studio):
    lab.open(
        [
            """
import kit as keras
from kit.widgets import Studio
image = keras.Input((28, 28))
x = keras.layers.Dense(16, "relu")(keras.layers.Flatten()(image))
y = keras.layers.Dense(16)(x)
head = keras.layers.Dense(10, "softmax")
model = keras.Model(image, head(keras.layers.Add()([x, y])))
studio = Studio(model, epochs=1)
studio"""
        ]
    )
    lab.run_all()
    studio.builder.locator(".kit-graph svg").wait_for()
    studio.shows("keras.Model(")
    place = lab.python("[e['class_name'] for e in studio.project.model.layers]")
    studio.open_layer(place.index("Dense"))
    studio.type(studio.builder, "Units", 7)
    studio.builder.locator(".kit-finding").first.wait_for()
    lab.screenshot("two-way-graph")
    studio.press("Undo", studio.history)
    studio.wait_for_count(studio.builder.locator(".kit-finding"), 0)
    studio.press("Start")
    studio.wait_for_status("Finished")


def test_how_the_editor_looks(lab, studio):
    studio.open()
    studio.edit("Dense(128", "Dense(-1")
    studio.press("Apply", studio.code)
    studio.code.locator(".kit-finding").wait_for()
    studio.open_panel("Share")
    looks = [(theme, width) for theme in ("light", "dark") for width in (700, 1400)]
    studio.looks_right("two-way", looks, 2600)
