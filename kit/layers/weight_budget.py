"""WeightBudget: how many numbers the weights made inside a `with` block may have.

Loading a file opens one, so that a description of a few bytes cannot claim all memory.
"""

import math
import threading


class _Stack(threading.local):
    def __init__(self):
        self.budgets: list[WeightBudget] = []


_open = _Stack()


class WeightBudget:
    """Limits the weights that are made inside a `with` block of this thread.

    Args:
        numbers: How many numbers all of them together may have.

    >>> with WeightBudget(100) as budget:
    ...     spend((3, 10), "dense")
    >>> budget.left
    70
    """

    def __init__(self, numbers: int):
        self.left = numbers

    def __enter__(self):
        _open.budgets.append(self)
        return self

    def __exit__(self, *error):
        _open.budgets.remove(self)


def spend(shape: tuple[int, ...], layer_name: str) -> None:
    """Note that a weight of this shape is about to be made.

    Raises:
        ValueError: If an open budget does not allow it.

    >>> spend((10**6, 10**6), "dense")
    """
    for budget in _open.budgets:
        size = math.prod(shape)
        if size > budget.left:
            raise ValueError(
                f'"{layer_name[:30]}" asks for {size:.3g} numbers as weights.\n'
                f"Expected at most {budget.left:,}, as the file cannot hold more.\n"
                "The file is damaged or made to fill the memory; do not load it."
            )
        budget.left -= size
