"""What charts and inspector cost: a training in the studio, next to a bare `fit`."""

from statistics import median
from typing import Any

from benchmarks.lab.rows import Row
from benchmarks.lab.studio_page import Plan, studio_page

ROUNDS = 6  # the machine changes its mind by more than what is measured
SIZES = {
    "mlp": {"epochs": 50, "train": 60_000, "test": 10_000},
    "cnn": {"epochs": 6, "train": 6_400, "test": 1_000},
}


def measure(process: Any, data: str, network: str) -> list[Row]:
    """Train in turn in the studio and without it, in one kernel.

    Args:
        process: A running server.
        data: The path of mnist.npz.
        network: `"mlp"` or `"cnn"`.
    """
    with studio_page(process, Plan(data, network, **SIZES[network])) as studio:
        studio.train()  # compiles, and fills the inspector
        studio.lab.python("trainings.of_studio()")
        found: dict[str, list[float]] = {"bare": [], "studio": []}
        for number in range(ROUNDS):
            for way in ("bare", "studio") if number % 2 else ("studio", "bare"):
                found[way].append(_seconds(studio, way))
        studio.picture(f"cost-{network}")
    bare, shown = found["bare"], found["studio"]
    ratios = [b / a for a, b in zip(bare, shown, strict=True)]
    words = (
        f"{100 * (median(ratios) - 1):+.1f} % (median of {ROUNDS} pairs; "
        f"best to best {100 * (min(shown) / min(bare) - 1):+.1f} %; "
        f"an epoch {median(bare):.4g} s bare, {median(shown):.4g} s in the studio)"
    )
    title = f"Charts and inspector in the page: an epoch of the {network.upper()}"
    print(title, found, flush=True)
    return [Row(title, words, "+3 %")]


def _seconds(studio, way):
    if way == "bare":
        return studio.lab.python("trainings.bare()")
    studio.train()
    return studio.lab.python("trainings.of_studio()")
