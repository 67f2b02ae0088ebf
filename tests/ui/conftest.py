"""Fixtures for tests in a real browser on a real Jupyter server.

    def test_button(lab):
        lab.open("notebooks/00_start_here.ipynb")
        lab.run_all()
        lab.page.get_by_role("button", name="Start").click()

A test fails if the page reported an error to its console. The browser is started once
for each file, because Playwright's loop may not be alive while other tests run theirs.
"""

import os
import shutil

import pytest
from chromium import NOT_FOUND, find, launch
from jupyter_process import JupyterProcess
from lab import ARTEFACTS, THEMES, Lab

# A minute long and in need of all of MNIST: only for those who ask for it.
collect_ignore = [] if os.environ.get("KIT_MNIST") else ["test_hundred_digits.py"]

FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="module")
def browser():
    """A browser without a window, or a skipped test where none is installed."""
    sync_api = pytest.importorskip("playwright.sync_api", reason=NOT_FOUND)
    with sync_api.sync_playwright() as playwright:
        path = find(playwright)
        if path is None:
            pytest.skip(NOT_FOUND)
        browser = launch(playwright, path)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def jupyter_server(tmp_path_factory):
    """One server with JupyterLab, Notebook 7 and Voila for all tests."""
    with JupyterProcess(tmp_path_factory.mktemp("jupyter")) as server:
        yield server
    ARTEFACTS.mkdir(exist_ok=True)
    shutil.copy(server.log, ARTEFACTS / "server.log")


@pytest.fixture
def open_lab(browser, jupyter_server, request):
    """A function that makes a `Lab` in a given theme, width and with settings."""
    labs = []

    def make(theme="light", width=1400, height=1000, settings=()):
        themes = {"theme": THEMES[theme]}
        jupyter_server.write_settings(
            {"@jupyterlab/apputils-extension:themes": themes, **dict(settings)}
        )
        context = browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(30_000)
        labs.append(Lab(jupyter_server, context.new_page()))
        return labs[-1]

    yield make
    for number, lab in enumerate(labs):
        if FAILED in request.node.stash:
            lab.screenshot(f"failed-{request.node.name}-{number}")
            print(lab.report())
        lab.page.context.close()
    jupyter_server.shutdown_kernels()
    errors = [error for lab in labs for error in lab.errors]
    assert not errors, f"The page reported: {os.linesep.join(errors)}"


@pytest.fixture
def lab(open_lab):
    """A `Lab` in the light theme, 1400 pixels wide."""
    return open_lab()
