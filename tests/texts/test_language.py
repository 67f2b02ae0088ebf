"""The table of every language against the sentences that stand in the sources."""

import ast
import json
import re
import string
from pathlib import Path

import numpy as np
import pytest

import kit
from kit.studio import data, inspector, menu, presets
from kit.texts.language import language, languages, set_language, translate
from kit.visualization.bars import probability_bars_svg
from kit.visualization.diagram import graph_svg
from kit.visualization.histogram import histogram_svg
from kit.visualization.images import digit_grid_svg
from kit.visualization.plane import points_svg
from kit.visualization.sparkline import sparkline_svg
from kit.widgets import pad, workbench

SOURCES = Path(kit.__file__).parent
TABLES = [code for code in languages() if code != "en"]


# Sentences that stand in tables: translated when they are shown.
TABLES_OF_SENTENCES = (
    menu.PURPOSES,
    menu.OPTIMIZERS,
    menu.LOSSES,
    menu.METRICS,
    menu.HELPS,
    presets.PRESETS,
    inspector.ORDERS,
    inspector.NUMBER_ORDERS,
    dict.fromkeys(pad.WORDS),
    dict(workbench.PANELS),
    {name: source.title for name, source in data.SOURCES.items()},
    {name: source.sentence for name, source in data.SOURCES.items()},
)


def sentences() -> set[str]:
    """Return all that is given to `translate` in the sources of the studio."""
    found = set()
    for folder in ("studio", "widgets", "visualization"):
        for path in (SOURCES / folder).rglob("*.py"):
            found |= _sentences_of(ast.parse(path.read_text("utf-8")))
    for table in TABLES_OF_SENTENCES:
        found |= {v if isinstance(v, str) else k for k, v in table.items()}
    return found


def _sentences_of(tree) -> set[str]:
    """Return what the calls in one file translate, also by the name of a constant."""
    constants = {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    strings = {text for text in constants.values() if isinstance(text, str)}
    found, by_name = set(), False
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) == "translate":
            first = node.args[0]
            if isinstance(first, ast.Constant):
                found.add(first.value)
            by_name |= not isinstance(first, ast.Constant)
    # A choice between constants, `translate(_ONE if count == 1 else _SOME)`.
    return found | {text for text in strings if by_name and " " in text}


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


def test_the_pictures_of_the_studio_speak_it_too():
    layer = {"class_name": "Dense", "output_shape": (None, 10), "params": 650}
    set_language("de")
    try:
        pictures = [
            probability_bars_svg([0.1, 0.9], ["Hund", "Katze"], 0),
            histogram_svg([0.0, 1.0], title="Gewichte"),
            digit_grid_svg(np.zeros((2, 4, 4)), [3, 5], [3, 9], title="Ziffern"),
            points_svg([[0.0, 1.0]], [0], title="Punkte"),
            graph_svg([layer, layer], [("0", "1")]),
            sparkline_svg([(0.0, 1.0), (1.0, 0.5)], "loss"),
        ]
    finally:
        set_language("en")
    words = " ".join(re.sub(r"<style.*?</style>|<[^>]*>", " ", p) for p in pictures)
    words += " ".join(picture.description for picture in pictures)
    assert "Das Netz sagt Katze, 90.0 %, aber es ist Hund mit 10.0 %." in words
    english = {"the", "says", "right", "true", "is", "values", "mean", "from", "layers"}
    assert not english & set(re.findall(r"[a-z]+", words.lower()))
