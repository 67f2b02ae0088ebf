"""Pages: the documentation of every mistake, made from the rules themselves.

python -m kit.diagnosis     writes kit/docs/mistakes/*.md anew
"""

import inspect
import re
import textwrap
from pathlib import Path

from kit.diagnosis import (
    calls,
    endings,
    errors,
    feeding,
    heads,
    inputs,
    labels,
    learning,
    measures,
    names,
    options,
    shapes,
    splits,
    stacks,
    state,
    targets,
    watching,
    writing,
)
from kit.diagnosis.book import MISTAKES, Mistake
from kit.serialization import suggest

# Reading these modules writes their rules into the book.
CHAPTERS = (
    names,
    watching,
    calls,
    writing,
    options,
    shapes,
    feeding,
    stacks,
    heads,
    measures,
    labels,
    targets,
    inputs,
    splits,
    state,
    learning,
    endings,
    errors,
)
FOLDER = Path(__file__).parent.parent / "docs" / "mistakes"
_WHEN = {
    "write": "at the line where it stands",
    "build": "when the layers are connected",
    "compile": "in `compile`",
    "start": "when `fit`, `evaluate` or `predict` begins",
    "train": "during `fit`",
    "end": "at the end of `fit`",
}
_PARTS = ("Symptom", "Cause", "Picture", "Exercise")


class Page(str):
    """The text of a page: Jupyter shows it as Markdown, Python as it is.

    >>> Page("# Title")
    # Title
    """

    def __repr__(self):
        return str(self)

    def _repr_markdown_(self):
        return str(self)


def explain(code: str) -> Page:
    """Return the page about a mistake: symptom, cause, picture, fix and exercise.

    Args:
        code: The name at the end of kit's message.

    >>> print(explain("integer-labels").splitlines()[0])
    # Labels are whole numbers, but the loss wants one-hot rows
    """
    if code not in MISTAKES:
        raise ValueError(
            f'There is no page about "{code}".{suggest(code, MISTAKES)}\n'
            f"Expected one of: {', '.join(sorted(MISTAKES))}.\n"
            "Copy the name from the end of the message."
        )
    return Page(page(MISTAKES[code]))


def page(mistake: Mistake) -> str:
    """Write the page of one mistake, from its rule's docstring and its example."""
    title, parts = _sections(inspect.getdoc(mistake.rule) or "")
    finding = mistake.finding()
    lines = [
        f"# {title.rstrip('.')}",
        "",
        f"`{mistake.code}`, {_article(finding.level)}, found {_WHEN[mistake.stage]}.",
        "",
        f"**Symptom.** {parts['Symptom']}",
        "",
        f"**Cause.** {parts['Cause']}",
        "",
        "```text",
        parts["Picture"],
        "```",
        "",
        "**What kit says**",
        "",
        "```text",
        re.sub(r"\nMore: .*", "", finding.text),
        "```",
        "",
    ]
    if finding.line:
        lines += ["**Fix**", "", "```python", finding.line, "```", ""]
    return "\n".join([*lines, f"**Exercise.** {parts['Exercise']}", ""])


def _article(level):
    return f"an {level}" if level == "error" else f"a {level}"


def _sections(text: str) -> tuple[str, dict[str, str]]:
    """Take a rule's docstring apart: its first line, and what follows each word."""
    title, _, rest = text.partition("\n")
    found = {}
    pattern = "|".join(_PARTS)
    for part in re.split(rf"\n(?=(?:{pattern}):)", "\n" + rest.strip()):
        word, _, body = part.strip("\n").partition(":")
        if word not in _PARTS:
            continue
        if word == "Picture":
            found[word] = textwrap.dedent(body.strip("\n")).rstrip()
        else:
            found[word] = " ".join(body.split())
    return title, found


def index() -> str:
    """Write the list of all pages, in the order in which a program meets them."""
    lines = [
        "# Mistakes, and what kit says about them",
        "",
        "Made by `python -m kit.diagnosis` from the rules in `kit/diagnosis`.",
        "[compared.md](compared.md) sets kit's messages beside those of others.",
        "",
    ]
    for stage, when in _WHEN.items():
        lines += [f"## Found {when}", ""]
        for code, entry in MISTAKES.items():
            if entry.stage == stage:
                title, _ = _sections(inspect.getdoc(entry.rule) or "")
                lines.append(f"- [{code}]({code}.md): {title}")
        lines.append("")
    return "\n".join(lines)


def pages() -> dict[str, str]:
    """Return file names and texts of all pages."""
    texts = {f"{code}.md": page(entry) for code, entry in MISTAKES.items()}
    return texts | {"index.md": index()}


def write_pages() -> None:
    """Write all pages, and remove those of mistakes that are no more."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    texts = pages()
    for old in FOLDER.glob("*.md"):
        if old.name not in texts and old.name != "compared.md":
            old.unlink()
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
