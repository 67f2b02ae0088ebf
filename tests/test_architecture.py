"""The rules of the house, read from the source itself: who may import whom, and more.

Each test gathers every place that breaks its rule, so one run shows all of them.
"""

import ast
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KIT = ROOT / "kit"
MAXIMUM_FILE_LINES = 400
MAXIMUM_FUNCTION_LINES = 40
MAXIMUM_CELL_LINES = 12

JUPYTER = {"ipywidgets", "IPython", "anywidget", "ipykernel", "jupyterlab"}
UNSAFE_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
UNSAFE_CALLS = {"eval", "exec", "__import__", "import_module"}

# Where a rule does not hold, and why.
MAY_PRINT = {
    "training/progress.py": "the progress bar",
    "models/model.py": "model.summary() prints a table",
    "callbacks/": "verbose=1 asks for it",
}
MAY_CALL_UNSAFE: dict[str, str] = {}
MAY_IMPORT_MATPLOTLIB = ("visualization/", "training/history.py")


def files_of_kit():
    return sorted(KIT.rglob("*.py"))


def relative(path):
    return path.relative_to(KIT).as_posix()


@cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def module_of(path):
    """kit/layers/core.py -> kit.layers.core, kit/layers/__init__.py -> kit.layers."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules():
    return {module_of(path): path for path in files_of_kit()}


@cache
def tiers():
    """The list in README.md: the name of each part of kit -> (place, tier)."""
    block = re.search(r"```text\n(0 .*?)```", (ROOT / "README.md").read_text(), re.S)
    lines = [line.split() for line in block[1].splitlines()]  # "1  losses metrics"
    named = [(name, int(line[0])) for line in lines for name in line[1:]]
    return {name: (place, tier) for place, (name, tier) in enumerate(named)}


def part_of(module):
    """The package or file directly in kit/ that a module belongs to."""
    return module.split(".")[1] if "." in module else ""


def place_of(part):
    """Where a part stands in the list; one that is not named stands on the ground."""
    return tiers().get(part, (-1, 0))


def tier_of(path):
    return place_of(part_of(module_of(path)))[1]


def imports_in(path, only_at_import_time=False):
    """Each module of any library that a file imports, and the line where it does."""
    statements = [tree_of(path)]
    while statements:
        node = statements.pop()
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((name, node.lineno) for name in imported_from(node, path))
        elif only_at_import_time and (is_function(node) or is_for_types_only(node)):
            continue
        statements.extend(ast.iter_child_nodes(node))


def imported_from(node, path):
    """The module behind `from kit import config` or `from kit.config import note`."""
    package = node.module or ""
    if node.level:
        here = module_of(path).split(".")
        keep = len(here) - node.level + (path.name == "__init__.py")
        package = ".".join([*here[:keep], *package.split(".")]).rstrip(".")
    for alias in node.names:
        submodule = f"{package}.{alias.name}"
        yield submodule if submodule in modules() else package


def is_function(node):
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def is_for_types_only(node):
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imports_of_kit(path, **options):
    found = imports_in(path, **options)
    return [(name, line) for name, line in found if name.split(".")[0] == "kit"]


def calls_in(path):
    """The last word of each called name, and its line: a.b.c() -> c."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            function = node.func
            name = getattr(function, "attr", getattr(function, "id", ""))
            yield name, node.lineno


def report(broken):
    return "\n" + "\n".join(broken)


# --- who may import whom ------------------------------------------------------------


def test_readme_places_every_part_of_kit():
    parts = {part_of(module) for module in modules()} - {""}
    assert not parts - set(tiers()), "Name these parts in the README's list of tiers."


def test_imports_go_down_only():
    broken = []
    for path in files_of_kit():
        here = part_of(module_of(path))
        for module, line in imports_of_kit(path) if here else ():
            there = part_of(module)
            if there and there != here and place_of(there) > place_of(here):
                broken.append(f"kit/{relative(path)}:{line} imports {module}")
    assert not broken, report(broken)


def test_no_module_imports_the_package_that_it_is_in():
    """A table of contents is for users and for those above, not for its own pages."""
    broken = [
        f"kit/{relative(path)}:{line} imports {module}"
        for path in files_of_kit()
        if path.name != "__init__.py"
        for module, line in imports_of_kit(path)
        if module_of(path).startswith(module + ".")
    ]
    assert not broken, report(broken)


def test_no_module_imports_itself_by_a_detour():
    graph = {
        module: {name for name, _ in imports_of_kit(path, only_at_import_time=True)}
        - {module}
        for module, path in modules().items()
    }
    while free := [module for module in graph if not graph[module] & set(graph)]:
        for module in free:
            del graph[module]
    assert not graph, f"These modules import each other in a circle: {sorted(graph)}"


