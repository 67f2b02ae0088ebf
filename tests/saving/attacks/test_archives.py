"""Archives that are none, or more than they say: rows 15 and 24 to 26 of the list."""

import io
import os
import struct
import zipfile

import pytest

from kit.saving.files import load_model
from tests.saving.attacks import evil
from tests.saving.attacks.evil import dense, refused, sequential, write_keras


@pytest.fixture
def good(tmp_path):
    """A harmless file, which does load."""
    path = write_keras(tmp_path / "good.keras", sequential(dense()))
    assert load_model(path).count_params() == 8
    return path


def changed(path, content):
    path.write_bytes(content)
    return path


def test_row_15_a_pickle_with_the_name_of_a_model(tmp_path, canary):
    for name in ("model.keras", "model.h5"):
        path = changed(tmp_path / name, evil.pickled(canary))
        refused(lambda path=path: load_model(path), name)
    assert "pickle" in refused(lambda: load_model(tmp_path / "model.keras"))


def test_row_15_a_truncated_archive(good):
    content = good.read_bytes()
    for size in (0, 1, 10, 100, len(content) // 2, len(content) - 1):
        refused(lambda n=size: load_model(changed(good, content[:n])), "damaged")


def test_row_15_data_behind_or_before_the_archive(good):
    content = good.read_bytes()
    refused(lambda: load_model(changed(good, content + b"more")), "damaged")
    refused(lambda: load_model(changed(good, b"PK\x03\x04more" + content)))
    refused(lambda: load_model(changed(good, b"#!/bin/sh\n" + content)))


def test_row_15_a_web_page(good):
    page = b"<!DOCTYPE html><html><body>Sign in</body></html>"
    refused(lambda: load_model(changed(good, page)), "web page", "Fetch")


def test_row_15_other_formats_are_named(good):
    refused(lambda: load_model(changed(good, evil.weights())), "HDF5")
    refused(lambda: load_model(changed(good, b'{"class_name": "Dense"}')), "JSON")


def test_a_flipped_byte_is_noticed(good):
    content = bytearray(good.read_bytes())
    content[content.index(b"batch_shape")] ^= 1
    refused(lambda: load_model(changed(good, bytes(content))), "damaged")


NAMES = [
    "../evil.txt",
    "/tmp/evil.txt",
    "..\\evil.txt",
    "C:\\evil.txt",
    "assets/../../evil.txt",
    "folder/",
    "model.weights.npz",
    "config.json/",
    "Config.json",
    "a" * 5000,
]


@pytest.mark.parametrize("name", NAMES)
def test_row_24_members_with_other_names(tmp_path, canary, name):
    more = [(name, b"evil")]
    path = write_keras(tmp_path / "evil.keras", sequential(dense()), more=more)
    before = set(os.listdir(tmp_path))
    refused(lambda: load_model(path))
    assert set(os.listdir(tmp_path)) == before


def test_row_24_a_link(tmp_path):
    path = tmp_path / "evil.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", "{}")
        link = zipfile.ZipInfo("config.json")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("model.weights.h5", evil.weights())
    refused(lambda: load_model(path), "links")


def packed(path, members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("bomb", ["config.json", "model.weights.h5", "metadata.json"])
def test_row_25_a_bomb(tmp_path, bomb):
    members = {
        "metadata.json": b"{}",
        "config.json": evil.text(sequential(dense())),
        "model.weights.h5": evil.weights(),
    }
    members[bomb] = b" " * 50_000_000
    path = packed(tmp_path / "bomb.keras", members)
    assert path.stat().st_size < 100_000
    refused(lambda: load_model(path), "compressed")


def test_row_25_a_bomb_in_an_extra_member(tmp_path):
    more = [(f"assets/{i}", b"x") for i in range(10)]
    path = write_keras(tmp_path / "evil.keras", sequential(dense()), more=more)
    refused(lambda: load_model(path), "assets")


def test_row_25_a_long_text(tmp_path):
    path = write_keras(tmp_path / "evil.keras", b"[" + b"0," * 9_000_000 + b"0]")
    refused(lambda: load_model(path), "config.json", "at most")


def test_row_25_a_list_of_members_that_fills_the_memory(tmp_path):
    path = tmp_path / "evil.keras"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5_000):
            archive.writestr(str(number), b"")
    refused(lambda: load_model(path), "damaged")


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_row_26_two_members_of_one_name(tmp_path):
    more = [("config.json", evil.text(sequential()))]
    path = write_keras(tmp_path / "evil.keras", sequential(dense()), more=more)
    refused(lambda: load_model(path), "4 members")


def test_row_26_overlapping_members(good):
    """All three entries of the list point to the first member."""
    content = bytearray(good.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        place = archive.start_dir
    for _ in range(3):
        sizes = struct.unpack_from("<3H", content, place + 28)
        struct.pack_into("<L", content, place + 42, 0)
        place += 46 + sum(sizes)
    refused(lambda: load_model(changed(good, bytes(content))), "damaged")


def test_a_size_that_is_not_true(good):
    content = bytearray(good.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        place = archive.start_dir
    struct.pack_into("<2L", content, place + 20, 2**31, 2**31)
    refused(lambda: load_model(changed(good, bytes(content))))


def test_a_password(good):
    content = bytearray(good.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        place = archive.start_dir
    struct.pack_into("<H", content, place + 8, 1)
    refused(lambda: load_model(changed(good, bytes(content))), "encrypted")
