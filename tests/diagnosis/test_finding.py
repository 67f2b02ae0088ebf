import pytest

from kit.diagnosis.finding import Finding

FULL = Finding(
    "units=0 is not a size.",
    "Expected 1 or more.",
    "Write for example:",
    "layer 1\nlayer 2",
    code="zero-units",
    line="units=64",
)


def test_all_parts_are_shown_in_order():
    assert str(FULL).splitlines()[:6] == [
        "units=0 is not a size.",
        "Expected 1 or more.",
        "Write for example:",
        "    units=64",
        "layer 1",
        "layer 2",
    ]
    assert str(FULL).endswith('.explain("zero-units")')


def test_one_line_has_what_is_needed_to_act():
    assert FULL.one_line.startswith(
        "units=0 is not a size. Write for example: units=64"
    )


def test_a_first_line_with_a_long_name_is_broken():
    finding = Finding(f'Layer "{"x" * 70}" got something wrong.', code="long-name")
    assert max(map(len, finding.what.splitlines())) <= 80
    assert finding.what.replace("\n", " ").endswith("got something wrong.")


def test_an_error_carries_its_finding_and_comes_back_from_it():
    error = FULL.error(TypeError)
    assert isinstance(error, TypeError) and str(error) == FULL.text
    assert Finding.from_error(error) is FULL


@pytest.mark.parametrize("error", [KeyError("a"), ZeroDivisionError("b")])
def test_errors_of_others_keep_their_name(error):
    assert Finding.from_error(error).what.startswith(type(error).__name__)


def test_the_studio_has_the_same_class():
    from kit.studio.finding import Finding as OfStudio

    assert OfStudio is Finding
