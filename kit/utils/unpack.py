"""Packs and unpacks a batch: `x`, `(x, y)` or `(x, y, sample_weight)`."""

from typing import Any


def unpack_x_y_sample_weight(data: Any) -> tuple[Any, Any, Any]:
    """Return `(x, y, sample_weight)` of a batch, with None for what it lacks.

    Args:
        data: `x` alone, or a tuple of up to three parts.

    Raises:
        ValueError: For a longer tuple.

    >>> unpack_x_y_sample_weight(("x", "y"))
    ('x', 'y', None)
    """
    if isinstance(data, list):
        data = tuple(data)
    if not isinstance(data, tuple):
        return data, None, None
    if not 1 <= len(data) <= 3:
        raise ValueError(
            f"A batch is a tuple of {len(data)} parts.\n"
            "Expected x, (x, y) or (x, y, sample_weight).\n"
            "Put several inputs into one list: ([a, b], y)."
        )
    x, y, sample_weight = (*data, None, None)[:3]
    return x, y, sample_weight


def pack_x_y_sample_weight(x: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """Return a batch as a tuple that is as short as possible.

    >>> pack_x_y_sample_weight("x", "y")
    ('x', 'y')
    """
    if y is None:
        return x if isinstance(x, tuple | list) else (x,)
    return (x, y) if sample_weight is None else (x, y, sample_weight)
