"""JSON of bounded size; the attacks on it are in attacks/test_values.py."""

import pytest

from kit.saving.json_text import GREATEST_INTEGER, check_plain, parse


def test_plain_values_come_through():
    text = '{"a": [1, -2.5, true, null, "\\u00e9"], "b": {"c": {}}}'
    assert parse(text, "it") == {"a": [1, -2.5, True, None, "é"], "b": {"c": {}}}
    assert parse(b'{"a": 1}', "it") == {"a": 1}


@pytest.mark.parametrize("value", [{1: 2}, {"a": {1}}, {"a": b"x"}, {"a": object()}])
def test_other_objects_are_refused(value):
    with pytest.raises(ValueError, match="it holds a"):
        check_plain(value, "it")


def test_integers_have_a_limit():
    check_plain({"a": GREATEST_INTEGER}, "it")
    with pytest.raises(ValueError, match="54 binary digits"):
        check_plain({"a": GREATEST_INTEGER + 1}, "it")


def test_not_a_text():
    with pytest.raises(ValueError, match="not a JSON text"):
        parse({"class_name": "Sequential"}, "The value")
