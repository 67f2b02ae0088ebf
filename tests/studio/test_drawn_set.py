import base64
import io

import numpy as np

from kit.studio.drawn_set import DrawnSet


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
