import numpy as np
import pytest

from kit.widgets.studio import Studio


@pytest.fixture(scope="module")
def studio():
    """Two runs: of 354 parameters, then of 178."""
    studio = Studio("moons", epochs=1)
    studio.fit_panel.run.threaded = False
    studio.fit_panel.start_button.click()
    studio.project.model.remove(2)
    studio.fit_panel.epochs = 2
    studio.fit_panel.start_button.click()
    return studio


@pytest.fixture
def panel(studio):
    return studio.workbench.panel("Compare")


def order(panel):
    return [row["number"] for row in panel.table.rows]


def test_runs_are_rows_and_headings_sort_them(panel):
    assert order(panel) == [2, 1]
    assert panel.table.rows[1]["parameters"] == "354"
    assert "Dense 16, Dense 16, Dense 2" in panel.table.rows[1]["words"]
    assert panel.table.rows[0]["curve"].startswith("<svg")
    panel.table._answer(None, {"sort": "parameters"}, None)
    assert panel.table.sort == ["parameters", "descending"] and order(panel) == [1, 2]
    panel.sort_by("parameters")
    assert panel.table.sort == ["parameters", "ascending"] and order(panel) == [2, 1]
    panel.sort_by("nonsense")
    assert panel.table.sort == ["parameters", "ascending"]
    panel.sort_by("run")


def test_a_run_comes_back_with_its_weights(studio, panel):
    first = studio.runs.get(1)
    panel.table._answer(None, {"restore": 1}, None)
    assert "is back" in panel.finding_card.value
    assert studio.project.content == first.content
    assert studio.fit_panel.epochs == 1
    for ours, theirs in zip(studio.model.get_weights(), first.weights, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert f"{100 * first.accuracy:.1f} %" in studio.inspector.summary.value
    assert len(studio.runs) == 2


def test_what_is_not_kept_is_told(panel):
    panel.restore(77)
    assert "Run 77 is not kept any more" in panel.finding_card.value


def test_the_download_is_the_csv(panel):
    assert panel.download._make().decode("utf-8-sig").count("\n") == 3
