"""Every lesson run from top to bottom by nbclient, without a screen, as graders do."""

import re
from functools import cache

import nbformat
import pytest

from kit.studio.project import Project
from tests.tutorials.running import TRUE_NOTES

nbclient = pytest.importorskip("nbclient", reason="pip install -e '.[test]' brings it")

SECONDS_FOR_A_CELL = 120
PYTHON_BLOCK = re.compile(r"```python\n(.*?)```", re.S)


class Run:
    """A lesson that was run, then its solution, then the check once more.

    Args:
        notebook: A `Notebook` of `conftest`.
        folder: Where it runs.
    """

    def __init__(self, notebook, folder):
        content = notebook.content.copy()
        solution = PYTHON_BLOCK.search(notebook.cells["exercise-solution"].source)[1]
        check = notebook.cells["exercise-check"].source
        content.cells = [
            *content.cells,
            nbformat.v4.new_code_cell(solution, id="solution"),
            nbformat.v4.new_code_cell(check, id="solution-check"),
        ]
        client = nbclient.NotebookClient(
            content,
            timeout=SECONDS_FOR_A_CELL,
            resources={"metadata": {"path": str(folder)}},
        )
        client.execute()  # raises the first error of a cell
        self.cells = {cell.id: cell for cell in content.cells}
        self.left_behind = list(folder.iterdir())

    def outputs(self, name):
        return self.cells[name].get("outputs", [])

    def text(self, name):
        """What a cell printed."""
        streams = [out for out in self.outputs(name) if out.output_type == "stream"]
        return "".join(stream.text for stream in streams)

    def shown(self, name):
        """The forms in which a cell showed its last value, such as image/png."""
        data = [out.data for out in self.outputs(name) if "data" in out]
        return data[-1] if data else {}

    def numbers(self, name):
        """The decimal numbers that a cell printed."""
        return [float(found) for found in re.findall(r"\d+\.\d+", self.text(name))]


@pytest.fixture(scope="module")
def run_of(lessons, tmp_path_factory, jupyter_folders):
    """A function from a number such as "01" to the run of that lesson, its only one."""

    @cache
    def run(number):
        return Run(lessons[number], tmp_path_factory.mktemp("lesson"))

    return run


@pytest.fixture
def run(run_of, lesson):
    """The run of one lesson after the other."""
    return run_of(lesson.name[:2])


def test_the_mistake_doctor_has_no_false_alarm(run):
    """It may say what a history shows, but finds no mistake in a lesson."""
    printed = "".join(map(run.text, run.cells))
    codes = set(re.findall(r'^kit: .*explain\("([\w-]+)"\)', printed, re.M))
    assert codes <= TRUE_NOTES, printed


def test_nothing_goes_to_stderr(run):
    """A grader would count it as a mistake, and a learner would be alarmed."""
    for name in run.cells:
        streams = {out.get("name", "stdout") for out in run.outputs(name)}
        assert streams <= {"stdout"}, run.outputs(name)


def test_no_file_is_left_behind(run):
    assert run.left_behind == []


def test_every_figure_is_drawn(run):
    figures = [
        name
        for name, cell in run.cells.items()
        if re.search(r"(\.plot\(\)|_figure\(.*\)|_svg\(.*\))$", cell.source)
    ]
    assert figures
    for name in figures:
        assert {"image/png", "text/html"} & set(run.shown(name)), name


def test_the_exercise_is_open_until_it_is_solved(run):
    assert run.text("exercise-check").startswith("Not yet. ")
    assert run.text("solution-check") == "Solved! Well done.\n"


# --- 00_start_here ------------------------------------------------------------------


def test_the_studio_appears(run_of):
    assert "application/vnd.jupyter.widget-view+json" in run_of("00").shown("studio")


def test_the_code_of_the_lesson_does_what_the_studio_does(run_of):
    """The same digits right: the lesson says that it is the same program."""
    run = run_of("00")
    model, data = Project().prepare()
    model.fit(data.x_train, data.y_train, epochs=5, verbose=0)
    right = sum(model.predict(data.x_test, verbose=0).argmax(axis=1) == data.y_test)
    assert run.text("code-predict") == f"{right} of 1000 new digits are right\n"
    assert right >= 900


# --- 01_compile_fit_predict ---------------------------------------------------------


@pytest.mark.parametrize("cell", ["loss-one", "loss-all", "step-same-loss"])
def test_the_loss_by_hand_is_the_loss_of_evaluate(run_of, cell):
    by_hand, evaluated = run_of("01").numbers(cell)
    assert by_hand == pytest.approx(evaluated, abs=2e-6)


def test_compile_changes_no_weight(run_of):
    assert run_of("01").text("compile-changes").count("the same: True") == 4


def test_the_step_by_hand_is_the_step_of_the_model(run_of):
    numbers = run_of("01").numbers("step-train")
    moved, apart = numbers[::2], numbers[1::2]
    assert len(moved) == 4 and min(moved) > 1e-3 and max(apart) < 1e-6


def test_the_step_makes_the_loss_smaller(run_of):
    before, after = run_of("01").numbers("step-after")
    assert after < before


def test_the_numbers_before_and_after(run_of):
    before, after = run_of("01").text("compare").splitlines()
    accuracy, loss, surest = map(float, re.findall(r"\d\.\d+", before))
    assert 0.03 < accuracy < 0.2 and 2.2 < loss < 2.6 and surest < 0.4
    accuracy, loss, surest = map(float, re.findall(r"\d\.\d+", after))
    assert accuracy > 0.87 and loss < 0.5 and surest > 0.75


# --- 02_reading_the_history ---------------------------------------------------------


def test_the_history_has_a_number_per_epoch(run_of):
    text = run_of("02").text("first-dictionary")
    names = re.findall(r"^\w+", text, re.M)
    assert names == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert len(re.findall(r"\d\.\d*", text)) == 4 * 10


def test_a_network_too_small_is_bad_at_both(run_of):
    train, valid, gap = run_of("02").numbers("small-numbers")
    assert train < 0.4 and valid < 0.4 and gap < 0.07


def test_the_validation_loss_rises_again(run_of):
    lowest, last = run_of("02").numbers("large-best")
    assert last > 1.05 * lowest


def test_the_accuracy_hardly_changes_meanwhile(run_of):
    best, last = run_of("02").numbers("large-accuracy")
    assert abs(best - last) < 0.03


def test_more_data_makes_the_gap_smaller(run_of):
    gaps = run_of("02").numbers("more-data")[2::3]
    assert len(gaps) == 3 and gaps == sorted(gaps, reverse=True)


def test_early_stopping_brings_the_best_weights_back(run_of):
    run = run_of("02")
    epochs, best = map(int, re.findall(r"\d+", run.text("stopping-numbers")))
    assert epochs == best + 5 < 60  # its patience
    evaluated, lowest, last = run.numbers("stopping-weights")
    assert evaluated == pytest.approx(lowest, abs=2e-4) and lowest < last


def test_the_file_holds_the_best_model(run_of):
    evaluated, lowest = run_of("02").numbers("load")
    assert evaluated == pytest.approx(lowest, abs=2e-4)


def test_the_exam_is_passed(run_of):
    assert run_of("02").numbers("exam")[0] > 90
