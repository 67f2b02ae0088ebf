"""number_table: rows of words, numbers and one bar, as an accessible HTML table."""

from collections.abc import Sequence

from kit.visualization.svg import escape


def number_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    caption: str,
    bars: Sequence[float] = (),
) -> str:
    """Return a table; the first column is words, the others are numbers.

    Args:
        heads: The heads of the columns.
        rows: Texts or numbers, one for each column.
        caption: What the table shows.
        bars: For each row a share from 0 to 1, drawn as a bar in one more column.

    >>> html = number_table(["layer", "norm"], [["dense", 0.25]], "Norms", [1.0])
    >>> "0.25" in html and "kit-table-bar" in html
    True
    """
    extra = ["<th aria-hidden='true'></th>"] if len(bars) else []
    head = "".join([*(f"<th scope='col'>{escape(h)}</th>" for h in heads), *extra])
    lines = []
    for number, (first, *others) in enumerate(rows):
        cells = [f"<th scope='row'>{escape(first)}</th>"]
        cells += [f"<td>{escape(_shown(value))}</td>" for value in others]
        if len(bars):
            width = 100 * min(max(bars[number], 0), 1)
            bar = f"<i style='width:{width:.1f}%'></i>"
            cells.append(f"<td class='kit-table-bar' aria-hidden='true'>{bar}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f"<table class='kit-numbers'><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )


def _shown(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    size = abs(value)
    if size and not 1e-4 <= size < 1e5:
        return f"{value:.2e}".replace("-", "−")
    return f"{value:.4g}".replace("-", "−")
