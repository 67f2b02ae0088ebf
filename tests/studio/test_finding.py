import pytest

from kit.studio.finding import Finding


def test_an_error_of_kit_has_three_parts():
    error = ValueError("units=0 is no size.\nExpected 1 or more.\nWrite units=64.")
    assert Finding.from_error(error) == Finding(
        "units=0 is no size.", "Expected 1 or more.", "Write units=64."
    )


@pytest.mark.parametrize(
    ("error", "what", "detail"),
    [
        (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by", ""),
        (KeyError(), "KeyError: no message", ""),
        (ValueError("one\ntwo"), "ValueError: one", "one\ntwo"),
        (KeyError("a\nb\nc"), "KeyError: 'a\\nb\\nc'", ""),
    ],
)
def test_any_other_error_keeps_its_name_and_its_whole_text(error, what, detail):
    finding = Finding.from_error(error)
    assert finding.what.startswith(what)
    assert finding.detail == detail


def test_text_leaves_out_what_is_empty():
    assert Finding("what", fix="fix").text == "what\nfix"
