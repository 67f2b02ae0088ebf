import pytest

from tests.parity.checking import check
from tests.parity.tables.preprocessing import CASES


@pytest.mark.parametrize("name", CASES)
def test_same_as_keras(name):
    check("preprocessing", name)
