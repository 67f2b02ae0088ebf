"""ActivityRegularization against Keras."""

import numpy as np

from tests.layers.keras_parity import check, numbers


def test_same_as_keras():
    x = numbers(3, 4)
    ours, theirs = check("ActivityRegularization", {"l1": 0.5, "l2": 0.25}, x)
    ours(x), theirs(x)
    wanted = (0.5 * np.abs(x).sum() + 0.25 * np.square(x).sum()) / len(x)
    np.testing.assert_allclose(ours.losses, [wanted], rtol=1e-6)
    np.testing.assert_allclose(theirs.losses, [wanted], rtol=1e-6)
