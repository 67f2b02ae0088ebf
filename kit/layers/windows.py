"""What layers with a sliding window share: checked arguments and output sizes.

Convolution and pooling layers use it; the arithmetic itself is in kit.kernels.geometry.
"""

from collections.abc import Sequence
from typing import Any

from kit.serialization import suggest


def standardize_padding(value: Any, allow_causal: bool = False) -> str:
    """Return the name of a padding in lower case.

    Raises:
        ValueError: For anything but "valid", "same" and, where allowed, "causal".

    >>> standardize_padding("SAME")
    'same'
    """
    names = ["valid", "same"] + ["causal"] * allow_causal
    name = value.lower() if isinstance(value, str) else value
    if name not in names:
        raise ValueError(
            f"padding={value!r} is not available.{suggest(value, names)}\n"
            f"Expected one of: {', '.join(names)}.\n"
            'Write padding="same" to keep the size, padding="valid" for no padding.'
        )
    return name


def window_output(
    shape: Sequence[int | None],
    window: Sequence[int],
    strides: Sequence[int],
    padding: str,
    dilation: Sequence[int],
    layer_name: str,
) -> tuple[int | None, ...]:
    """Return how many places a window visits along every spatial axis.

        "valid":            floor((n - (k - 1) d - 1) / s) + 1
        "same", "causal":   ceil(n / s)

    Args:
        shape: Shape of the input, `(batch, *size, channels)`; `None` is unknown.
        window: Taps k along every axis.
        strides: Steps s.
        padding: `"valid"`, `"same"` or `"causal"`.
        dilation: Distances d between the taps.
        layer_name: For the message.

    Raises:
        ValueError: If the window is larger than the input.

    >>> window_output((None, 28, 28, 1), (3, 3), (1, 1), "valid", (1, 1), "conv2d")
    (26, 26)
    """
    sizes = []
    axes = zip(shape[1:-1], window, strides, dilation, strict=True)
    for axis, (size, taps, step, distance) in enumerate(axes, start=1):
        extent = (taps - 1) * distance + 1
        if size is None:
            sizes.append(None)
        elif padding != "valid":
            sizes.append(-(-size // step))
        elif size < extent:
            raise ValueError(
                f'Layer "{layer_name}" received an input of shape {tuple(shape)}.\n'
                f"Expected at least {extent} cells along axis {axis} for a window of "
                f"{tuple(window)}, found {size}.\n" + _proposal(shape)
            )
        else:
            sizes.append((size - extent) // step + 1)
    return tuple(sizes)


def _proposal(shape):
    """What to do about an image that is too small: perhaps it lies the wrong way."""
    if len(shape) == 4 and shape[1] in (1, 3) and (shape[2] or 0) > shape[1]:
        right = (*shape[2:], shape[1])
        return f"If the channels come first, move them: Input(shape={right})."
    return 'Write padding="same", take a smaller window, or pool less before.'
