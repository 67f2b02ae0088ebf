"""What every notebook keeps to before it is ever run."""

import ast
import re

import nbformat

LONGEST_CODE_LINE = 80
LINK = re.compile(r"\]\(([^)#]+)\)")


def code_cells(notebook):
    return [cell for cell in notebook.content.cells if cell.cell_type == "code"]


def test_it_is_a_valid_notebook(notebook):
    nbformat.validate(notebook.content)
    assert len(notebook.cells) == len(notebook.content.cells)


def test_cells_have_names_that_stay(notebook):
    """Random names, as editors make them, would change with every rewrite."""
    random = [name for name in notebook.cells if re.fullmatch("[0-9a-f-]{8,36}", name)]
    assert random == []


def test_no_results_are_stored(notebook):
    for cell in code_cells(notebook):
        assert cell.outputs == [], cell.id
        assert cell.execution_count is None, cell.id
    assert set(notebook.content.metadata) == {"kernelspec", "language_info"}


def test_the_kernel_is_the_one_that_everybody_has(notebook):
    metadata = notebook.content.metadata
    assert metadata.kernelspec.name == "python3"
    assert metadata.language_info == {"name": "python"}


def test_cells_are_python_of_readable_length(notebook):
    for cell in code_cells(notebook):
        ast.parse(cell.source)
        assert 0 < len(cell.source.splitlines()) <= 12, cell.id
        widest = max(len(line) for line in cell.source.splitlines())
        assert widest <= LONGEST_CODE_LINE, cell.id


def test_a_text_introduces_the_code(notebook):
    cells = notebook.content.cells
    assert cells[0].cell_type == "markdown"
    assert cells[0].source.startswith("# ")
    titles = [cell for cell in cells if re.match("# ", cell.source)]
    assert len(titles) == 1


def test_links_lead_somewhere(notebook):
    for cell in notebook.content.cells:
        for target in LINK.findall(cell.source) if cell.cell_type == "markdown" else ():
            if not target.startswith("https://"):
                assert (notebook.path.parent / target).exists(), target


def test_nothing_is_downloaded(notebook):
    """Lessons work offline: the digits come with kit."""
    source = "".join(cell.source for cell in code_cells(notebook))
    assert not re.search(r"load_data\(|get_file\(|https?:|!pip|%pip", source)


def test_a_lesson_ends_with_an_exercise(lesson):
    names = [cell.id for cell in lesson.content.cells]
    assert names[-3:] == ["exercise", "exercise-check", "exercise-solution"]
    task = lesson.cells[names[-4]]
    assert task.cell_type == "markdown" and "\n## Exercise\n" in "\n" + task.source


def test_the_first_cell_opens_the_studio(lessons):
    """The README promises it."""
    source = code_cells(lessons["00"])[0].source
    assert source == "from kit.widgets import Studio\n\nStudio()"
