"""A hundred further mistakes: each is found, in the user's own words, with a fix."""

import pytest

from kit import config
from kit.diagnosis.finding import Finding
from tests.mistakes.further import ROWS, START
from tests.mistakes.running import sightings

COLUMNS = 80


def found_in(lines, folder, monkeypatch):
    """The Findings of a program, the error that ends it last."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(config._settings, "told", set())
    found, _ = sightings(START + lines)
    return [(one.finding, one.raised) for one in found]


@pytest.mark.parametrize("name", ROWS)
def test_mistake_is_found(name, tmp_path, monkeypatch, capsys):
    lines, level, code, words = ROWS[name]
    found = found_in(lines, tmp_path, monkeypatch)
    assert found, "Nothing was found."
    fitting = [(one, raised) for one, raised in found if one.code == code]
    assert fitting, [one.text for one, _ in found]
    finding, raised = fitting[-1]
    assert (finding.level, raised) == (level, level == "error")
    text = finding.text
    assert all(word in text for word in words), text
    assert len(text.splitlines()[0]) <= COLUMNS, text
    assert finding.expected and finding.fix, text
    others = {one.code for one, _ in found} - {code, "fit-goes-on"}
    assert not others, [one.text for one, _ in found]
    assert capsys.readouterr().err == ""


def test_no_row_is_twice():
    programs = [lines for lines, *_ in ROWS.values()]
    assert len(set(programs)) == len(programs) >= 90


def test_errors_of_kit_have_three_sentences():
    finding = Finding.from_error(ValueError("One.\nTwo.\nThree."))
    assert (finding.what, finding.expected, finding.fix) == ("One.", "Two.", "Three.")