def test_packages_are_tables_of_contents():
    imports = (ast.Import, ast.ImportFrom, ast.With)  # "with" some pause around them
    allowed = (*imports, ast.Assign, ast.AnnAssign, ast.Expr)
    broken = []
    for path in files_of_kit():
        if path.name != "__init__.py":
            continue
        for node in tree_of(path).body:
            is_lazy = is_function(node) and node.name in ("__getattr__", "__dir__")
            if not (is_lazy or isinstance(node, allowed)):
                broken.append(f"kit/{relative(path)}:{node.lineno}")
    assert not broken, report(broken)


def test_only_the_top_tier_knows_jupyter():
    top = max(tier for _, tier in tiers().values())
    broken = [
        f"kit/{relative(path)}:{line} imports {module}"
        for path in files_of_kit()
        if path.parent == KIT and path.name == "__init__.py" or tier_of(path) < top
        for module, line in imports_in(path)
        if module.split(".")[0] in JUPYTER
    ]
    assert not broken, report(broken)


def test_matplotlib_is_imported_only_where_a_figure_is_drawn():
    broken = []
    for path in files_of_kit():
        at_import_time = set(imports_in(path, only_at_import_time=True))
        for module, line in imports_in(path):
            if module.split(".")[0] != "matplotlib":
                continue
            allowed = relative(path).startswith(MAY_IMPORT_MATPLOTLIB)
            if not allowed or (module, line) in at_import_time:
                broken.append(f"kit/{relative(path)}:{line} imports {module}")
    assert not broken, report(broken)


def test_import_kit_loads_no_screen():
    """A script or a grader pays for nothing that draws."""
    program = "import kit, sys; print(*sorted(m.split('.')[0] for m in sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    assert not set(run.stdout.split()) & (JUPYTER | {"matplotlib", "keras"})


# --- what the source may contain ----------------------------------------------------


def test_nothing_prints_unasked():
    broken = [
        f"kit/{relative(path)}:{line} prints"
        for path in files_of_kit()
        if not relative(path).startswith(tuple(MAY_PRINT))
        for name, line in calls_in(path)
        if name == "print"
    ]
    assert not broken, report(broken)


def test_nothing_writes_to_stderr():
    """A grader counts any text on stderr as a failure."""
    broken = [
        f"kit/{relative(path)}:{number} {line.strip()}"
        for path in files_of_kit()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\bsys\.stderr\b|\bwarnings\.warn\(|\blogging\.", line)
    ]
    assert not broken, report(broken)


def test_no_file_can_run_code_that_it_reads():
    broken = []
    for path in files_of_kit():
        for module, line in imports_in(path):
            if module.split(".")[0] in UNSAFE_MODULES:
                broken.append(f"kit/{relative(path)}:{line} imports {module}")
        for name, line in calls_in(path):
            if name in UNSAFE_CALLS and relative(path) not in MAY_CALL_UNSAFE:
                broken.append(f"kit/{relative(path)}:{line} calls {name}")
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.keyword) and node.arg == "allow_pickle":
                if not (isinstance(node.value, ast.Constant) and not node.value.value):
                    broken.append(f"kit/{relative(path)}:{node.lineno} allows pickle")
    assert not broken, report(broken)


def test_errors_are_raised_not_asserted():
    broken = [
        f"kit/{relative(path)}:{node.lineno}"
        for path in files_of_kit()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Assert)
    ]
    assert not broken, report(broken)


# --- how long things are ------------------------------------------------------------


def test_files_are_short():
    sources = [*files_of_kit(), *(ROOT / "tests").rglob("*.py")]
    lengths = {path: len(path.read_text().splitlines()) for path in sources}
    broken = [
        f"{path.relative_to(ROOT)} has {length} lines"
        for path, length in lengths.items()
        if length > MAXIMUM_FILE_LINES
    ]
    assert not broken, report(broken)


def test_functions_are_short():
    """Keras dictates how long a signature is, so only what comes after it counts."""
    broken = [
        f"kit/{relative(path)}:{node.lineno} {node.name} has {length} lines"
        for path in files_of_kit()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := body_length(node)) > MAXIMUM_FUNCTION_LINES
    ]
    assert not broken, report(broken)


def body_length(function):
    has_docstring = ast.get_docstring(function, clean=False) is not None
    statements = function.body[has_docstring:] or function.body
    return function.end_lineno - statements[0].lineno + 1


def test_notebook_cells_are_short():
    broken = []
    for path in sorted(ROOT.glob("notebooks/**/*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for number, cell in enumerate(cells):
            length = len("".join(cell["source"]).splitlines())
            if cell["cell_type"] == "code" and length > MAXIMUM_CELL_LINES:
                name = path.relative_to(ROOT)
                broken.append(f"{name}, cell {number}, has {length} lines")
    assert not broken, report(broken)


# --- the tools ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check"],
        ["ruff", "format", "--check"],
        ["basedpyright", "--pythonpath", sys.executable],
    ],
    ids=["ruff-check", "ruff-format", "types"],
)
def test_tool_has_nothing_to_say(command):
    pytest.importorskip(command[0], reason="pip install -e '.[test]' brings it")
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, "\n" + run.stdout + run.stderr
