"""File names: endings, similar names, and files that are written whole."""

import os
from pathlib import Path

import pytest

from kit.saving.paths import (
    as_path,
    check_ending,
    check_readable,
    short,
    written_whole,
)


def test_names_and_paths():
    assert as_path("a/model.keras") == as_path(Path("a") / "model.keras")


def test_a_wrong_ending_shows_the_right_one():
    with pytest.raises(ValueError, match='Write for example "lesson.keras"'):
        check_ending(Path("lesson.pkl"), (".keras", ".h5"), "A model")


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "model.h5").touch()
    with pytest.raises(ValueError, match="is a folder.*\n.*\n.*model.h5"):
        check_readable(tmp_path)


def test_the_folder_is_listed(tmp_path):
    for name in ("a.keras", "b.keras", "notes.txt"):
        (tmp_path / name).touch()
    with pytest.raises(FileNotFoundError) as caught:
        check_readable(tmp_path / "something_else.keras")
    assert "a.keras, b.keras" in str(caught.value)
    assert "notes" not in str(caught.value)


def test_a_file_appears_only_when_it_is_complete(tmp_path):
    path = tmp_path / "model.keras"
    with written_whole(path, overwrite=True) as unfinished:
        unfinished.write_text("half")
        assert not path.exists()
        assert unfinished.parent == tmp_path
    assert path.read_text() == "half"
    assert os.listdir(tmp_path) == ["model.keras"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_interruption_leaves_nothing_behind(tmp_path, error):
    path = tmp_path / "model.keras"
    path.write_text("old")
    with pytest.raises(error):
        with written_whole(path, overwrite=True) as unfinished:
            unfinished.write_text("half")
            raise error
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["model.keras"]


def test_a_new_file_has_the_usual_permissions(tmp_path):
    (tmp_path / "usual").touch()
    with written_whole(tmp_path / "model.keras", overwrite=True) as unfinished:
        unfinished.touch()
    modes = {path.stat().st_mode for path in tmp_path.iterdir()}
    assert len(modes) == 1


def test_messages_show_no_control_characters():
    assert short("\x1b[31mred\n") == "?[31mred?"
    assert len(short("x" * 10**6)) == 40
