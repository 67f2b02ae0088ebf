"""Short tracebacks: they show the user's lines, and hide those of kit and JAX.

`from_users_line` cuts the traceback where a public method is left, and the hooks of
`show_users_lines` leave the last frames of kit out when Python or Jupyter prints one.
`last_error()` has the whole text.
"""

import functools
import linecache
import re
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from kit import config
from kit.diagnosis.errors import explained
from kit.diagnosis.names import closest, unknown_name, wrong_call

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_KIT = str(Path(__file__).parent.parent) + "/"
_HIDDEN = ("/jax/", "/jaxlib/", "/optax/", "/contextlib.py", "/functools.py")
_JAX_NOTE = "JAX has removed its internal frames"


class FullTraceback(str):
    """A text that is shown as it is, lines and all.

    >>> FullTraceback("as it is")
    as it is
    """

    def __repr__(self):
        return str(self)


class _Depth(threading.local):
    """How many public methods are open in this thread, one inside of another."""

    open = 0


_depth = _Depth()
_last: list[str] = []


def last_error() -> FullTraceback:
    """Return the whole traceback of the last error, with the frames of kit and JAX.

    >>> isinstance(last_error(), str)
    True
    """
    current = sys.exc_info()[1]
    if not _last and current is None:
        return FullTraceback("There was no error yet.")
    return FullTraceback(_last[-1] if _last else _whole_text(current))


def remember(error: BaseException, on_its_way: bool = True) -> None:
    """Keep the whole text of an error for `last_error`, before anything is cut.

    Args:
        error: The error.
        on_its_way: Whether it has not yet reached the lines that called this.
    """
    stack = traceback.extract_stack(sys._getframe(2)) if on_its_way else []
    outer = traceback.format_list(stack)
    text = _whole_text(error)
    head = "Traceback (most recent call last):\n"
    _last[:] = [text.replace(head, head + "".join(outer), 1)]


def _whole_text(error):
    chain = traceback.TracebackException.from_exception(error)
    hidden = error.__context__
    before = ""
    if hidden is not None and error.__suppress_context__ and error.__cause__ is None:
        before = "".join(traceback.format_exception(hidden))
        before += "\nFrom it kit made this error:\n\n"
    return before + "".join(chain.format())


def is_hidden(filename: str) -> bool:
    """Tell whether lines of a file are of no interest to a user of kit.

    >>> is_hidden(__file__), is_hidden("lesson.py")
    (True, False)
    """
    filename = filename.replace("\\", "/")
    return filename.startswith(_KIT) or any(part in filename for part in _HIDDEN)


def users_frames(trace: TracebackType | None) -> TracebackType | None:
    """Return a traceback with the user's own lines only.

    >>> users_frames(None) is None
    True
    """
    frames = list(traceback.walk_tb(trace))
    shown = None
    for frame, line in reversed(frames):
        if not is_hidden(frame.f_code.co_filename):
            shown = TracebackType(shown, frame, frame.f_lasti, line)
    return shown


def users_place(trace: TracebackType | None) -> str:
    """Return the user's innermost line, with its file."""
    for frame, line in reversed(list(traceback.walk_tb(trace))):
        name = frame.f_code.co_filename
        if not is_hidden(name):
            code = linecache.getline(name, line).strip()
            return f"{code or 'line'} ({Path(name).name}, line {line})"
    return "the compiled program"


def from_users_line(method: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Let the errors of a public method begin at the line that called it.

    A wrong argument gets a proposal, and errors of JAX get plain words.
    """

    @functools.wraps(method)
    def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        _depth.open += 1
        try:
            return method(*args, **kwargs)
        except Exception as error:
            better = _better(error, method, args, kwargs)
            inside = _depth.open > 1 and better is error  # the outermost one cuts
            if config.tracebacks() == "full" or inside:
                raise
            remember(error)
            raise shortened(error, better) from better.__cause__
        finally:
            _depth.open -= 1

    return call


def _better(error, method, args, kwargs):
    """The same error, or one that a learner understands."""
    trace = error.__traceback__
    if isinstance(error, TypeError) and trace is not None and trace.tb_next is None:
        return wrong_call(method, args, kwargs) or error
    return _explained(error)


def _explained(error):
    is_call = isinstance(error, TypeError) and "positional argument" in str(error)
    if _innermost(error).startswith(_KIT) and not is_call:
        return error
    return explained(error, users_place(error.__traceback__)) or error


def shortened(error: BaseException, better: BaseException) -> BaseException:
    """Return an error that shows the user's lines only.

    Args:
        error: The error as it was raised.
        better: The same, or one in plainer words.
    """
    notes = getattr(better, "__notes__", None)
    if notes:
        better.__notes__ = [note for note in notes if _JAX_NOTE not in note]
    if better is not error or is_hidden(_innermost(error)):
        better.__cause__ = None  # what kit and JAX were doing inside
        better.__suppress_context__ = True
    return better.with_traceback(users_frames(error.__traceback__))


def _innermost(error):
    """The file whose line raised an error."""
    frames = list(traceback.walk_tb(error.__traceback__))
    return frames[-1][0].f_code.co_filename.replace("\\", "/") if frames else ""


def show_users_lines() -> None:
    """Let Python, and Jupyter if it is there, print tracebacks of kit in short.

    >>> show_users_lines()
    """
    if getattr(sys.excepthook, "is_kits", False):
        return
    before = sys.excepthook

    def hook(kind, error, trace):
        error = _shown(error)
        before(type(error), error, error.__traceback__)

    hook.is_kits = True  # type: ignore[attr-defined]
    sys.excepthook = hook
    shell = _jupyter()
    if shell is not None and not shell.custom_exceptions:
        shell.set_custom_exc((Exception,), _show_in_jupyter)


def _jupyter() -> Any:
    """The running shell of IPython, without importing it."""
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None else None


def _show_in_jupyter(shell, kind, error, trace, tb_offset=None):
    owner = getattr(error, "obj", None)
    if isinstance(error, AttributeError) and type(owner).__module__[:4] == "kit.":
        meant = closest(str(error.name), dir(owner))  # Python says it, Jupyter not
        if meant:
            error.add_note(meant.strip())
    error = _shown(error)
    information = (type(error), error, error.__traceback__)
    shell.showtraceback(information, running_compiled_code=True)


def _shown(error):
    """The error to print: short, if kit has part in it."""
    error = _import_error(error) or error
    trace = error.__traceback__
    files = [frame.f_code.co_filename for frame, _ in traceback.walk_tb(trace)]
    of_kit = any(name.replace("\\", "/").startswith(_KIT) for name in files)
    if not of_kit or config.tracebacks() == "full" or users_frames(trace) is None:
        return error  # the last: kit itself was started, as with python -m
    if __file__ not in files:  # else from_users_line has remembered it
        remember(error, on_its_way=False)
    return shortened(error, _explained(error))


def _import_error(error):
    """A proposal for `from kit.layers import Dens`, or None for other errors."""
    names = re.match(r"cannot import name '(\w+)' from '(kit[\w.]*)'", str(error))
    if not isinstance(error, ImportError) or names is None:
        return None
    name, module = names.groups()
    known = getattr(sys.modules.get(module), "__all__", None)
    if not known:
        return None
    better = unknown_name(module, name, known).error(ImportError)
    return better.with_traceback(error.__traceback__)
