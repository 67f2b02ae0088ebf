"""What every test can rely on: one device, one seed, no screen, no home folder.

The environment is set before anything imports Keras or JAX, because they read it once,
when they are first imported.
"""

import atexit
import os
import random
import shutil
import tempfile

import matplotlib
import numpy as np
import pytest

os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["KERAS_BACKEND"] = "jax"
matplotlib.use(
    "agg"
)  # not MPLBACKEND, which the kernels that tests start would inherit

# Keras and kit keep settings and downloads in this folder. Tests get an empty one, so
# that what a user has downloaded or configured changes nothing.
os.environ["KERAS_HOME"] = tempfile.mkdtemp(prefix="kit-tests-")
atexit.register(shutil.rmtree, os.environ["KERAS_HOME"], ignore_errors=True)

BROWSER_REQUIRED = os.environ.get("KIT_REQUIRE_BROWSER", "") not in ("", "0")


@pytest.fixture(autouse=True)
def _fresh_start(monkeypatch):
    """Make each test independent of those that ran before it."""
    from kit import config, naming
    from kit.random import set_seed
    from kit.training import doctor

    random.seed(0)
    np.random.seed(0)
    set_seed(0)
    naming.reset_names()
    monkeypatch.setattr(doctor, "LENIENT", False)
    monkeypatch.setattr(config, "_settings", config._Settings())


@pytest.fixture
def keras_home(tmp_path, monkeypatch):
    """An empty folder for downloads and settings that only this test sees."""
    home = tmp_path / "keras_home"
    home.mkdir()
    monkeypatch.setenv("KERAS_HOME", str(home))
    return home


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skipped browser test into a failure where a browser is required."""
    report = yield
    is_browser_test = item.get_closest_marker("browser") is not None
    if BROWSER_REQUIRED and is_browser_test and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but KIT_REQUIRE_BROWSER is set."
    return report


def pytest_terminal_summary(terminalreporter):
    """Say loudly which part of the project was not tested."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if "browser" in getattr(report, "keywords", ())
    ]
    if skipped:
        terminalreporter.section("NOT TESTED: the browser", sep="!", yellow=True)
        terminalreporter.write_line(
            f"{len(skipped)} tests of the studio were skipped: no browser was found. "
            "Install Chromium or Chrome, or run: python -m playwright install chromium"
        )
