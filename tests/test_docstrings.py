"""Runs every example in kit's docstrings, and asks each public name for one."""

import doctest
import importlib
import inspect
import math
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

# Modules whose examples cannot run here, and why.
NOT_RUN: dict[str, str] = {}

# Public names that need no example, and why.
NO_EXAMPLE_NEEDED = {"kit.distribution.initialize": "it needs several processes"}


NUMBER = re.compile(r"(?<![\w.])[-+]?\d+\.\d*(?:e[-+]?\d+)?", re.I)


class NumberChecker(doctest.OutputChecker):
    """Lets the last digits of decimal numbers differ, as they do between machines."""

    def check_output(self, want, got, optionflags):
        want, got = without_padding(want), without_padding(got)
        wanted = NUMBER.findall(want)
        if len(wanted) == len(NUMBER.findall(got)):
            shown = iter(wanted)
            got = NUMBER.sub(lambda found: the_same(found[0], next(shown)), got)
        return super().check_output(want, got, optionflags)


def without_padding(text):
    """Numpy fills arrays with spaces: "[0.5   , 0.25 ]" becomes "[0.5, 0.25]"."""
    return re.sub(r"(?<=\[) +| +(?=[,\]])", "", text)


def the_same(found, shown):
    """What the docstring shows if it is as good as what was found, else the latter."""
    same = math.isclose(float(found), float(shown), rel_tol=1e-5, abs_tol=1e-6)
    return shown if same else found


def names_of(pattern):
    """The modules that match, found as files so that a broken one is still named."""
    for path in sorted((ROOT / "kit").rglob(pattern)):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[-1] == "__main__" or "data" in parts:
            continue
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def public_names(package):
    """What a package's table of contents exports, or a file defines, of kit."""
    place = "kit" if hasattr(package, "__path__") else package.__name__
    for name, value in sorted(vars(package).items()):
        is_documented = inspect.isclass(value) or inspect.isfunction(value)
        is_of_kit = f"{getattr(value, '__module__', '')}.".startswith(f"{place}.")
        if is_documented and is_of_kit and not name.startswith("_"):
            yield name, value


@pytest.mark.parametrize("name", [*names_of("*.py")])
def test_examples_run(name, tmp_path, monkeypatch, keras_home):
    if name in NOT_RUN:
        pytest.skip(NOT_RUN[name])
    monkeypatch.chdir(tmp_path)  # where examples may write their files
    module = importlib.import_module(name)
    lines = []
    runner = doctest.DocTestRunner(NumberChecker(), False, OPTIONS)
    for test in doctest.DocTestFinder(exclude_empty=True).find(module):
        runner.run(test, out=lines.append)
    assert runner.failures == 0, "".join(lines)


def namespaces():
    """What a program may name: kit.layers and so on, and files that are alone."""
    files = [name for name in names_of("*.py") if name.count(".") == 1]
    return sorted({*names_of("__init__.py"), *files})


@pytest.mark.parametrize("name", namespaces())
def test_public_names_show_an_example(name):
    package = importlib.import_module(name)
    missing = [
        f"{name}.{public} ({value.__module__})"
        for public, value in public_names(package)
        if f"{name}.{public}" not in NO_EXAMPLE_NEEDED
        if ">>>" not in (value.__doc__ or "")
    ]
    assert not missing, "These need an example:\n" + "\n".join(missing)
