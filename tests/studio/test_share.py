import base64
import hashlib
import json
import zlib

import numpy as np
import pytest

import kit
from kit.studio import share
from kit.studio.project import Project
from kit.studio.share import load_project, model_bytes, read_line, save_project, to_line
from tests.studio.random_models import random_project


def line_of(data):
    letters = base64.urlsafe_b64encode(zlib.compress(data)).decode().rstrip("=")
    return f"kit1.{letters}.{hashlib.sha256(letters.encode()).hexdigest()[:8]}"


@pytest.mark.parametrize("seed", range(6))
def test_a_line_restores_exactly(seed):
    project = random_project(seed)
    line = to_line(project)
    assert "\n" not in line and line.isascii() and len(line) < 4000
    other = Project()
    other.restore(read_line(line))
    assert other.content == project.content
    ours, theirs = project.prepare()[0], other.prepare()[0]
    for mine, its in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, its)


def test_a_line_survives_a_mail():
    line = to_line(Project(seed=5))
    broken = " \n".join(line[i : i + 60] for i in range(0, len(line), 60))
    assert read_line(f"  {broken}\n") == Project(seed=5).content


@pytest.mark.parametrize("place", [0, 4, 5, 40, -9, -1])
def test_a_changed_letter_is_noticed(place):
    line = list(to_line(Project()))
    line[place] = "b" if line[place] != "b" else "c"
    with pytest.raises(ValueError, match="Copy the line again"):
        read_line("".join(line))


@pytest.mark.parametrize(
    "text", ["", "kit1", "kit1..", "kit2.AA.00000000", "x" * 10**6]
)
def test_other_texts_are_refused(text):
    with pytest.raises(ValueError, match="not a line of the studio"):
        read_line(text)


def test_a_cut_line_is_refused():
    line = to_line(Project())
    with pytest.raises(ValueError):
        read_line(line[: len(line) // 2])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\xfe",
        b'{"kit_project": 1}' * 2,
        b"[" * 100_000,
        b" " * (share.LONGEST_CONTENT + 1),
        b"0" * 50_000_000,
    ],
)
def test_strange_contents_are_refused_in_little_memory(data):
    with pytest.raises(ValueError, match="does not hold a project"):
        read_line(line_of(data))


def test_what_a_line_holds_is_checked_like_a_file():
    content = Project().content
    content["model"]["layers"][3]["class_name"] = "Lambda"
    line = line_of(json.dumps(content).encode())
    project = Project()
    with pytest.raises(ValueError):
        project.restore(read_line(line))
    assert project.content == Project().content


def test_something_behind_the_packed_text_is_refused():
    packed = zlib.compress(b"{}") + b"more"
    letters = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    total = hashlib.sha256(letters.encode()).hexdigest()[:8]
    with pytest.raises(ValueError, match="does not hold"):
        read_line(f"kit1.{letters}.{total}")


def test_a_file_restores_exactly(tmp_path):
    project = random_project(3)
    save_project(project, tmp_path / "mine.json")
    assert (tmp_path / "mine.json").stat().st_size < 20_000
    assert load_project(tmp_path / "mine.json").content == project.content
    save_project(Project(), str(tmp_path / "mine.json"))  # writes over it
    assert load_project(tmp_path / "mine.json").content == Project().content


def test_files_that_are_none(tmp_path):
    with pytest.raises(ValueError, match="json"):
        save_project(Project(), tmp_path / "mine.keras")
    with pytest.raises(FileNotFoundError):
        load_project(tmp_path / "absent.json")
    (tmp_path / "huge.json").write_text(" " * 1_000_001)
    (tmp_path / "bytes.json").write_bytes(b"\xff\x00")
    for name in ("huge.json", "bytes.json"):
        with pytest.raises(ValueError):
            load_project(tmp_path / name)


def test_the_bytes_of_a_model_are_its_file(tmp_path):
    model = kit.Sequential([kit.Input((3,)), kit.layers.Dense(2)])
    (tmp_path / "model.keras").write_bytes(model_bytes(model))
    again = kit.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(again.get_weights()[0], model.get_weights()[0])
