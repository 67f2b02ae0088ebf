"""DrawnSet: drawings that were kept, a test set of one's own.

A drawing is kept as the picture that the network saw, with the digit it is meant to
be.
"""

import base64
import io
from typing import Any

import numpy as np


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
        """Keep a picture of 28 by 28 and what it is meant to be."""
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
