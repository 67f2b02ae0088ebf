"""Arrays from .npz files: NumPy reads the same, and forged files are refused."""

import io
import os
import pickle
import random
import tracemalloc
import zipfile

import numpy as np
import pytest

from kit.datasets.npz import read_arrays


class Canary:
    """An object whose unpickling leaves a trace: it creates a folder."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder),)


def npy(header, body=b""):
    """Return an .npy file with any header."""
    padded = header.encode("latin1").ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded + body


def header(shape, descr="'|u1'"):
    return f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}"


def write_zip(path, members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def check_refused(path, pattern=None):
    with pytest.raises(ValueError, match=pattern) as error:
        read_arrays(path, ["x"])
    lines = str(error.value).splitlines()
    assert len(lines) == 3
    assert len(lines[0]) <= 80


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize(
    "array",
    [
        np.arange(24, dtype=np.uint8).reshape(2, 3, 4),
        np.asfortranarray(np.arange(12.0).reshape(3, 4)),
        np.arange(5, dtype=">i4"),
        np.array([True, False]),
        np.array(3.5, dtype=np.float16),
        np.zeros((0, 28, 28), np.uint8),
    ],
)
def test_reads_what_numpy_reads(save, array, tmp_path):
    save(tmp_path / "a.npz", x=array, other=np.ones(2))
    result = read_arrays(tmp_path / "a.npz", ["x"])
    with np.load(tmp_path / "a.npz") as oracle:
        np.testing.assert_array_equal(result["x"], oracle["x"])
        assert result["x"].shape == oracle["x"].shape
        assert result["x"].dtype == oracle["x"].dtype.newbyteorder("=")
    assert list(result) == ["x"]
    assert result["x"].dtype.isnative
    assert result["x"].flags.writeable
    assert result["x"].flags.c_contiguous


def test_newer_header_version(tmp_path):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.arange(3), version=(2, 0))
    path = write_zip(tmp_path / "a.npz", [("x.npy", buffer.getvalue())])
    assert read_arrays(path, ["x"])["x"].tolist() == [0, 1, 2]


def test_object_array_is_refused_and_never_unpickled(tmp_path):
    path = tmp_path / "a.npz"
    trace = tmp_path / "trace"
    np.savez(path, x=np.array([Canary(trace)], dtype=object))
    check_refused(path, "plain numbers")
    assert not trace.exists()
    with np.load(path, allow_pickle=True) as oracle:  # the canary does sing
        _ = oracle["x"]
    assert trace.exists()


def test_pickle_in_place_of_an_archive_or_array(tmp_path):
    trace = tmp_path / "trace"
    pickled = pickle.dumps(Canary(trace))
    (tmp_path / "a.npz").write_bytes(pickled)
    path = write_zip(tmp_path / "b.npz", [("x.npy", pickled)])
    check_refused(tmp_path / "a.npz", "damaged")
    check_refused(path, "header")
    assert not trace.exists()


@pytest.mark.parametrize(
    "array",
    [
        np.array(["text"]),
        np.array([b"bytes"]),
        np.array([1j]),
        np.array(["2020-01-01"], dtype="datetime64[D]"),
        np.zeros(2, dtype=[("a", "i4")]),
        np.zeros(2, dtype="V4"),
    ],
)
def test_only_plain_numbers(array, tmp_path):
    np.savez(tmp_path / "a.npz", x=array)
    check_refused(tmp_path / "a.npz", "plain numbers")


@pytest.mark.parametrize(
    "shape",
    ["(1099511627776,)", f"({2**63},)", "(-1,)", "(-4, -4)", f"(0, {2**64})"]
    + ["(65536, 65536)", "(True,)", "(2.0,)", "(300000000,)", "(1,) * 3", "7"]
    + ["(" + "1," * 20 + ")"],
)
def test_absurd_shapes_cost_no_memory(shape, tmp_path):
    path = write_zip(tmp_path / "a.npz", [("x.npy", npy(header(shape), b"abcd"))])
    tracemalloc.start()
    check_refused(path, "shape|at most|header")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("body", [b"", b"abc", b"abcde"])
def test_wrong_number_of_bytes(body, tmp_path):
    path = write_zip(tmp_path / "a.npz", [("x.npy", npy(header("(4,)"), body))])
    check_refused(path, "4 bytes")


def test_all_arrays_together_are_limited(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.zeros(60, np.uint8), y=np.zeros(60, np.uint8))
    read_arrays(tmp_path / "a.npz", ["x", "y"], largest_size=120)
    with pytest.raises(ValueError, match="at most 59 bytes"):
        read_arrays(tmp_path / "a.npz", ["x", "y"], largest_size=119)


@pytest.mark.parametrize(
    "text",
    ["", "{", "(" * 100, "__import__('os')", "{'descr': '|u1'}", "None", "[1, 2"]
    + [header("(4,)", "'|O'"), header("(4,)", "'nonsense'"), header("(4,)", "7")],
)
def test_forged_headers(text, tmp_path):
    path = write_zip(tmp_path / "a.npz", [("x.npy", npy(text, b"abcd"))])
    check_refused(path, "header|plain numbers")


def test_missing_and_double_names(tmp_path):
    np.savez(tmp_path / "a.npz", y=np.zeros(2))
    check_refused(tmp_path / "a.npz", r"found \['y'\]")
    member = npy(header("(1,)"), b"a")
    with pytest.warns(UserWarning, match="Duplicate name"):
        write_zip(tmp_path / "b.npz", [("x.npy", member), ("x.npy", member)])
    check_refused(tmp_path / "b.npz", "exactly one")


def test_encrypted_and_unusual_compression(tmp_path):
    member = [("x.npy", npy(header("(1,)"), b"a"))]
    path = write_zip(tmp_path / "a.npz", member, zipfile.ZIP_LZMA)
    check_refused(path, "compression")
    content = bytearray(write_zip(tmp_path / "b.npz", member).read_bytes())
    for signature, offset in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)]:
        content[content.index(signature) + offset] |= 1  # the mark "encrypted"
    (tmp_path / "b.npz").write_bytes(content)
    check_refused(tmp_path / "b.npz", "password")


@pytest.mark.parametrize("content", [b"", b"<html>login</html>", b"PK\x03\x04"])
def test_other_files(content, tmp_path):
    (tmp_path / "a.npz").write_bytes(content)
    check_refused(tmp_path / "a.npz", "damaged or not an .npz file")


def test_missing_file(tmp_path):
    for path in (tmp_path / "no.npz", tmp_path):
        with pytest.raises(FileNotFoundError, match="There is no file"):
            read_arrays(path, ["x"])


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_damaged_files_give_the_right_array_or_a_clear_error(save, tmp_path):
    path = tmp_path / "a.npz"
    array = np.random.RandomState(0).randint(0, 4, (20, 20)).astype(np.uint8)
    save(path, x=array)
    content = path.read_bytes()
    choose = random.Random(0)
    for _ in range(400):
        damaged = bytearray(content)
        for _ in range(choose.randint(1, 3)):
            damaged[choose.randrange(len(damaged))] = choose.randrange(256)
        if choose.random() < 0.2:
            damaged = damaged[: choose.randrange(len(damaged))]
        path.write_bytes(damaged)
        try:
            result = read_arrays(path, ["x"])["x"]
        except ValueError as error:
            assert len(str(error).splitlines()) == 3
        else:
            np.testing.assert_array_equal(result, array)
    assert os.listdir(tmp_path) == ["a.npz"]
