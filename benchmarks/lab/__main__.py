"""The command: `python -m benchmarks.lab --data mnist.npz` measures the live studio.

It takes some eight minutes, and needs JupyterLab, Playwright and a browser. The part
`memory`, twelve minutes more, is measured only when it is named with `--only`.
"""

import argparse
from importlib.util import find_spec
from pathlib import Path

from benchmarks import machine
from benchmarks.lab import answers, cost, first_point, memory, size
from benchmarks.lab.rows import Row
from benchmarks.lab.studio_page import server
from benchmarks.table import markdown

PARTS = {
    "cost-mlp": lambda process, data: cost.measure(process, data, "mlp"),
    "cost-cnn": lambda process, data: cost.measure(process, data, "cnn"),
    "answers": answers.measure,
    "first-mlp": lambda process, data: first_point.measure(process, data, "mlp"),
    "first-cnn": lambda process, data: first_point.measure(process, data, "cnn"),
    "size": size.measure,
    "memory": memory.measure,
}
USUAL = [name for name in PARTS if name != "memory"]
HEADING = "## The studio in JupyterLab"
ABOUT = f"""{HEADING}

`python -m benchmarks.lab --data mnist.npz` has written this section. It drives the
studio in a real JupyterLab, with Chromium and kernel on the same machine ({{machine}}).
What trains is the MLP or the CNN of the tables above, with batches of 128.

"""


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.lab", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--data", required=True, help="the path of mnist.npz")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=USUAL)
    parser.add_argument(
        "--write", metavar="PAGE", help="also write the end of the page of benchmarks"
    )
    options = parser.parse_args()
    for package in ("jupyterlab", "playwright"):
        if find_spec(package) is None:
            print(
                f"{package} is MISSING, so nothing was measured. Install it with pip."
            )
            return
    data, rows = str(Path(options.data).resolve()), []
    for name in options.only:
        with server() as process:  # a new one has nothing compiled
            try:
                rows += PARTS[name](process, data)
            except FileNotFoundError as error:
                print(f"Nothing was measured. {error}")
                return
    print(table(rows))
    if options.write:
        write(Path(options.write), rows)


def table(rows: list[Row]) -> str:
    """Return the lines as a table in Markdown."""
    cells = [[row.title, row.found, row.wished] for row in rows]
    return markdown(["", "measured", "wished"], cells)


def write(page: Path, rows: list[Row]) -> None:
    """Put the table at the end of a page, in the place of an older one."""
    before = page.read_text(encoding="utf-8").partition(HEADING)[0].rstrip()
    found = machine.describe()
    about = ABOUT.format(machine=f"{found['processor']}, {found['cores']} cores")
    page.write_text(f"{before}\n\n{about}{table(rows)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
