import json
import pickle
import xml.etree.ElementTree as ElementTree

import pytest

from kit.visualization import svg

NASTY = "<script>alert('x')</script> & \"q\" \x00\x0b\ud800 end"


def test_escaped_text_survives_an_xml_parser():
    parsed = ElementTree.fromstring(
        f'<t a="{svg.escape(NASTY)}">{svg.escape(NASTY)}</t>'
    )
    expected = "<script>alert('x')</script> & \"q\"  end"
    assert parsed.text == expected
    assert parsed.get("a") == expected


def test_every_helper_escapes():
    markup = "".join(
        [
            svg.text(0, 0, NASTY),
            svg.hover(NASTY),
            svg.element("g", data_name=NASTY),
            svg.picture(1, 1, [], NASTY, NASTY),
        ]
    )
    assert "<script" not in markup
    ElementTree.fromstring(f"<all>{markup}</all>")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (-0.001, "0"), (1.5, "1.5"), (100, "100"), (-2.25, "-2.25")],
)
def test_number_is_short(value, text):
    assert svg.number(value) == text


def test_points_need_as_many_x_as_y():
    with pytest.raises(ValueError):
        svg.points([1, 2], [1])


def test_shorten_keeps_short_text_and_the_length():
    assert svg.shorten("abc", 3) == "abc"
    assert len(svg.shorten("a" * 50, 10)) == 10


def test_picture_says_what_it_is(parse):
    picture = svg.picture(120, 60, [svg.line(0, 0, 1, 1)], "Title", "A line.")
    root = parse(picture).root
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Title. A line."
    assert root[0].tag.endswith("title") and root[0].text == "Title"
    assert root.get("viewBox") == "0 0 120 60"
    assert root.get("width") == "100%"
    assert root.get("style") == "max-width:120px"


def test_picture_without_style_is_smaller(parse):
    small = parse(svg.picture(9, 9, [], "t", style=False))
    assert not small.all("style")
    assert len(parse(svg.picture(9, 9, [], "t")).all("style")) == 1


def test_picture_is_a_string_that_notebooks_show():
    picture = svg.picture(9, 9, [], "t", "d")
    assert type(picture._repr_html_()) is str
    assert json.loads(json.dumps(picture)) == picture
    copy = pickle.loads(pickle.dumps(picture))
    assert copy == picture and copy.description == "d"


def test_terminal_shows_the_description():
    class Printer:
        seen = ""

        def text(self, words):
            self.seen += words

    printer = Printer()
    svg.picture(9, 9, [], "t", "What it shows.")._repr_pretty_(printer, False)
    assert printer.seen == "What it shows."


def test_a_bare_picture_leaves_the_style_sheet_to_the_page():
    styled, bare = (svg.picture(9, 9, [], "Nothing", style=on) for on in (True, False))
    assert styled != bare and styled.bare == bare.bare == bare
