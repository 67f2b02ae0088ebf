"""No false alarm: right programs, however unusual, get no finding and no note."""

import inspect

import pytest

from tests.mistakes import more_right_programs, right_programs

PROGRAMS = [
    function
    for module in (right_programs, more_right_programs)
    for name, function in vars(module).items()
    if inspect.isfunction(function)
    and function.__module__ == module.__name__
    and name not in ("dense", "trained")
]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_nothing_is_found(program, capsys):
    model = program()
    assert [(finding.level, finding.text) for finding in model.findings] == []
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")


def test_there_are_more_than_forty():
    assert len(PROGRAMS) >= 60
