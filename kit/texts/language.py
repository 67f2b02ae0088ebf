"""Language: in which words the studio speaks.

The English sentence stands in the source, where a reader needs it, and is the key to
the same sentence in `CODE.json` beside this file, one table for each language.
"""

import functools
import json
import os
from pathlib import Path

_FOLDER = Path(__file__).parent
_chosen = {"language": "en"}


def languages() -> tuple[str, ...]:
    """Return the codes of the languages there are, English first.

    >>> languages()
    ('en', 'de')
    """
    return ("en", *sorted(path.stem for path in _FOLDER.glob("*.json")))


def language() -> str:
    """Return the code of the language that is spoken now.

    >>> language()
    'en'
    """
    return _chosen["language"]


def set_language(code: str) -> None:
    """Choose the language of all panels that are made from now on.

    Args:
        code: One of `languages()`.

    Raises:
        ValueError: If there is no table for the language.

    >>> set_language("de")
    >>> translate("Start")
    'Starten'
    >>> set_language("en")
    """
    if code not in languages():
        raise ValueError(
            f"There is no language {code!r}.\n"
            f"Expected one of {', '.join(languages())}.\n"
            'Write for example kit.texts.set_language("en"); a new language is one\n'
            "new file beside kit/texts/de.json."
        )
    _chosen["language"] = code


def translate(english: str, **values: object) -> str:
    """Return a sentence in the language that is spoken, with its values filled in.

    Args:
        english: The sentence, with names in braces where values belong. A sentence
            without a translation stays English.
        values: What belongs in the braces.

    >>> translate("{count} images", count=3)
    '3 images'
    """
    sentence = _table(language()).get(english, english)
    return sentence.format(**values) if values else sentence


@functools.cache
def _table(code: str) -> dict[str, str]:
    """Return English sentences with what stands for them in a language."""
    path = _FOLDER / f"{code}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


_wished = os.environ.get("KIT_LANGUAGE", "en")
if _wished in languages():  # an unknown wish of the surroundings is no error
    set_language(_wished)
