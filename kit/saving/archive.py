"""The `.keras` file: a ZIP archive with exactly three members, none compressed.

Everything about the archive is checked before a member is read; nothing is ever
written to disk from it.
"""

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

from kit.saving.paths import short
from kit.saving.refusal import RefusedFileError, refuse

METADATA, CONFIG, WEIGHTS = "metadata.json", "config.json", "model.weights.h5"
MEMBERS = (METADATA, CONFIG, WEIGHTS)
LARGEST_TEXT = 2**24  # bytes of a JSON member
LONGEST_LIST = 100_000  # bytes of the list of members
_END = struct.Struct("<4s4H2LH")  # the record at the end of every archive

_OTHER_FORMATS = {
    b"\x89HDF": "an HDF5 file. Give it a name that ends in .h5 or .weights.h5",
    b"\x80": "a Python pickle, which could run any program. It is never loaded",
    b"<": "a web page, so the download went wrong. Fetch the file again",
    b"{": "a JSON text. Pass its content to model_from_json",
}


def write_archive(path: Path, members: dict[str, bytes]) -> None:
    """Write the members in Keras's order, uncompressed.

    Args:
        path: The file to write.
        members: The content of each of `MEMBERS`.
    """
    with zipfile.ZipFile(path, "w") as archive:
        for name in MEMBERS:
            archive.writestr(name, members[name])


def read_archive(path: Path) -> dict[str, bytes]:
    """Return the content of the three members.

    Raises:
        ValueError: If the file is damaged, or anything but a `.keras` file.
    """
    _check_start(path)
    _check_end(path)
    try:
        with open(path, "rb") as file, zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_names(members, path)
            for member in members:
                _check_member(member, path)
            _check_places(archive, path)
            return {member.filename: _read(archive, member) for member in members}
    except RefusedFileError:
        raise
    except Exception as error:  # damaged bytes make zipfile fail in many ways
        raise _damaged(path) from error


def weights_of(path: Path) -> io.BytesIO:
    """Return the weights in a `.keras` file as an HDF5 file in memory."""
    return io.BytesIO(read_archive(path)[WEIGHTS])


def _check_start(path):
    with open(path, "rb") as file:
        start = file.read(512).lstrip()
    if start.startswith(b"PK\x03\x04"):
        return
    for beginning, advice in _OTHER_FORMATS.items():
        if start.startswith(beginning):
            raise refuse(
                f'"{short(path.name)}" is not a .keras file',
                "a model that save wrote",
                f"It looks like {advice}",
            )
    raise _damaged(path)


def _check_end(path):
    """Refuse bytes behind the archive, and a list of members that fills the memory."""
    with open(path, "rb") as file:
        file.seek(max(os.fstat(file.fileno()).st_size - _END.size, 0))
        content = file.read()
    if len(content) < _END.size:
        raise _damaged(path)
    mark, _, _, _, _, list_size, _, comment_size = _END.unpack(content)
    if mark != b"PK\x05\x06" or comment_size or list_size > LONGEST_LIST:
        raise _damaged(path)


def _check_names(members, path):
    names = [member.filename for member in members]
    if any(name.startswith("assets/") for name in names):
        raise refuse(
            f'"{short(path.name)}" holds assets, such as a list of words',
            "a model without assets; kit has no layers for text",
            "Split the text in NumPy and save the rest of the model alone",
        )
    if sorted(names) != sorted(MEMBERS):
        shown = ", ".join(short(name) for name in names[:4])
        raise refuse(
            f'"{short(path.name)}" holds {len(names)} members: {shown}',
            f"exactly {', '.join(MEMBERS)}",
        )


def _check_member(member, path):
    """Refuse links, passwords and compression, which could hide a huge size."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    plain = (
        kind in (0, stat.S_IFREG)
        and not member.flag_bits & 0x41  # two kinds of encryption
        and member.compress_type == zipfile.ZIP_STORED
        and member.compress_size == member.file_size
    )
    if not plain:
        raise refuse(
            f'"{member.filename}" in "{short(path.name)}" is packed in another way',
            "members that are neither compressed nor encrypted nor links",
        )
    if member.filename != WEIGHTS and member.file_size > LARGEST_TEXT:
        raise refuse(
            f'"{member.filename}" in "{short(path.name)}" is {member.file_size:,} '
            "bytes long",
            f"at most {LARGEST_TEXT:,} bytes",
        )


def _check_places(archive, path):
    """Refuse members that overlap, and bytes before the first one."""
    members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    ends = [member.header_offset for member in members[1:]] + [archive.start_dir]
    fits = members[0].header_offset == 0 and all(
        member.header_offset + 30 + member.compress_size <= end
        for member, end in zip(members, ends, strict=True)
    )
    if not fits:
        raise _damaged(path)


def _read(archive, member):
    with archive.open(member) as file:
        content = file.read(member.file_size + 1)
    if len(content) != member.file_size:
        raise EOFError(f"{member.filename} breaks off")
    return content


def _damaged(path):
    return refuse(
        f'"{short(path.name)}" is damaged or not a .keras file',
        "a complete ZIP archive that save wrote",
    )
