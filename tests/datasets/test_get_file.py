"""The cache folder: what is found there is not fetched again."""

import hashlib
import os
import tempfile

import pytest

from kit.datasets.download import DownloadError
from kit.datasets.get_file import get_file

BODY = b"some bytes"
HASH = hashlib.sha256(BODY).hexdigest()


def put(path, body):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def test_fetches_once_into_keras_home(web, keras_home):
    origin = web.publish("/b", BODY)
    path = get_file("a.npz", origin, HASH)
    assert path == str(keras_home / "datasets" / "a.npz")
    assert get_file("a.npz", origin, HASH) == path
    assert get_file("a.npz", origin) == path
    assert web.requests == ["/b"]
    with open(path, "rb") as file:
        assert file.read() == BODY


def test_cached_file_needs_no_network(refused, keras_home, capsys):
    put(keras_home / "datasets" / "fashion-mnist" / "a.gz", BODY)
    path = get_file("a.gz", refused, cache_subdir="datasets/fashion-mnist")
    assert path == str(keras_home / "datasets" / "fashion-mnist" / "a.gz")
    assert capsys.readouterr().out == ""


def test_cached_file_with_wrong_checksum_is_replaced(web, keras_home, capsys):
    put(keras_home / "datasets" / "a", b"damaged")
    path = get_file("a", web.publish("/a", BODY), HASH)
    with open(path, "rb") as file:
        assert file.read() == BODY
    assert "wrong checksum" in capsys.readouterr().out


def test_cached_file_with_wrong_checksum_is_never_returned(refused, keras_home):
    put(keras_home / "datasets" / "a", b"damaged")
    with pytest.raises(DownloadError):
        get_file("a", refused, HASH)
    assert (keras_home / "datasets" / "a").read_bytes() == b"damaged"


def test_default_folder_is_in_the_home_folder(web, tmp_path, monkeypatch):
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    path = get_file("a", web.publish("/a", BODY), HASH)
    assert path == str(tmp_path / ".keras" / "datasets" / "a")


def test_folder_for_temporary_files_if_home_cannot_be_written(
    web, tmp_path, monkeypatch
):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder is needed")
    monkeypatch.setenv("KERAS_HOME", str(blocked))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    origin = web.publish("/a", BODY)
    path = get_file("a", origin, HASH)
    assert path == str(tmp_path / "temporary" / ".keras" / "datasets" / "a")
    assert get_file("a", origin, HASH) == path
    assert web.requests == ["/a"]


def test_read_only_cache_is_used_where_it_is(refused, keras_home, monkeypatch):
    put(keras_home / "datasets" / "a", BODY)
    monkeypatch.setattr(os, "access", lambda *args: False)
    assert get_file("a", refused, HASH) == str(keras_home / "datasets" / "a")


@pytest.mark.parametrize("fname", ["", ".", "..", "../a", "/a", "b/a", "b\\a"])
def test_names_with_folders_are_refused(fname, refused):
    with pytest.raises(ValueError, match="without a folder"):
        get_file(fname, refused)


def test_same_places_as_keras(web, keras_home, monkeypatch):
    pytest.importorskip("keras")
    from keras.src.backend import config as keras_config
    from keras.src.utils import file_utils

    monkeypatch.setattr(keras_config, "_KERAS_DIR", str(keras_home))
    path = get_file("a.npz", web.publish("/a", BODY), HASH)
    assert path == file_utils.get_file("a.npz", web.address + "/b", file_hash=HASH)
    assert web.requests == ["/a"]
