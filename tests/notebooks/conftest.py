"""What tests of notebooks share: where they are, and folders of Jupyter's own."""

import os
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent.parent
NOTEBOOKS = ROOT / "notebooks"

JUPYTER_FOLDERS = (
    "IPYTHONDIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
)


class Notebook:
    """A notebook and its cells by their names.

    Args:
        path: Where it is.
    """

    def __init__(self, path):
        self.path = path
        self.name = path.relative_to(NOTEBOOKS).as_posix()
        self.content = nbformat.read(path, as_version=4)
        self.cells = {cell.id: cell for cell in self.content.cells}

    def __repr__(self):
        return self.name


def notebooks(pattern):
    """The notebooks of the project, without the copies that JupyterLab makes."""
    paths = sorted(NOTEBOOKS.glob(pattern))
    return [Notebook(path) for path in paths if ".ipynb_checkpoints" not in path.parts]


def pytest_generate_tests(metafunc):
    """Run a test that takes `notebook` with every one, `lesson` with every lesson."""
    for argument, pattern in [("notebook", "**/*.ipynb"), ("lesson", "*.ipynb")]:
        if argument in metafunc.fixturenames:
            metafunc.parametrize(argument, notebooks(pattern), ids=str)


@pytest.fixture(scope="session")
def lessons():
    """The lessons by their numbers: "00", "01" and so on."""
    return {lesson.name[:2]: lesson for lesson in notebooks("*.ipynb")}


@pytest.fixture(scope="module")
def jupyter_folders(tmp_path_factory):
    """Keep a user's settings out of the tests, and the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in JUPYTER_FOLDERS:
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        patch.setenv("JUPYTER_PREFER_ENV_PATH", "1")  # the kernel beside this Python
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.delenv("MPLBACKEND", raising=False)
        yield os.environ
