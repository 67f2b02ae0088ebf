"""One browser page that shows one notebook, and what a test does with it.

Buttons and sliders under test are clicked through `lab.page`, as a person would. The
notebook around them is driven by JupyterLab's own commands, which say when they are
done; nothing here waits for a length of time.
"""

import ast
import itertools
import json
import re
import shutil
from pathlib import Path

import nbformat
from jupyter_process import ROOT

ARTEFACTS = Path(__file__).parent / "artefacts"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
ADDRESSES = {
    "lab": "/lab/workspaces/{workspace}/tree/{path}?reset",
    "notebook": "/notebooks/{path}",
    "voila": "/voila/render/{path}",
}
# The server looks for a font where the other front end had it, and refuses.
FONT = r"403 \(Forbidden\) .*/static/(lab|notebook)/\w+\.woff2"
# What the front ends themselves report in a plain notebook without any widget of ours.
HARMLESS = {
    "lab": [FONT],
    "notebook": [FONT, r"reading 'schema'", r"'filebrowser:open-path' not registered"],
    "voila": [r"ERR_(NAME_NOT_RESOLVED|INTERNET_DISCONNECTED)", r"[Ss]hared module"],
}

PANEL = "window.jupyterapp?.shell.currentWidget"
KERNEL_IS_IDLE = """() => {
    const panel = window.jupyterapp?.shell.currentWidget;
    const kernel = panel?.sessionContext?.session?.kernel;
    return kernel?.status === 'idle' && kernel.connectionStatus === 'connected'
        && panel.content.widgets.every(
            cell => (cell.model.executionState ?? 'idle') === 'idle');
}"""
# Jupyter's processes now and then overlook a message until the next one comes
# (ipykernel's issue 1554 is one such case). So every page asks its kernel something
# that changes nothing, again and again; a person would press a button once more.
NUDGE = f"""setInterval(() => {PANEL}?.sessionContext?.session?.kernel
    ?.requestKernelInfo().catch(() => 0), 7000)"""
START_COMMAND = """name => {
    window.commandIsDone = false;
    const done = () => { window.commandIsDone = true; };
    window.jupyterapp.commands.execute(name).then(done, done);
}"""
APPEND_CELL = f"""async source => {{
    const notebook = {PANEL}.content;
    notebook.activeCellIndex = notebook.widgets.length - 1;
    await window.jupyterapp.commands.execute('notebook:insert-cell-below');
    notebook.activeCell.model.sharedModel.setSource(source);
    return notebook.activeCellIndex;
}}"""
CHANGE_THEME = """theme => window.jupyterapp.commands.execute(
    'apputils:change-theme', {theme})"""
# What the page waits for, to be told when it waits for ever.
STATE = """() => {
    const panel = window.jupyterapp?.shell.currentWidget;
    const kernel = panel?.sessionContext?.session?.kernel;
    return {
        commandIsDone: window.commandIsDone,
        kernel: [kernel?.status, kernel?.connectionStatus],
        waitsFor: [...(kernel?._futures?.values() ?? [])].map(
            future => [future.msg.header.msg_type, future.msg.content.code]),
        cells: panel?.content.widgets.map(cell => cell.model.executionState),
    };
}"""
EVALUATE = f"""async expression => {{
    const kernel = {PANEL}.sessionContext.session.kernel;
    const request = {{code: '', silent: true, store_history: false,
                      user_expressions: {{answer: expression}}}};
    const reply = await kernel.requestExecute(request, true).done;
    return reply.content.user_expressions.answer;
}}"""


