import re
from itertools import pairwise
from pathlib import Path

import ipywidgets as widgets

from kit.studio.finding import Finding
from kit.visualization.theme import projector_css, theme_css
from kit.widgets import theme
from kit.widgets.panel import Panel, button, row, text
from kit.widgets.theme import style_sheet


def test_a_panel_has_a_heading_content_and_a_place_for_errors():
    panel = Panel("A & B", "x < y", "kit-toy")
    content = widgets.Text()
    panel.set_content([content])
    style, root, heading, inside, card = panel.children
    assert style.value.startswith("<style>")
    assert root.label == "A & B"  # for screen readers
    assert heading.value == "<h3>A &amp; B</h3><code>x &lt; y</code>"
    assert inside is content
    panel.show_finding(Finding("no"))
    assert "no" in card.value
    panel.show_finding(None)
    assert card.value == ""
    assert {"kit-theme", "kit-panel", "kit-toy"} <= set(panel._dom_classes)


def test_a_panel_inside_another_brings_no_style():
    assert len(Panel("A", styled=False).children) == 2


def test_pieces_carry_their_classes():
    assert "kit-help" in text("x", "kit-help")._dom_classes
    assert {"kit-button", "kit-quiet"} <= set(
        button("A", "a", "kit-quiet")._dom_classes
    )
    assert "kit-row" in row([])._dom_classes


def test_the_sheet_has_the_colors_of_the_pictures_and_balanced_braces():
    sheet = style_sheet()
    assert theme_css() in sheet
    assert sheet.count("{") == sheet.count("}")
    assert "</" not in sheet  # it stands inside <style>
    # no colour of its own: every one comes from the theme
    own = sheet.replace(theme_css(), "").replace(projector_css(), "")
    assert "#" not in own.replace("&#", "")


def test_the_sheet_is_short_and_keeps_what_stands_in_quotes():
    sheet = style_sheet()
    assert not {"/*", "\n", "{ ", "; "} & {a + b for a, b in pairwise(sheet)}
    for path in Path(theme.__file__).parent.glob("*.css"):
        rules = path.read_text(encoding="utf-8").partition("*/")[2]
        quoted = re.findall(r'"[^"\n]*"', re.sub(r"/\*.*?\*/", "", rules))
        assert all(words in sheet for words in quoted)
