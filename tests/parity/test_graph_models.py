import pytest

from tests.parity.checking import check
from tests.parity.tables.graph_models import CASES


@pytest.mark.parametrize("name", CASES)
def test_same_as_keras(name):
    check("graph_models", name)
