"""Words for messages: short numbers, short lists, and the user's name for kit."""

import sys
from collections.abc import Iterable
from typing import Any


def library() -> str:
    """Return what the user's program calls this library: "keras" or "kit".

    >>> library() in ("keras", "kit")
    True
    """
    names = vars(sys.modules["__main__"]) if "__main__" in sys.modules else {}
    kit = sys.modules.get("kit")
    called = [name for name in ("keras", "kit") if names.get(name) is kit is not None]
    return called[0] if called else "keras"


def numpy() -> str:
    """Return what the user's program calls NumPy: "np" or "numpy".

    >>> numpy() in ("np", "numpy")
    True
    """
    names = vars(sys.modules["__main__"]) if "__main__" in sys.modules else {}
    is_long = getattr(names.get("numpy"), "__name__", "") == "numpy"
    return "numpy" if is_long and "np" not in names else "np"


def number(value: float) -> str:
    """Write a number with few digits.

    >>> number(255.0), number(0.1234567), number(60000), number(1e-7)
    ('255', '0.123', '60000', '1e-07')
    """
    value = float(value)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.3g}"


def listing(items: Iterable[Any], most: int = 6) -> str:
    """Write the first few items, with dots for the others.

    >>> listing(["a", "b", "c"], most=2), listing([0, 1])
    ('a, b, ...', '0, 1')
    """
    items = list(items)
    shown = ", ".join(str(item) for item in items[:most])
    return shown + ", ..." if len(items) > most else shown


def short(name: Any, most: int = 30) -> str:
    """Cut a long name.

    >>> short("x" * 40, most=5)
    'xx...'
    """
    name = str(name)
    return name if len(name) <= most else name[: most - 3] + "..."


def count(size: int, noun: str) -> str:
    """Write a number of things.

    >>> count(1, "unit"), count(10, "unit"), count(2, "class")
    ('1 unit', '10 units', '2 classes')
    """
    plural = noun + ("es" if noun.endswith(("s", "tch")) else "s")
    return f"{size:,} {noun if size == 1 else plural}"
