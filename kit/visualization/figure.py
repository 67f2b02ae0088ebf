"""Makes matplotlib figures without pyplot.

Stands below every `*_figure` function of `kit.visualization`: matplotlib is loaded
when the first figure is asked for, and no figure is ever shown by itself.
"""

import io
from functools import partial

# The two curve colours first, then Okabe and Ito's others without yellow.
PALETTE = ("#0072B2", "#B34700", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#5B6770")


def new_figure(columns: int, rows: int, size: tuple[float, float]):
    """Return a matplotlib `Figure` and the flat list of its panels.

    Args:
        columns: Panels side by side.
        rows: Panels below each other.
        size: Width and height in inches.

    Raises:
        ImportError: If matplotlib is not installed.

    >>> figure, panels = new_figure(2, 1, (6, 3))
    >>> len(panels)
    2
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError(
            "Drawing a figure needs matplotlib, which is not installed.\n"
            "Expected the package `matplotlib` in this Python environment.\n"
            "Install it with `pip install matplotlib`, then restart the kernel."
        ) from error

    figure = Figure(figsize=size, layout="constrained")
    # Without pyplot a notebook does not know how to show a Figure, so it says so.
    figure._repr_png_ = partial(_png_bytes, figure)
    panels = figure.subplots(rows, columns, squeeze=False).ravel().tolist()
    for panel in panels:
        panel.spines[["top", "right"]].set_visible(False)
        panel.grid(True, color="#e1e5e9", linewidth=0.8)
        panel.set_axisbelow(True)
    return figure, panels


def whole_numbers(axis) -> None:
    """Let an axis of a panel have ticks at whole numbers only."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))


def log_values(panel) -> None:
    """Make the vertical axis of a panel logarithmic, with plain numbers."""
    from matplotlib.ticker import LogLocator, StrMethodFormatter

    panel.set_yscale("log")
    panel.yaxis.set_minor_locator(LogLocator(subs=(2, 5)))
    panel.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    panel.yaxis.set_minor_formatter(StrMethodFormatter("{x:g}"))


def _png_bytes(figure) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()