class Lab:
    """A notebook in a browser.

    Args:
        server: The running `JupyterProcess`.
        page: Playwright's page.
    """

    _names = itertools.count()

    def __init__(self, server, page):
        self.server = server
        self.page = page
        self.path: Path | None = None  # of the open notebook
        self.front_end = "lab"
        self.errors: list[str] = []  # what the page reported to its console
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._on_error(str(error)))
        page.add_init_script(NUDGE)

    def open(self, notebook, front_end: str = "lab", timeout: float = 90):
        """Show a copy of a notebook, and wait until its kernel is ready.

        Args:
            notebook: A path, from the project's root, or a list of cells' sources.
            front_end: `"lab"`, `"notebook"` (version 7) or `"voila"`, which also
                runs the notebook.
            timeout: Seconds until the kernel has to be ready.
        """
        name = f"page{next(self._names)}"
        self.front_end = front_end
        self.path = self._copy(notebook, self.server.files / name)
        path = self.path.relative_to(self.server.files).as_posix()
        address = ADDRESSES[front_end].format(workspace=name, path=path)
        self.page.goto(self.server.url + address, timeout=1000 * timeout)
        if front_end != "voila":
            self.wait_idle(timeout)

    def wait_idle(self, timeout: float = 60):
        """Wait until no cell runs or is queued, and the kernel says it is idle."""
        self._wait_for(KERNEL_IS_IDLE, timeout)

    def command(self, name: str, wait: bool = True, timeout: float = 60):
        """Run one of JupyterLab's commands, such as `"notebook:run-all-cells"`.

        Args:
            name: The command.
            wait: Whether to return only when it and every cell are done.
            timeout: Seconds until they have to be done.
        """
        self.page.evaluate(START_COMMAND, name)
        if wait:
            self._wait_for("window.commandIsDone", timeout)
            self.wait_idle(timeout)

    def _wait_for(self, condition, timeout):
        """Wait for the page; if it never comes, tell what page and kernel do."""
        from playwright.sync_api import TimeoutError as TooLate

        try:
            self.page.wait_for_function(condition, timeout=1000 * timeout)
        except TooLate as error:
            raise RuntimeError(f"{error}\n{self.report()}") from None

    def report(self) -> str:
        """What page and kernel do now: to be read when a test has failed."""
        state, threads = self.page.evaluate(STATE), self.server.what_threads_do()
        return f"Page: {state}\n{threads}"

    def run_all(self, wait: bool = True, timeout: float = 120):
        """Run every cell."""
        self.command("notebook:run-all-cells", wait, timeout)

    def run_cell(self, source: str, wait: bool = True, timeout: float = 60):
        """Add a cell at the end, run it, and return its locator."""
        index = self.page.evaluate(APPEND_CELL, source)
        self.command("notebook:run-cell", wait, timeout)
        return self.cell(index)

    def cell(self, index: int):
        """The locator of one cell, counted from zero; negative from the end."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(index)

    def output(self, index: int):
        """The locator of what one cell printed and displayed."""
        return self.cell(index).locator(".jp-OutputArea-output")

    def python(self, expression: str):
        """The value in the kernel of an expression that JSON can carry."""
        answer = self.page.evaluate(EVALUATE, f"__import__('json').dumps({expression})")
        if answer["status"] != "ok":
            raise RuntimeError(f"{expression}: {answer['ename']}: {answer['evalue']}")
        return json.loads(ast.literal_eval(answer["data"]["text/plain"]))

    def interrupt(self):
        """Press the square button: interrupt the cell that runs."""
        self.page.evaluate(f"() => {PANEL}.sessionContext.session.kernel.interrupt()")

    def restart(self):
        """Start the kernel anew, keeping the outputs."""
        self.page.evaluate(f"() => {PANEL}.sessionContext.session.kernel.restart()")
        self.wait_idle()

    def reload(self):
        """Load the page again; the kernel keeps running."""
        self.save()
        self.page.reload()
        self.wait_idle()

    def save(self) -> Path:
        """Save the notebook and return its path."""
        self.command("docmanager:save")
        return self.path

    def look(self, theme: str, width: int = 1400, height: int = 1000):
        """Show the same page in another theme and size, without the file browser."""
        if self.page.locator("#jp-left-stack").is_visible():
            self.command("application:toggle-left-area")
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(CHANGE_THEME, THEMES[theme])
        body = self.page.locator(f'body[data-jp-theme-name="{THEMES[theme]}"]')
        body.wait_for(state="attached")
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")

    def screenshot(self, name: str, of=None) -> Path:
        """Save a picture as `tests/ui/artefacts/NAME.png`.

        Args:
            name: The name of the file.
            of: A locator, to show one element instead of the whole window.
        """
        ARTEFACTS.mkdir(exist_ok=True)
        path = ARTEFACTS / f"{name}.png"
        (of or self.page).screenshot(path=path)
        return path

    def _copy(self, notebook, folder):
        folder.mkdir()
        if isinstance(notebook, str | Path):
            source = ROOT / notebook
            if (source.parent / "images").is_dir():
                shutil.copytree(source.parent / "images", folder / "images")
            return Path(shutil.copy(source, folder))
        cells = [nbformat.v4.new_code_cell(source) for source in notebook]
        document = nbformat.v4.new_notebook(cells=cells)
        document.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        nbformat.write(document, folder / "notebook.ipynb")
        return folder / "notebook.ipynb"

    def _on_console(self, message):
        if message.type == "error":
            self._on_error(f"{message.text} ({message.location['url']})")

    def _on_error(self, text):
        if not any(re.search(known, text) for known in HARMLESS[self.front_end]):
            self.errors.append(text)
