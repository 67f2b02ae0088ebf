import pytest

from tests.parity.checking import check
from tests.parity.tables.sequence_models import CASES


@pytest.mark.parametrize("name", CASES)
def test_same_as_keras(name):
    check("sequence_models", name)
