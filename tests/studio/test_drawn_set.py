import base64
import io
import json
import zlib

import numpy as np
import pytest

from kit.studio.drawn_set import MOST_DRAWINGS, DrawnSet
from kit.studio.project import Project

BOMB = base64.b64encode(zlib.compress(bytes(10**5))).decode()


def test_what_is_kept_comes_back_from_arrays_and_file():
    drawn = DrawnSet()
    pictures = np.random.default_rng(0).integers(0, 256, (3, 28, 28))
    for label, picture in enumerate(pictures):
        drawn.add(picture, label)
    drawn.remove(1)
    x, y = drawn.arrays()
    assert x.dtype == y.dtype == np.uint8
    assert np.array_equal(x, pictures[[0, 2]]) and y.tolist() == [0, 2]

    content = base64.b64decode(drawn.npz_address().split(",", 1)[1])
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        assert np.array_equal(file["x"], x) and np.array_equal(file["y"], y)


def test_a_kept_picture_is_a_copy():
    drawn, picture = DrawnSet(), np.zeros((28, 28), np.uint8)
    drawn.add(picture, 0)
    picture[:] = 255
    assert not drawn.arrays()[0].any()


def test_an_empty_set_has_the_shape_of_a_data_set():
    x, y = DrawnSet().arrays()
    assert x.shape == (0, 28, 28) and y.shape == (0,)


def test_drawings_are_part_of_the_file_of_a_project():
    project = Project(seed=3)
    generator = np.random.default_rng(0)
    for label in range(10):
        project.drawings.add(generator.integers(0, 256, (28, 28)), label)
    again = Project.from_json(project.to_json())
    for ours, theirs in zip(
        again.drawings.arrays(), project.drawings.arrays(), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)
    assert again.seed == 3 and "drawings" not in project.content


def test_there_is_room_for_so_many_drawings_and_the_file_stays_small():
    project = Project()
    stroke = np.zeros((28, 28), np.uint8)
    stroke[5:22, 12:15] = 200
    for _ in range(MOST_DRAWINGS):
        project.drawings.add(stroke, 1)
    with pytest.raises(ValueError, match="200 drawings already"):
        project.drawings.add(stroke, 1)
    assert len(project.to_json()) < 100_000


@pytest.mark.parametrize(
    "drawings",
    [
        7,
        [7],
        [{"label": 1}],
        [{"label": -1, "picture": ""}],
        [{"label": True, "picture": ""}],
        [{"label": 1, "picture": "!"}],
        [{"label": 1, "picture": ["!", "!"]}],
        [{"label": 1, "picture": ["eJxjYAAAAAIAAQ=="] * 2}],
        [{"label": 1, "picture": 3}],
        [
            {
                "label": 1,
                "picture": base64.b64encode(zlib.compress(bytes(10**6))).decode(),
            }
        ],
        [{}] * 1000,
    ],
)
def test_strange_drawings_are_refused(drawings):
    content = Project().content | {"drawings": drawings}
    with pytest.raises(ValueError, match="Expected"):
        Project.from_json(json.dumps(content))
