"""The mean of the hinge losses, as metrics.

The formulas are the functions of kit.losses; here they are averaged over all batches.
"""

from kit.losses.hinge import categorical_hinge, hinge, squared_hinge
from kit.metrics.reduction import FormulaMetric
from kit.serialization import register


@register("keras.metrics")
class Hinge(FormulaMetric):
    """The mean of `hinge`.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(Hinge()([1.0, -1.0], [0.5, -2.0]))
    0.25
    """

    def __init__(self, name: str = "hinge", dtype: str | None = None):
        super().__init__(hinge, name, dtype)


@register("keras.metrics")
class SquaredHinge(FormulaMetric):
    """The mean of `squared_hinge`.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(SquaredHinge()([1.0, -1.0], [0.5, -2.0]))
    0.125
    """

    def __init__(self, name: str = "squared_hinge", dtype: str | None = None):
        super().__init__(squared_hinge, name, dtype)


@register("keras.metrics")
class CategoricalHinge(FormulaMetric):
    """The mean of `categorical_hinge`, for one-hot labels.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(CategoricalHinge()([[0, 1, 0]], [[0.5, 1.0, 0.25]]))
    0.5
    """

    def __init__(self, name: str = "categorical_hinge", dtype: str | None = None):
        super().__init__(categorical_hinge, name, dtype)
