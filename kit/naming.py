"""Names for objects without one: `dense`, `dense_1`, `dense_2`, as Keras counts them.

Layers, metrics and models ask here; it needs only the registry's rule for names.
"""

import threading
from collections import Counter

from kit.serialization import snake_case

_lock = threading.Lock()
_counts: Counter[str] = Counter()


def auto_name(prefix: str) -> str:
    """Return `prefix` in snake case, with a number from the second time on.

    Args:
        prefix: Usually the name of the object's class.

    >>> reset_names()
    >>> auto_name("Dense"), auto_name("Dense"), auto_name("Conv2D")
    ('dense', 'dense_1', 'conv2d')
    """
    name = snake_case(prefix)
    with _lock:
        count = _counts[name]
        _counts[name] += 1
    return f"{name}_{count}" if count else name


def reset_names() -> None:
    """Start all counters again from the plain name.

    >>> reset_names()
    >>> auto_name("dense")
    'dense'
    """
    with _lock:
        _counts.clear()
