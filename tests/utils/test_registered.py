"""Names under which a user's own classes are saved."""

from kit import utils


@utils.register_keras_serializable(package="test_registered")
class Mine:
    pass


def test_names_and_objects():
    assert utils.get_registered_name(Mine) == "test_registered>Mine"
    assert utils.get_registered_object("test_registered>Mine") is Mine
    assert utils.get_registered_name(dict) == "dict"
    assert utils.get_registered_object("dict") is None
    assert utils.get_registered_object("dict", {"dict": dict}) is dict


def test_scope():
    with utils.custom_object_scope({"mine": Mine}):
        assert utils.get_registered_object("mine") is Mine
    assert utils.get_registered_object("mine") is None
