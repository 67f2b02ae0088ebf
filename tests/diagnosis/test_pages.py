import re

import pytest

from kit.diagnosis.book import MISTAKES, STAGES
from kit.diagnosis.pages import FOLDER, explain, page, pages


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_every_mistake_has_a_page_and_a_clear_message(mistake):
    text = page(mistake)
    assert text.startswith("# ") and mistake.stage in STAGES
    for part in ("Symptom", "Cause", "What kit says", "Exercise"):
        assert f"**{part}" in text
    assert re.fullmatch("[a-z]+(-[a-z]+)*", mistake.code)

    finding = mistake.finding()
    assert finding.code == mistake.code
    assert finding.level in ("error", "warning", "note")
    assert len(finding.what.splitlines()[0]) <= 80
    assert finding.expected.endswith(".") and finding.fix
    assert not finding.line or finding.fix.endswith(":"), finding.fix
    assert finding.line or finding.fix.endswith((".", ":"))
    assert "\n" not in finding.one_line


def test_pages_in_the_folder_are_those_of_the_code():
    """If not: python -m kit.diagnosis writes them anew."""
    stored = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*")}
    stored.pop("compared.md", None)
    assert stored == pages()


def test_explain_shows_a_page_and_knows_what_was_meant():
    shown = explain("nan-loss")
    assert repr(shown) == shown == shown._repr_markdown_()
    with pytest.raises(ValueError, match='Did you mean "nan-loss"'):
        explain("nan-los")
