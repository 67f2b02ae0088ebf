"""All workloads, in the order of the table."""

from benchmarks.workload import Workload
from benchmarks.workloads import (
    busy,
    chart,
    cnn,
    doctor,
    lstm,
    mlp,
    predict,
    start,
    studio,
    variants,
)

WORKLOADS: tuple[Workload, ...] = (
    *mlp.WORKLOADS,
    *cnn.WORKLOADS,
    *lstm.WORKLOADS,
    *predict.WORKLOADS,
    *start.WORKLOADS,
    *variants.WORKLOADS,
    *chart.WORKLOADS,
    *studio.WORKLOADS,
    *busy.WORKLOADS,
    *doctor.WORKLOADS,
)


def chosen(names: list[str] | None) -> list[Workload]:
    """Return the workloads whose names start with one of these; all for None.

    Raises:
        ValueError: For a name that fits none.

    >>> [workload.name for workload in chosen(["mlp"])]
    ['mlp-128', 'mlp-32']
    """
    for name in names or ():
        if not any(workload.name.startswith(name) for workload in WORKLOADS):
            known = ", ".join(workload.name for workload in WORKLOADS)
            raise ValueError(
                f"There is no workload called {name!r}.\n"
                f"Expected some of: {known}.\n"
                "The beginning of a name is enough."
            )
    prefixes = tuple(names) if names else ("",)
    return [workload for workload in WORKLOADS if workload.name.startswith(prefixes)]
