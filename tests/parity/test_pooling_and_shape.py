import pytest

from tests.parity.checking import check
from tests.parity.tables.pooling_and_shape import CASES


@pytest.mark.parametrize("name", CASES)
def test_same_as_keras(name):
    check("pooling_and_shape", name)
