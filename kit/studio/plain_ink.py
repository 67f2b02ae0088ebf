"""Ink without a pad: a digit typed as rows of signs, or taken from a picture file.

For pages that cannot show the pad; `kit.studio.draw_pad` takes the ink from here too.
"""

import io

import numpy as np

SIDE = 14  # rows and columns of a typed digit
PAPER, INK = ".", "#"
EMPTY = "\n".join([PAPER * SIDE] * SIDE)
_MOST_PIXELS = 20_000_000
_LEAST_INK = 60  # of 255: what is fainter is the shade of a photo's paper
_LONGEST = 560  # pixels: far more than the 20 that are left in the end


def ink_of_rows(text: str) -> np.ndarray:
    r"""Return the ink of a digit that was typed.

    Args:
        text: Rows of signs; a dot, a space, an underscore and 0 are paper, all else
            is ink. Short rows are filled up with paper.

    Returns:
        uint8, ten pixels for each sign; 0 is paper, 255 is ink.

    >>> ink_of_rows(".#\n.#").shape
    (20, 20)
    """
    rows = text.splitlines() or [""]
    width = max(1, *map(len, rows))
    signs = [[sign not in ". _0" for sign in row.ljust(width)] for row in rows]
    return np.kron(np.array(signs), np.ones((10, 10))).astype(np.uint8) * 255


def ink_of_file(content: bytes) -> np.ndarray:
    """Return the ink of a picture: a photo or a scan of one digit.

    The more frequent shade, at the rim, is taken for the paper, so that dark ink on
    light paper and light ink on dark paper both do.

    Args:
        content: The bytes of a picture file, such as PNG or JPEG.

    Returns:
        uint8, (height, width); 0 is paper, 255 is ink.

    Raises:
        ValueError: If it is no picture, or a very large one.
    """
    from PIL import Image

    try:
        picture = Image.open(io.BytesIO(content))
        if picture.width * picture.height > _MOST_PIXELS:
            raise ValueError(f"it has {picture.width} by {picture.height} pixels")
        picture.thumbnail((_LONGEST, _LONGEST))
        with_alpha = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(
            f"The file cannot be read as a picture: {error}.\n"
            "Expected a PNG or JPEG file with one digit, of up to 20 million pixels.\n"
            "Take a smaller picture, or save it as PNG."
        ) from error
    white = Image.new("RGBA", with_alpha.size, "white")
    grey = np.asarray(Image.alpha_composite(white, with_alpha).convert("L"), float)
    rim = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    distance = np.abs(grey - np.median(rim))
    ink = 255 * distance / max(distance.max(), 1)
    return np.where(ink < _LEAST_INK, 0, ink).astype(np.uint8)
