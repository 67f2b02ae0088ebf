"""RefusedFileError: the one error for files that are damaged or are not what they say.

All modules that read files raise it, so that a caller needs one `except ValueError`.
"""


class RefusedFileError(ValueError):
    """A file, or a text that describes a model, that kit does not load."""


def refuse(found: str, expected: str, remedy: str = "") -> RefusedFileError:
    """Return the error for something found in a file.

    Args:
        found: What is wrong, in one sentence.
        expected: What should be there.
        remedy: What to do; by default to save the model again.

    >>> print(refuse("The file is empty", "a model"))
    The file is empty.
    Expected a model.
    The file is damaged or was not made by kit or Keras; save the model again.
    """
    remedy = remedy or (
        "The file is damaged or was not made by kit or Keras; save the model again"
    )
    sentences = (found, f"Expected {expected}", remedy)
    return RefusedFileError("\n".join(_ended(sentence) for sentence in sentences))


def _ended(sentence):
    return sentence if sentence.endswith((".", "?")) else f"{sentence}."
