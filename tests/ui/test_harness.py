"""The harness itself: a button pressed in each front end reaches Python and back."""

import pytest

BUTTON = """
import ipywidgets as widgets
count = 0
label = widgets.HTML("<b>pressed 0 times</b>")
button = widgets.Button(description="Press")
slider = widgets.IntSlider(description="Size", max=10)
def press(_):
    global count
    count += 1
    label.value = f"<b>pressed {count} times</b>"
button.on_click(press)
widgets.VBox([button, slider, label])
"""


def press(lab):
    lab.page.get_by_role("button", name="Press").click()
    lab.page.locator("b", has_text="pressed 1 times").wait_for()


@pytest.mark.parametrize("front_end", ["lab", "notebook"])
def test_a_click_reaches_the_kernel_and_comes_back(lab, front_end):
    lab.open([BUTTON], front_end)
    lab.run_all()
    press(lab)
    lab.screenshot(f"harness-{front_end}")
    assert lab.python("count") == 1


def test_voila_shows_the_widgets_of_a_notebook(lab):
    lab.open([BUTTON], "voila")
    press(lab)


def test_a_cell_is_added_run_and_waited_for(lab):
    lab.open(["first = 20"])
    lab.run_all()
    lab.run_cell("import time; time.sleep(1); second = 22\nfirst + second")
    assert lab.output(-1).inner_text() == "42"
    assert lab.python("[first, second]") == [20, 22]


def test_interrupt_ends_a_cell_that_would_not_end(lab):
    lab.open(["print('ready', flush=True)\nwhile True: pass"])
    lab.run_all(wait=False)
    lab.output(0).get_by_text("ready").wait_for()
    with pytest.raises(RuntimeError, match="execute_request(.|\\n)*in <module>"):
        lab.wait_idle(timeout=0.2)  # it tells what the kernel's threads do
    lab.interrupt()
    lab.wait_idle()
    assert "KeyboardInterrupt" in lab.output(0).last.inner_text()


def test_theme_and_width_are_those_asked_for(open_lab):
    lab = open_lab(theme="dark", width=900)
    lab.open(["1"])
    body = lab.page.locator("body")
    assert body.get_attribute("data-jp-theme-light") == "false"
    assert lab.page.viewport_size["width"] == 900


def test_figures_are_drawn_in_the_notebook(lab):
    lab.open(["import matplotlib.pyplot as plt\nplt.plot([1, 2]);"])
    lab.run_all()
    lab.output(0).locator("img").wait_for()


def test_an_error_in_the_page_is_noticed(lab):
    lab.open(["1"])
    lab.page.evaluate("console.error('something is wrong')")
    assert len(lab.errors) == 1 and "something is wrong" in lab.errors[0]
    lab.errors.clear()
