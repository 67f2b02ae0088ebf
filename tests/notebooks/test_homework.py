"""The homework through real nbgrader: validated, released, handed in, graded."""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

pytest.importorskip("nbgrader", reason="pip install -e '.[test]' brings it")

NAME = "first_network"
POINTS = 10
HIDDEN = re.compile(r"\n### BEGIN HIDDEN TESTS\n.*?\n### END HIDDEN TESTS", re.S)


class Course:
    """A folder as nbgrader wants it.

    Args:
        folder: An empty folder.
        source: The teacher's version of the homework.
    """

    def __init__(self, folder, source):
        self.folder = folder
        self.source = folder / "source" / NAME / source.name
        self.release = folder / "release" / NAME / source.name
        self.source.parent.mkdir(parents=True)
        shutil.copy(source, self.source)

    def nbgrader(self, *arguments):
        """Run one of nbgrader's commands and return what it says to a person."""
        # nbgrader calls a program that is installed beside Python.
        beside = os.path.dirname(sys.executable)
        environment = os.environ | {"PATH": beside + os.pathsep + os.environ["PATH"]}
        run = subprocess.run(
            [sys.executable, "-m", "nbgrader", *map(str, arguments)],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def hand_in(self, student, cells):
        """Submit the released notebook with some cells changed: {name: source}."""
        notebook = nbformat.read(self.release, as_version=4)
        for cell in notebook.cells:
            cell.source = cells.get(cell.id, cell.source)
        path = self.folder / "submitted" / student / NAME / self.release.name
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)

    def grades(self):
        """Grade all and return the points of every student."""
        self.nbgrader("autograde", NAME)
        self.nbgrader("export", "--to=grades.csv")
        with (self.folder / "grades.csv").open() as file:
            rows = list(csv.DictReader(file))
        assert {float(row["max_score"]) for row in rows} == {POINTS}
        return {row["student_id"]: float(row["score"]) for row in rows}


def kind(cell):
    """`answer`, `tests`, or `given`, from nbgrader's own marks."""
    marks = cell.metadata.nbgrader
    return "tests" if marks.grade else "answer" if marks.solution else "given"


def cells_of(path, *kinds):
    cells = nbformat.read(path, as_version=4).cells
    return {cell.id: cell.source for cell in cells if kind(cell) in kinds}


def without_markers(source):
    return re.sub(r"### (BEGIN|END) \w+( \w+)?\n?", "", source)


@pytest.fixture(scope="module")
def course(tmp_path_factory, jupyter_folders):
    source = Path(__file__).parent.parent.parent / f"notebooks/homework/{NAME}.ipynb"
    course = Course(tmp_path_factory.mktemp("course"), source)
    course.nbgrader("generate_assignment", NAME)
    return course


def test_the_teachers_version_passes_its_own_tests(course):
    assert "passes all the tests" in course.nbgrader("validate", course.source)


def test_the_release_contains_no_solution_and_no_hidden_test(course):
    answers = cells_of(course.release, "answer")
    assert len(answers) == 5
    for source in answers.values():
        assert source == "# YOUR CODE HERE\nraise NotImplementedError()"
    teachers = cells_of(course.source, "tests")
    shown = {name: HIDDEN.sub("", source) for name, source in teachers.items()}
    assert cells_of(course.release, "tests") == shown
    assert all(len(shown[name]) < len(teachers[name]) for name in teachers)


def test_the_release_passes_no_test(course):
    said = course.nbgrader("validate", "--invert", course.release)
    assert "does not pass any tests" in said


def test_points_are_given_for_answers_only(course):
    """Also where a student empties the tests, or makes them easy."""
    solutions = cells_of(course.source, "answer")
    solutions = {name: without_markers(text) for name, text in solutions.items()}
    no_tests = dict.fromkeys(cells_of(course.release, "tests"), "pass")
    course.hand_in("solved", solutions)
    course.hand_in("empty", {})
    course.hand_in("tampered", no_tests)
    course.hand_in("begun", {"answer-1": solutions["answer-1"]})
    assert course.grades() == {"solved": POINTS, "empty": 0, "tampered": 0, "begun": 2}


def test_no_test_cell_ends_with_a_number(course):
    """nbgrader would take it for the points."""
    for source in cells_of(course.source, "tests").values():
        last = without_markers(source).rstrip().splitlines()[-1]
        assert last.startswith(("assert ", "check."))
