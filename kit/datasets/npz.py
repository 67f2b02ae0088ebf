"""Read arrays from an .npz file that may come from anywhere.

`mnist` reads its files with it. An .npz file is a ZIP archive with one .npy file per
array; an .npy file is a short header (number format and shape) and the raw numbers.
"""

import math
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import numpy as np

LARGEST_SIZE = 2**28  # bytes of all arrays together; MNIST has 55 million
MOST_AXES = 8
NUMBER_KINDS = "biuf"  # booleans, integers, floats: plain numbers, no Python objects


class _RefusedArrayError(ValueError):
    """An array is missing, or is not what it should be."""


def read_arrays(
    path: str | os.PathLike, names: Sequence[str], largest_size: int = LARGEST_SIZE
) -> dict[str, np.ndarray]:
    """Return the arrays called `names` from the .npz file at `path`.

    Only plain numbers are read. The header of an array is checked before any memory is
    reserved for it, and nothing in the file is ever run (no pickle).

    Args:
        path: The .npz file.
        names: The arrays to read; others in the file are ignored.
        largest_size: The most bytes that the arrays may have together.

    Raises:
        FileNotFoundError: If there is no such file.
        ValueError: If the file is damaged, an array is missing, or an array is not
            made of plain numbers.

    >>> sample = Path(__file__).parent / "data" / "mnist_sample.npz"
    >>> arrays = read_arrays(sample, ["x_test", "y_test"])
    >>> arrays["x_test"].shape, arrays["y_test"].shape
    ((1000, 28, 28), (1000,))
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no file '{path.name}'.\n"
            f"Expected an .npz file at {path.absolute()}.\n"
            "Check the folder and the spelling."
        )
    with open(path, "rb") as file:
        return _read_archive(file, names, path, largest_size)


def _read_archive(
    file: IO[bytes], names: Sequence[str], path: Path, largest_size: int
) -> dict[str, np.ndarray]:
    """Read the arrays, and say in one way what is wrong with a damaged archive."""
    arrays = {}
    try:
        with zipfile.ZipFile(file) as archive:
            for name in names:
                arrays[name] = _read_array(archive, name, path, largest_size)
                largest_size -= arrays[name].nbytes
    except _RefusedArrayError:
        raise
    except Exception as error:  # damaged bytes make zipfile fail in many ways
        raise ValueError(
            f"'{path.name}' is damaged or not an .npz file.\n"
            f"Expected a ZIP archive of arrays at {path}, but: {error}.\n"
            "Delete the file and fetch it again."
        ) from error
    return arrays


def _read_array(
    archive: zipfile.ZipFile, name: str, path: Path, largest_size: int
) -> np.ndarray:
    """Read one array; every check comes before the memory for its numbers."""
    info = _find_member(archive, name, path)
    with archive.open(info) as file:
        shape, is_fortran_order, dtype = _read_header(file, name, path)
        size = math.prod(shape) * dtype.itemsize
        if size > largest_size:
            found = f"shape {shape} and type {dtype}, {size:,} bytes"
            raise _refuse(name, path, f"at most {largest_size:,} bytes", found)
        present = info.file_size - file.tell()
        if size != present:
            expected = f"{size:,} bytes for shape {shape} and type {dtype}"
            raise _refuse(name, path, expected, f"{present:,}")
        data = file.read(size)
        if len(data) != size or file.read(1):
            raise EOFError(f"'{name}' breaks off")
    array = np.frombuffer(data, dtype).reshape(
        shape, order="F" if is_fortran_order else "C"
    )
    # A copy in this computer's byte order: a buffer of bytes could not be written to.
    return array.astype(dtype.newbyteorder("="), order="C")


def _find_member(archive: zipfile.ZipFile, name: str, path: Path) -> zipfile.ZipInfo:
    """Return the archive's only entry for the array `name`."""
    entries = [info for info in archive.infolist() if info.filename == f"{name}.npy"]
    if len(entries) != 1:
        present = [file.removesuffix(".npy") for file in archive.namelist()[:10]]
        raise _refuse(name, path, "exactly one array of that name", f"{present}")
    info = entries[0]
    if info.flag_bits & 1:  # encrypted
        raise _refuse(name, path, "an open archive", "one with a password")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refuse(name, path, "the usual ZIP compression", "another one")
    return info


def _read_header(
    file: IO[bytes], name: str, path: Path
) -> tuple[tuple[int, ...], bool, np.dtype]:
    """Return shape, memory order and number format from the start of an .npy file."""
    formats = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    try:
        version = np.lib.format.read_magic(file)
        shape, is_fortran_order, dtype = formats[version](file)
    except Exception as error:  # a forged header can fail in many ways
        found = f"one that cannot be read ({type(error).__name__})"
        raise _refuse(name, path, "the header of an .npy file", found) from error
    if dtype.kind not in NUMBER_KINDS or dtype.subdtype is not None:
        raise _refuse(name, path, "plain numbers", f"values of type '{dtype}'")
    is_possible = all(type(n) is int and 0 <= n <= LARGEST_SIZE for n in shape)
    if len(shape) > MOST_AXES or not is_possible:
        raise _refuse(name, path, "a possible shape", str(shape)[:80])
    return shape, is_fortran_order, dtype


def _refuse(name: str, path: Path, expected: str, found: str) -> _RefusedArrayError:
    return _RefusedArrayError(
        f"Array '{name}' cannot be read.\n"
        f"Expected {expected} in {path}, found {found}.\n"
        "Save the file again with numpy.savez_compressed(path, "
        f"{name}=...), or use another file."
    )
