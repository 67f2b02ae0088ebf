"""Digits of MNIST are the oracle: prepared again, they must come back as they were."""

import numpy as np
import pytest

from kit.datasets import mnist
from kit.studio.mnist_form import mnist_form, shrunk

(DIGITS, _), _ = mnist.load_sample()
SOME = DIGITS[::40]


def bounds(image):
    rows, columns = np.nonzero(image)
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    return int(height), int(width)


def centre_of_mass(image):
    weights = image / image.sum()
    numbers = np.arange(28)
    return weights.sum(axis=1) @ numbers, weights.sum(axis=0) @ numbers


def test_digits_come_back_unchanged():
    same = [np.array_equal(mnist_form(digit), digit) for digit in DIGITS]
    # One of the data set's own digits is not of its form: it is 19 pixels high.
    assert np.mean(same) > 0.999


@pytest.mark.parametrize("down, right", [(0, 0), (40, 3), (7, 60)])
def test_the_place_on_the_paper_does_not_matter(down, right):
    for digit in SOME:
        paper = np.zeros((100, 100), np.uint8)
        paper[down : down + 28, right : right + 28] = digit
        assert np.array_equal(mnist_form(paper), mnist_form(digit))


@pytest.mark.parametrize("factor", [2, 5, 10])
def test_larger_digits_come_back_nearly_the_same(factor):
    for digit in SOME:
        large = digit.repeat(factor, axis=0).repeat(factor, axis=1)
        back = mnist_form(large).astype(float)
        assert bounds(back) == bounds(digit)
        assert np.corrcoef(back.ravel(), digit.ravel())[0, 1] > 0.97


def test_any_drawing_gets_the_box_and_the_centre():
    numbers = np.random.default_rng(0)
    for _ in range(50):
        paper = np.zeros((280, 280), np.uint8)
        height, width = numbers.integers(20, 200, 2)
        top, left = numbers.integers(0, 80, 2)
        paper[top : top + height, left : left + width] = numbers.integers(
            1, 256, (height, width)
        )
        found = mnist_form(paper)
        assert max(bounds(found)) == 20
        assert np.abs(np.array(centre_of_mass(found)) - 14).max() <= 0.5 + 1e-9


def test_empty_paper_and_a_dot():
    assert not mnist_form(np.zeros((280, 280), np.uint8)).any()
    dot = np.zeros((280, 280), np.uint8)
    dot[3, 270] = 255
    assert bounds(mnist_form(dot)) == (20, 20)


def test_shrunk_only_makes_small():
    paper = np.zeros((280, 280), np.uint8)
    paper[:140] = 255
    found = shrunk(paper)
    assert (found[:13] == 255).all() and (found[15:] == 0).all()


@pytest.mark.parametrize("wrong", [np.zeros((2, 28, 28), np.uint8), np.zeros((28, 28))])
def test_what_is_no_drawing_is_refused(wrong):
    with pytest.raises(ValueError, match="no drawing"):
        mnist_form(wrong)
