import io
import subprocess
import sys
from datetime import UTC, datetime
from unittest.mock import MagicMock

import numpy as np
import pytest
from PIL import Image

from kit.widgets.draw_pad import DrawPad, draw_pad_of
from kit.widgets.studio import Studio

ONE = [{"erases": False, "points": [[140, 60], [140, 220]]}]


class Known:
    """A model that always answers with one class."""

    input_shape = (None, 28, 28)

    def __init__(self, answer):
        self.answer = answer

    def predict(self, x, verbose=0):
        return np.tile(np.eye(10)[self.answer] * 0.91 + 0.009, (len(x), 1))


@pytest.fixture
def pad():
    return DrawPad(Known(1))


def test_before_the_first_stroke(pad):
    assert "Draw a digit" in pad.announcer.text
    assert all(button.disabled for button in pad.keep_buttons)
    assert pad.kept_body.layout.display == "none"


def test_a_stroke_is_answered_with_picture_and_bars(pad):
    empty = pad.seen.value
    pad.pad.strokes = ONE
    assert pad.seen.value != empty and "data:image/png;base64," in pad.seen.value
    assert "91.9 %" in pad.answer.value
    assert pad.announcer.text == "The network reads 1, 91.9 % sure."


def test_keeping_clears_the_pad_and_fills_the_set(pad):
    for label in (1, 7):
        pad.pad.strokes = ONE
        pad.keep_buttons[label].click()
        assert pad.pad.drawn == []
    assert "1 of 2 right (50.0 %)" in pad.summary.value
    assert [tile["caption"] for tile in pad.grid.tiles] == ["✓ 1", "✗ 1"]
    x, y = pad.drawings()
    assert x.shape == (2, 28, 28) and y.tolist() == [1, 7]
    assert 'download="drawings.npz"' in pad.download.value
    pad.grid.chosen = 0
    pad.remove_button.click()
    assert pad.drawings()[1].tolist() == [7]
    assert "0 of 1 right" in pad.summary.value


def test_digit_keys_keep_as_well(pad):
    pad._on_message(None, {"keep": 1, "strokes": ONE}, [])
    pad._on_message(None, {"keep": 12, "strokes": ONE}, [])
    pad._on_message(None, {}, [])
    assert pad.drawings()[1].tolist() == [1]
    pad._on_message(None, {"keep": 2, "strokes": []}, [])
    assert "There is no drawing to keep" in pad.finding_card.value


def test_strokes_that_come_after_a_new_sheet_are_not_on_it(pad):
    late = [{**ONE[0], "sheet": pad.pad.sheet}]
    pad.pad.strokes = late
    pad.keep(1)
    pad.pad.strokes = late
    assert pad.drawing.is_empty
    pad.pad.strokes = [{**ONE[0], "sheet": pad.pad.sheet}]
    assert not pad.drawing.is_empty


def test_the_page_has_the_new_sheet_before_it_is_asked_for_a_drawing(pad, monkeypatch):
    # Else a stroke that is begun at once lies on the old sheet, and is lost.
    pad.pad.strokes = ONE
    assert _heard_while_keeping(pad, monkeypatch) == [
        ({"sheet": 1}, "The network reads 1, 91.9 % sure.")
    ]
    assert "Draw a digit" in pad.announcer.text


def _heard_while_keeping(pad, monkeypatch):
    """Keep a drawing; return what the pad's page hears, and what was said by then."""
    heard = []
    page = MagicMock(comm_id="0")
    page.send = lambda data, buffers: heard.append((data["state"], pad.announcer.text))
    monkeypatch.setattr(pad.pad, "comm", page)
    pad.keep(1)
    return heard


def test_a_model_of_other_inputs_is_refused_in_a_card(pad):
    model = Known(1)
    model.input_shape = (None, 2)
    pad.update(model)
    assert "(None, 2)" in pad.finding_card.value


def test_without_a_model_drawings_can_be_kept():
    pad = DrawPad()
    pad.pad.strokes = ONE
    pad.keep(3)
    assert "1 drawing" in pad.summary.value
    assert pad.grid.tiles[0]["second"] == "is 3"
    pad.update(Known(3))
    assert pad.grid.tiles[0]["caption"] == "✓ 3"


def test_the_studios_pad_follows_its_training_and_data():
    studio = Studio(epochs=1)
    pad = draw_pad_of(studio)
    pad.pad.strokes = ONE
    assert pad.drawing.model is None
    studio.fit_panel.start_button.click()
    studio.fit_panel.run.wait()
    studio.fit_panel.plot.clock.wait()
    pad.update(studio.model)
    assert pad.drawing.full_ink == 255  # the data are bytes
    picture = pad.drawing.picture[None]
    expected = studio.model.predict(picture, verbose=0)[0]
    assert pad.drawing.probabilities == pytest.approx(expected, abs=1e-6)


def test_kept_drawings_open_with_the_project(tmp_path):
    from kit.widgets.studio import Studio

    studio = Studio()
    pad = studio.workbench.panel("Draw")
    pad.background.threaded = False
    pad.pad.strokes = [{"points": [[140, 60], [140, 220]]}]
    pad.keep(1)
    studio.save(tmp_path / "mine.json")
    again = Studio.load(tmp_path / "mine.json").workbench.panel("Draw")
    assert again.drawings()[1].tolist() == [1]
    assert len(again.grid.tiles) == 1


def test_a_typed_digit_and_a_picture_file_without_the_pad(pad):
    pad.plain_toggle.value = True
    assert pad.plain_place.children == (pad.plain,)
    pad.plain.rows.value = "\n".join(["." * 6 + "##" + "." * 6] * 10)
    assert pad.announcer.text == "The network reads 1, 91.9 % sure."
    typed = pad.drawing.picture
    pad.keep_buttons[1].click()
    assert pad.drawing.is_empty and pad.drawings()[1].tolist() == [1]
    photo = Image.new("L", (90, 120), 230)  # dark ink on light paper
    photo.paste(20, (40, 10, 60, 110))
    stream = io.BytesIO()
    photo.save(stream, "PNG")
    pad.plain.file.value = (some_file(stream.getvalue()),)
    np.testing.assert_array_equal(pad.drawing.picture, typed)
    pad.plain.file.value = (some_file(b"no picture"),)
    assert "cannot be read as a picture" in pad.finding_card.value
    pad.pad.is_alive = True  # the page shows the pad after all
    assert pad.plain_toggle.layout.display == "none" and not pad.plain_toggle.value


def some_file(content):
    about = {"name": "one.png", "type": "image/png", "size": len(content)}
    return {**about, "content": content, "last_modified": datetime.now(UTC)}


def test_without_the_package_the_plain_way_is_open():
    program = """
import sys
sys.modules["anywidget"] = None  # so that its import fails
from kit.widgets.studio import Studio
pad = Studio().workbench.panel("Draw")
pad.background.threaded = False
pad.plain.rows.value = "##\\n##"
print(pad.plain_place.children == (pad.plain,), pad.drawing.is_empty)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "False"]
