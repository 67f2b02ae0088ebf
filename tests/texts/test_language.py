"""The table of every language against the sentences that stand in the sources."""

import ast
import json
import string
from pathlib import Path

import pytest

import kit
from kit.texts.language import language, languages, set_language, translate

SOURCES = Path(kit.__file__).parent
TABLES = [code for code in languages() if code != "en"]


def sentences() -> set[str]:
    """Return all that is given to `translate` in the sources of the studio."""
    found = set()
    for folder in ("studio", "widgets", "visualization"):
        for path in (SOURCES / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) == "translate":
                    first = node.args[0]
                    if isinstance(first, ast.Constant):
                        found.add(first.value)
    return found


def _name(node) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


def table_of(code) -> dict[str, str]:
    return json.loads((SOURCES / "texts" / f"{code}.json").read_text("utf-8"))


def fields(sentence) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


@pytest.mark.parametrize("code", TABLES)
def test_every_sentence_is_translated(code):
    missing = sorted(sentences() - set(table_of(code)))
    assert not missing, f"kit/texts/{code}.json lacks: {missing}"


@pytest.mark.parametrize("code", TABLES)
def test_translations_take_the_same_values(code):
    for english, other in table_of(code).items():
        assert fields(other) == fields(english), english


def test_a_sentence_without_translation_stays_english():
    set_language("de")
    try:
        assert translate("no such sentence {n}", n=3) == "no such sentence 3"
    finally:
        set_language("en")


def test_an_unknown_language_is_refused_and_changes_nothing():
    with pytest.raises(ValueError, match="no language 'xx'.*\n.*en, de"):
        set_language("xx")
    assert language() == "en"
