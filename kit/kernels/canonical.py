"""The one form of a convolution that XLA is fast at on a CPU.

The modules `convolution` and `depthwise` build everything from it.
"""

from collections.abc import Sequence

import jax
from jax import lax


def canonical_convolution(
    x: jax.Array,
    kernel: jax.Array,
    strides: Sequence[int],
    padding: Sequence[tuple[int, int]],
    input_dilation: Sequence[int] | None = None,
    kernel_dilation: Sequence[int] | None = None,
    groups: int = 1,
) -> jax.Array:
    """Convolves (batch, *size, in) with (*window, in, out): channels last, always.

    Args:
        x: array (batch, *size, in) with one to three spatial axes.
        kernel: array (*window, in // groups, out).
        strides: steps of the window.
        padding: (low, high) for each axis; a negative number crops.
        input_dilation: distances at which the cells of x are laid out.
        kernel_dilation: distances at which the taps of the kernel are laid out.
        groups: number of separate parts of the channels.

    >>> import numpy as np
    >>> x, kernel = np.ones((1, 4, 1), "float32"), np.ones((3, 1, 1), "float32")
    >>> canonical_convolution(x, kernel, (1,), [(0, 0)]).ravel().tolist()
    [3.0, 3.0]
    """
    space = "DHW"[-(x.ndim - 2) :]
    return lax.conv_general_dilated(
        x,
        kernel,
        window_strides=strides,
        padding=padding,
        lhs_dilation=input_dilation,
        rhs_dilation=kernel_dilation,
        dimension_numbers=(f"N{space}C", f"{space}IO", f"N{space}C"),
        feature_group_count=groups,
    )
