"""What the project promises before any code runs: requirements, commands, links."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")

# conda-forge's name where it differs; the base package leaves out the Qt windows.
CONDA_NAMES = {"matplotlib": "matplotlib-base"}


def conda_requirements():
    """The lines below "dependencies:" in environment.yml, without the pip section."""
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    _, dependencies = text.split("dependencies:\n")
    return re.findall(r"^  - ([\w-]+(?:[><=~].*)?)$", dependencies, re.M)


def command_with(ending):
    """The one line of the README that makes an environment and ends like this."""
    lines = re.findall(rf"^python3 -m venv .*{re.escape(ending)}$", README, re.M)
    assert len(lines) == 1, lines
    return lines[0]


def test_conda_and_pip_install_the_same():
    expected = {f"python{PYPROJECT['project']['requires-python']}", "pip"}
    for requirement in PYPROJECT["project"]["dependencies"]:
        name, bound = re.fullmatch(r"([\w-]+)(.*)", requirement).groups()
        expected.add(CONDA_NAMES.get(name.lower(), name.lower()) + bound)
    assert set(conda_requirements()) == expected


def test_conda_and_binder_install_kit_itself():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert text.endswith("  - pip:\n      - -e .\n")


def test_readme_opens_the_first_notebook():
    command = command_with(" notebooks/00_start_here.ipynb")
    assert "pip install -e . " in command and "jupyter lab " in command


@pytest.mark.skipif(os.name == "nt", reason="continuous integration runs bash")
def test_continuous_integration_runs_the_command_of_the_readme():
    """`.ci/run` greps the command from the README: do the same, and compare."""
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    grep = re.search(r'test_command="\$\((grep .*)\)"', script)[1]
    found = subprocess.run(
        ["bash", "-c", grep], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == command_with("-m pytest")
    assert "KIT_REQUIRE_BROWSER=1" in script


def test_links_in_the_readme_lead_somewhere():
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    local = [target for target in targets if not target.startswith("https://")]
    assert local
    assert [target for target in local if not (ROOT / target).exists()] == []


def test_example_in_the_readme_is_python():
    examples = re.findall(r"```python\n(.*?)```", README, re.S)
    assert examples
    for example in examples:
        compile(example, "README.md", "exec")


def test_version_is_stated_alike():
    import kit

    version = PYPROJECT["project"]["version"]
    assert getattr(kit, "__version__", version) == version


def test_every_file_of_the_package_is_in_the_wheel(tmp_path):
    """Data and scripts too; a file that git ignores would silently be left out."""
    pytest.importorskip("hatchling", reason="pip install -e '.[test]' brings it")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("learning_kit-*.whl")
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kit").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    with zipfile.ZipFile(wheel) as archive:
        assert not expected - set(archive.namelist())
