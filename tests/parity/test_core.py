import pytest

from tests.parity.checking import check
from tests.parity.tables.core import CASES


@pytest.mark.parametrize("name", CASES)
def test_same_as_keras(name):
    check("core", name)
