"""Pictures as arrays and back, through Pillow, which is imported when first used."""

import io
from pathlib import Path
from typing import Any

import numpy as np

from kit.config import floatx, standardize_data_format
from kit.serialization import suggest

# What a colour mode of Keras is called in Pillow
_COLOR_MODES = {"rgb": "RGB", "rgba": "RGBA", "grayscale": "L"}
_INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "hamming", "box", "lanczos")


def array_to_img(
    x: Any, data_format: str | None = None, scale: bool = True, dtype: Any = None
) -> Any:
    """Turn an array into a picture.

    Args:
        x: Numbers of shape (rows, columns, channels) with 1, 3 or 4 channels.
        data_format: `"channels_last"` or None.
        scale: Whether to stretch the values, so that the smallest becomes 0 and the
            largest 255. Without it they must already lie between 0 and 255.
        dtype: Number format of the calculation; by default `kit.config.floatx()`.

    Returns:
        A `PIL.Image.Image`.

    Raises:
        ValueError: If the shape is not that of one picture.

    >>> array_to_img(np.zeros((28, 20, 1))).size
    (20, 28)
    """
    from PIL import Image

    standardize_data_format(data_format)
    x = np.asarray(x, dtype or floatx())
    if x.ndim != 3 or x.shape[2] not in (1, 3, 4):
        raise ValueError(
            f"array_to_img received the shape {x.shape}.\n"
            "Expected (rows, columns, channels) with 1, 3 or 4 channels.\n"
            "Take one picture of a batch: x[0]; add a missing axis: x[..., None]."
        )
    if scale:
        x = x - x.min()
        x = x / (x.max() or 1) * 255
    if x.shape[2] > 1:
        return Image.fromarray(x.astype("uint8"))
    gray = x[:, :, 0]
    return Image.fromarray(gray.astype("int32" if gray.max() > 255 else "uint8"))


def img_to_array(img: Any, data_format: str | None = None, dtype: Any = None):
    """Turn a picture into an array.

    Args:
        img: A `PIL.Image.Image`, or an array of two or three axes.
        data_format: `"channels_last"` or None.
        dtype: Number format; by default `kit.config.floatx()`.

    Returns:
        An array of shape (rows, columns, channels).

    >>> img_to_array(array_to_img(np.zeros((28, 20, 3)))).shape
    (28, 20, 3)
    """
    standardize_data_format(data_format)
    x = np.asarray(img, dtype or floatx())
    if x.ndim == 2:
        x = x[:, :, None]
    if x.ndim != 3:
        raise ValueError(
            f"img_to_array received the shape {x.shape}.\n"
            "Expected one picture, with two or three axes.\n"
            "Convert the pictures of a batch one by one."
        )
    return x


def load_img(
    path: str | Path | io.BytesIO,
    color_mode: str = "rgb",
    target_size: tuple[int, int] | None = None,
    interpolation: str = "nearest",
    keep_aspect_ratio: bool = False,
) -> Any:
    """Read a picture from a file.

    Args:
        path: The file.
        color_mode: `"rgb"`, `"rgba"` or `"grayscale"`.
        target_size: (rows, columns) to resize it to, or None.
        interpolation: How to resize: `"nearest"`, `"bilinear"`, `"bicubic"`,
            `"hamming"`, `"box"` or `"lanczos"`.
        keep_aspect_ratio: Whether to cut off what does not fit the new proportions,
            instead of stretching the picture.

    Returns:
        A `PIL.Image.Image`.

    >>> file = io.BytesIO()
    >>> array_to_img(np.zeros((28, 20, 3))).save(file, "png")
    >>> load_img(file, target_size=(10, 12)).size
    (12, 10)
    """
    from PIL import Image

    _check_choice("color_mode", color_mode, _COLOR_MODES)
    _check_choice("interpolation", interpolation, _INTERPOLATIONS)
    with Image.open(path) as img:
        img.load()
    # Grey values of 16 or 32 bits would not fit into the 8 bits of mode "L".
    is_deep_gray = color_mode == "grayscale" and img.mode in ("I;16", "I")
    if not is_deep_gray:
        img = img.convert(_COLOR_MODES[color_mode])
    if target_size is None:
        return img
    rows, columns = target_size
    box = _largest_box(img.size, (columns, rows)) if keep_aspect_ratio else None
    return img.resize((columns, rows), Image.Resampling[interpolation.upper()], box)


def _check_choice(argument, value, choices):
    if value not in choices:
        raise ValueError(
            f"load_img received {argument}={value!r}.{suggest(value, choices)}\n"
            f"Expected one of: {', '.join(choices)}.\n"
            f'Write for example {argument}="{next(iter(choices))}".'
        )


def _largest_box(size, target_size):
    """Return (left, top, right, bottom) in the middle, with the new proportions."""
    width, height = size
    target_width, target_height = target_size
    box_width = min(width, height * target_width // target_height)
    box_height = min(height, width * target_height // target_width)
    left, top = (width - box_width) // 2, (height - box_height) // 2
    return left, top, left + box_width, top + box_height


def save_img(
    path: str | Path,
    x: Any,
    data_format: str | None = None,
    file_format: str | None = None,
    scale: bool = True,
    **kwargs: Any,
) -> None:
    """Write an array to a file as a picture.

    Args:
        path: The file; its ending chooses the format.
        x: Numbers of shape (rows, columns, channels).
        data_format: `"channels_last"` or None.
        file_format: The format, if it is not the ending of `path`.
        scale: Whether to stretch the values to 0 to 255.
        **kwargs: More arguments for Pillow's `save`.

    >>> save_img(io.BytesIO(), np.zeros((28, 28, 1)), file_format="png")
    """
    if file_format is None and isinstance(path, str | Path):
        file_format = Path(path).suffix[1:].lower()
    if file_format == "jpg":
        file_format = "jpeg"
    img = array_to_img(x, data_format, scale)
    if img.mode == "RGBA" and file_format == "jpeg":  # JPEG has no transparency
        img = img.convert("RGB")
    img.save(path, format=file_format or None, **kwargs)
