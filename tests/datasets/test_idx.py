"""IDX files written here byte by byte, as their published description says."""

import gzip
import struct

import numpy as np
import pytest

from kit.datasets.idx import read_idx

IMAGES = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
CONTENT = struct.pack(">IIII", 0x00000803, 2, 3, 4) + IMAGES.tobytes()


def write(path, content):
    path.write_bytes(gzip.compress(content))
    return path


def test_reads_images_and_labels(tmp_path):
    images = read_idx(write(tmp_path / "images.gz", CONTENT), (2, 3, 4))
    np.testing.assert_array_equal(images, IMAGES, strict=True)
    assert images.flags.writeable
    labels = struct.pack(">II", 0x00000801, 3) + bytes([7, 8, 9])
    result = read_idx(write(tmp_path / "labels.gz", labels), (3,))
    assert result.tolist() == [7, 8, 9]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Please log in</html>",
        CONTENT[:-1],
        CONTENT + b"x",
        CONTENT[:10],
        struct.pack(">IIII", 0x00000803, 2, 4, 3) + IMAGES.tobytes(),
        struct.pack(">IIII", 0x00000D03, 2, 3, 4) + IMAGES.tobytes(),
        struct.pack(">IIII", 0x00000803, 2**32 - 1, 2**32 - 1, 2**32 - 1),
    ],
)
def test_other_content_is_refused(content, tmp_path):
    path = write(tmp_path / "a.gz", content)
    with pytest.raises(ValueError, match="not the expected IDX file") as error:
        read_idx(path, (2, 3, 4))
    lines = str(error.value).splitlines()
    assert len(lines) == 3
    assert len(lines[0]) <= 80
    assert str(path) in lines[2]


def test_damaged_compression_is_refused(tmp_path):
    packed = gzip.compress(CONTENT)
    wrong_checksum = packed[:-8] + bytes(4) + packed[-4:]
    for content in (packed[:-12], wrong_checksum, CONTENT, packed[:10] + b"\xff" * 30):
        (tmp_path / "a.gz").write_bytes(content)
        with pytest.raises(ValueError, match="damaged"):
            read_idx(tmp_path / "a.gz", (2, 3, 4))


def test_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_idx(tmp_path / "no.gz", (2, 3, 4))
