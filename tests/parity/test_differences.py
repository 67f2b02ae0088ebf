"""The deliberate differences, tried on both libraries; docs/keras.md names them."""

import re
from pathlib import Path

import pytest

import kit
from tests.parity.differences import DIFFERENCES

PAGE = Path(kit.__file__).parent / "docs/keras.md"


def outcome(function, library):
    try:
        return function(library)
    except Exception as error:
        return type(error)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", DIFFERENCES)
def test_is_as_the_page_says(name):
    keras = pytest.importorskip("keras")
    function, of_keras, of_kit = DIFFERENCES[name]
    assert outcome(function, kit) == of_kit
    keras.utils.clear_session()
    assert outcome(function, keras) == of_keras


def test_the_page_names_all_of_them():
    table = re.findall(r"^\| \*\*(.+?)\*\* \|", PAGE.read_text(), re.M)
    assert sorted(table) == sorted(DIFFERENCES)
