"""The canary: a file that the programs inside of evil files would touch."""

import pytest


@pytest.fixture
def canary(tmp_path_factory):
    path = tmp_path_factory.mktemp("canary") / "touched"
    yield path
    assert not path.exists(), "a program in the file ran"
