"""How a sample is shown: as a small tile, or with its probabilities in detail."""

from typing import Any

import numpy as np

from kit.studio.inspector import RIGHT, WRONG, Predictions
from kit.texts.language import translate
from kit.visualization.bars import probability_bars_svg
from kit.visualization.png import png_data_uri
from kit.visualization.svg import escape


def sample_html(
    found: Predictions,
    sample: int,
    image: Any = None,
    number: int | None = None,
    named: bool = True,
) -> str:
    """Return what a model makes of one sample, as HTML.

    Args:
        found: The predictions.
        sample: The number of the sample.
        image: Its picture, `(height, width)` or with channels; may be left out.
        number: What it is called; its own number if left out.
        named: Whether the sentence begins with its number.

    >>> found = Predictions([[0.9, 0.1]], [1])
    >>> "but it is 1" in sample_html(found, 0)
    True
    """
    words = found.describe(sample, number)
    if not named:
        words = words.partition(": ")[2]
        words = words[:1].upper() + words[1:]
    parts = [f'<p class="kit-sentence">{escape(words)}</p>']
    if image is not None:
        address = png_data_uri(np.asarray(image))
        called = sample if number is None else number
        alt = translate("Sample {number}", number=called)
        parts.append(f'<img src="{address}" alt="{escape(alt)}">')
    if found.kind == "classes":
        parts.append(bars_html(found, sample))
    return "".join(parts)


def bars_html(found: Predictions, sample: int, width: int = 300) -> str:
    """Return the probabilities of one sample as bars."""
    label = None if found.labels is None else int(found.labels[sample])
    known = label is not None and 0 <= label < len(found.class_names)
    return probability_bars_svg(
        found.probabilities[sample],
        found.class_names,
        label if known else None,
        width=width,
        title=translate("The model says {guess}", guess=found.guess_text(sample)),
        style=False,
    )


def tile_of(found: Predictions, item: int) -> dict[str, str]:
    """Return a tile for a DigitGrid: what the model says, and what would be right.

    >>> tile_of(Predictions([[0.9, 0.1]], [1]), 0)["caption"]
    '✗ 0'
    """
    guess, truth, state = found.guess_text(item), found.truth_text(item), ""
    if found.right is not None:
        state = RIGHT if found.right[item] else WRONG
    glyph = {RIGHT: "✓ ", WRONG: "✗ "}.get(state, "")
    return {
        "caption": f"{glyph}{guess}",
        "second": translate("is {truth}", truth=truth) if truth else "",
        "state": state,
        "label": found.describe(item),
    }
