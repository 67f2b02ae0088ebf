"""DrawnSet: drawings that were kept, a test set of one's own.

A drawing is kept as the picture that the network saw, with the digit it is meant to
be.
"""

import base64
import binascii
import io
import zlib
from typing import Any

import numpy as np

from kit.saving.refusal import refuse

MOST_DRAWINGS = 200  # so that a project with all of them stays a small file
_SHAPE = (28, 28)
_MOST_LABELS = 100


class DrawnSet:
    """Pictures and labels, in the order in which they were kept.

    >>> drawn = DrawnSet()
    >>> drawn.add(np.zeros((28, 28), np.uint8), 7)
    >>> x, y = drawn.arrays()
    >>> x.shape, y.tolist()
    ((1, 28, 28), [7])
    """

    def __init__(self):
        self.pictures: list[np.ndarray] = []
        self.labels: list[int] = []

    def __len__(self) -> int:
        return len(self.labels)

    def add(self, picture: Any, label: int) -> None:
        """Keep a picture of 28 by 28 and what it is meant to be.

        Raises:
            ValueError: If there are too many already.
        """
        if len(self) >= MOST_DRAWINGS:
            raise ValueError(
                f"There are {MOST_DRAWINGS} drawings already.\n"
                "Expected fewer, as they are part of the saved project.\n"
                "Remove one, or download them and begin anew."
            )
        self.pictures.append(np.array(picture, dtype=np.uint8))
        self.labels.append(int(label))

    def remove(self, place: int) -> None:
        """Throw one away."""
        del self.pictures[place], self.labels[place]

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """Return all pictures and labels, as data sets have them.

        Returns:
            `x`: uint8, (n, 28, 28), 0 to 255. `y`: uint8, (n,).
        """
        x = np.array(self.pictures, np.uint8).reshape(-1, 28, 28)
        return x, np.array(self.labels, np.uint8)

    @property
    def content(self) -> list[dict[str, Any]]:
        """All drawings as plain values, for the file of a project.

        >>> drawn = DrawnSet()
        >>> drawn.add(np.ones((28, 28), np.uint8), 7)
        >>> DrawnSet.of_content(drawn.content).labels
        [7]
        """
        pairs = zip(self.pictures, self.labels, strict=True)
        return [{"label": label, "picture": _packed(p)} for p, label in pairs]

    @classmethod
    def of_content(cls, content: Any) -> "DrawnSet":
        """Read what `content` returned, or something that claims to be it.

        Raises:
            ValueError: If it is no such thing.
        """
        if not isinstance(content, list) or len(content) > MOST_DRAWINGS:
            raise refuse(
                "The drawings of the project are strange",
                f"a list of at most {MOST_DRAWINGS}",
            )
        drawn = cls()
        for one in content:
            if not isinstance(one, dict) or set(one) != {"label", "picture"}:
                raise refuse("A drawing is strange", "a label and a picture")
            label = one["label"]
            if type(label) is not int or not 0 <= label < _MOST_LABELS:
                raise refuse(f"A drawing has the label {label!r:.40}", "a small number")
            drawn.add(_unpacked(one["picture"]), label)
        return drawn

    def npz(self) -> bytes:
        """Return them as an `.npz` file with the arrays `x` and `y`.

        >>> import io
        >>> sorted(np.load(io.BytesIO(DrawnSet().npz())))
        ['x', 'y']
        """
        x, y = self.arrays()
        file = io.BytesIO()
        np.savez_compressed(file, x=x, y=y)
        return file.getvalue()

    def npz_address(self) -> str:
        """Return that file as an address, for a link that downloads it.

        >>> DrawnSet().npz_address()[:30]
        'data:application/octet-stream;'
        """
        content = base64.b64encode(self.npz()).decode("ascii")
        return f"data:application/octet-stream;base64,{content}"


def _packed(picture: np.ndarray) -> list[str]:
    """Pack a picture; in halves, as a project holds no long texts."""
    halves = picture[: _SHAPE[0] // 2], picture[_SHAPE[0] // 2 :]
    packed = [zlib.compress(half.tobytes(), 9) for half in halves]
    return [base64.b64encode(data).decode("ascii") for data in packed]


def _unpacked(halves: Any) -> np.ndarray:
    """Unpack a picture, but never more than one has."""
    size = _SHAPE[0] * _SHAPE[1] // 2
    try:
        first, second = halves
        packed = [base64.b64decode(half) for half in (first, second)]
        rows = [zlib.decompressobj().decompress(data, size + 1) for data in packed]
        return np.frombuffer(b"".join(rows), np.uint8).reshape(_SHAPE)
    except (TypeError, ValueError, zlib.error, binascii.Error) as error:
        raise refuse("A drawing cannot be read", "a picture of 28 by 28") from error
