import numpy as np
import pytest

from kit.datasets import mnist
from kit.studio.data import StudioData


def pair(shape=(6, 4), y=(0, 1, 2, 0, 1, 2)):
    return np.zeros(shape), np.array(y)


def test_the_default_is_the_embedded_sample():
    data = StudioData.of()
    (x_train, y_train), (x_test, y_test) = mnist.load_sample()
    np.testing.assert_array_equal(data.x_train, x_train)
    np.testing.assert_array_equal(data.y_test, y_test)
    assert data.x_train.dtype == np.uint8
    assert data.class_names == tuple("0123456789")
    assert data.counts == np.bincount(y_train).tolist()
    assert data.train[1] is data.y_train and data.test[0] is data.x_test


def test_data_stays_what_it_is():
    data = StudioData.load()
    assert StudioData.of(data) is data


@pytest.mark.parametrize(
    ("y", "names"),
    [
        ([0, 1, 2, 0, 1, 2], ("0", "1", "2")),
        ([[0], [1], [2], [0], [1], [1]], ("0", "1", "2")),
        (np.eye(3)[[0, 1, 2, 0, 1, 2]], ("0", "1", "2")),
        ([False, True, False, False, True, True], ("0", "1")),
        ([0.5, 1.5, 0.0, 1.0, 2.0, 3.0], ()),
        ([-1, 1, -1, 1, 1, 1], ()),
        (np.full((6, 2), 0.5), ()),
    ],
)
def test_classes_are_recognized(y, names):
    data = StudioData.of((pair(y=y), pair(y=y)))
    assert data.class_names == names
    assert data.num_classes == (len(names) or None)
    if names:
        assert sum(data.counts) == 6


def test_names_of_classes_may_be_given():
    data = StudioData.of((pair(), pair()), ["cat", "dog", "bee"])
    assert data.class_names == ("cat", "dog", "bee")
    assert data.counts == [2, 2, 2]


def test_thumbnails_show_each_class_and_then_another_sample_of_it():
    x = np.arange(6.0).reshape(6, 1, 1)
    data = StudioData.of(((x, np.array([0, 1, 3, 0, 1, 3])), (x, np.zeros(6, int))))
    first, classes = data.thumbnails()
    assert (first.ravel().tolist(), classes) == ([0, 1, 2], [0, 1, 3])
    assert data.thumbnails(1)[0].ravel().tolist() == [3, 4, 5]
    assert data.thumbnails(2)[0].ravel().tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("shape", "is_images"),
    [((6, 4), False), ((6, 4, 4), True), ((6, 4, 4, 3), True), ((6, 4, 4, 2), False)],
)
def test_images_are_recognized(shape, is_images):
    assert StudioData.of((pair(shape), pair(shape))).is_images is is_images


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("cifar10", "no data set called 'cifar10'"),
        (np.zeros((6, 4)), r"array of shape \(6, 4\)"),
        (7, "a int, which is not two pairs"),
        ((pair(), (np.zeros((5, 4)), np.zeros(6))), r"x_test has shape \(5, 4\)"),
        ((pair((6,)), pair()), r"x_train has shape \(6,\)"),
        (((np.zeros((0, 4)), np.zeros(0)), pair()), "x_train has shape"),
    ],
)
def test_what_is_no_data_is_refused(data, words):
    with pytest.raises(ValueError, match=words):
        StudioData.of(data)


def test_the_code_of_own_arrays_is_a_comment():
    assert StudioData.of((pair(), pair())).code.startswith("# x_train")
