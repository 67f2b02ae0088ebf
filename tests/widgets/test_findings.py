import pytest

from kit.studio.finding import Finding
from kit.widgets.findings import finding_html, safely


class Board:
    def __init__(self):
        self.shown = []

    def show_finding(self, finding):
        self.shown.append(finding)

    @safely
    def fail(self, _):
        raise KeyError("units")

    @safely
    def outer(self, _):
        self.fail(None)
        return "done"


def test_a_card_has_all_parts_and_no_markup_of_others():
    card = finding_html(Finding("<b>", "a & b", "use `x[0]`", "line 1\nline 2"))
    assert "&lt;b&gt;" in card and "<b>" not in card
    assert "<p>a &amp; b</p>" in card
    assert "<code>x[0]</code>" in card
    assert "<pre>line 1\nline 2</pre>" in card


@pytest.mark.parametrize(
    ("level", "role"), [("error", "alert"), ("warning", "status"), ("note", "status")]
)
def test_an_error_is_an_alert(level, role):
    card = finding_html(Finding("what", level=level))
    assert f'role="{role}"' in card and f"kit-{level}" in card


def test_a_text_becomes_an_error_and_nothing_becomes_nothing():
    assert "kit-error" in finding_html("one\ntwo\nthree")
    assert finding_html(None) == finding_html("") == ""


def test_a_failing_handler_shows_a_card_and_the_next_one_takes_it_away():
    board = Board()
    assert board.fail(None) is None
    assert board.shown[0] is None and board.shown[1].what == "KeyError: 'units'"
    board.shown.clear()
    assert board.outer(None) == "done"
    # the failure inside stays on the board, though the outer handler succeeded
    assert [getattr(finding, "what", None) for finding in board.shown] == [
        None,
        "KeyError: 'units'",
    ]
