"""A program as the next cell of the notebook; only a running cell can ask for it."""


def insert_cell(code: str) -> None:
    """Put code into a new cell below the one that runs now.

    It works in JupyterLab, Notebook 7, VS Code and the terminal. A button cannot do it,
    as Jupyter takes new cells only from a cell that runs.

    Raises:
        RuntimeError: If no notebook runs.

    >>> insert_cell("import kit as keras")
    Traceback (most recent call last):
    RuntimeError: There is no notebook to put a cell into.
    Expected a call in a cell, such as studio.insert_cell().
    In a script, take the text itself: studio.project.code.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        raise RuntimeError(
            "There is no notebook to put a cell into.\n"
            "Expected a call in a cell, such as studio.insert_cell().\n"
            "In a script, take the text itself: studio.project.code."
        )
    shell.set_next_input(code, replace=False)
