"""A real Jupyter server of the tests' own, with JupyterLab, Notebook 7 and Voila.

It has its own folders for everything that Jupyter remembers, so a user's settings,
extensions and open notebooks neither change a test nor are changed by one.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

SERVER_CONFIG = {
    "ServerApp": {
        "ip": "127.0.0.1",
        "port_retries": 0,
        "open_browser": False,
        "allow_root": True,
        "disable_check_xsrf": True,
        "jpserver_extensions": {"nbgrader": False},
    },
    "IdentityProvider": {"token": ""},
    "PasswordIdentityProvider": {"hashed_password": ""},
    # Gives the tests `window.jupyterapp`, to run commands and to see what is running.
    "LabApp": {"expose_app_in_browser": True, "extension_manager": "readonly"},
    "JupyterNotebookApp": {"expose_app_in_browser": True},
}
# nbgrader is installed for tests of homework only; its menus fail outside JupyterLab.
PAGE_CONFIG = {"disabledExtensions": {"@jupyter/nbgrader": True}}

QUIET_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
}


# Every kernel writes what its threads do into a file when it gets a signal.
TELL_THREADS = """
import atexit, faulthandler, os, signal
if hasattr(signal, "SIGUSR1"):
    _threads = open({folder!r} + f"/{{os.getpid()}}.txt", "w")
    atexit.register(os.remove, _threads.name)
    faulthandler.register(signal.SIGUSR1, file=_threads, all_threads=True)
"""


class JupyterProcess:
    """Runs `jupyter lab` in `folder`; use it in a `with` statement."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.files = folder / "files"  # what the server shows
        self.log = folder / "server.log"
        self.threads = folder / "threads"  # of the kernels
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.files.mkdir()
        self.threads.mkdir()
        startup = self.folder / "ipython/profile_default/startup"
        startup.mkdir(parents=True)
        code = TELL_THREADS.format(folder=str(self.threads))
        (startup / "threads.py").write_text(code)
        write_json(self.folder / "config/jupyter_server_config.json", SERVER_CONFIG)
        write_json(self.folder / "config/labconfig/page_config.json", PAGE_CONFIG)
        self.write_settings({})
        command = [sys.executable, "-m", "jupyterlab"]
        command += [f"--ServerApp.port={self.port}"]
        command += [f"--ServerApp.root_dir={self.files}"]
        self._log_file = self.log.open("w")
        self._process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=self._log_file,
            stderr=subprocess.STDOUT,
        )
        self._wait_until_it_answers()
        return self

    def __exit__(self, *exception):
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log_file.close()

    def request(self, path: str, method: str = "GET"):
        """Ask the server's REST interface and return the JSON it answers with."""
        request = urllib.request.Request(self.url + path, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def shutdown_kernels(self):
        """End every kernel, so that the next test starts with all of the memory."""
        for kernel in self.request("/api/kernels"):
            with contextlib.suppress(urllib.error.HTTPError):
                self.request(f"/api/kernels/{kernel['id']}", "DELETE")
        for file in self.threads.iterdir():
            file.unlink(missing_ok=True)

    def what_threads_do(self) -> str:
        """Return the stacks of all threads of all kernels that run."""
        for file in self.threads.iterdir():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(file.stem), signal.SIGUSR1)
        time.sleep(0.5)  # it is written at once, whatever the threads do
        return "\n".join(file.read_text() for file in self.threads.iterdir())

    def write_settings(self, settings: dict):
        """Replace the user's settings: {"@jupyterlab/package:plugin": {...}}."""
        folder = self.folder / "settings"
        for old in folder.rglob("*.jupyterlab-settings"):
            old.unlink()
        for plugin, values in {**QUIET_SETTINGS, **settings}.items():
            package, name = plugin.split(":")
            write_json(folder / package / f"{name}.jupyterlab-settings", values)

    def _environment(self):
        folders = {
            "HOME": "home",
            "IPYTHONDIR": "ipython",
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        }
        environment = dict(os.environ)
        for name, folder in folders.items():
            (self.folder / folder).mkdir(exist_ok=True)
            environment[name] = str(self.folder / folder)
        environment["JUPYTER_PREFER_ENV_PATH"] = "1"
        environment["PYTHONPATH"] = str(ROOT)
        environment.pop("MPLBACKEND", None)
        return environment

    def _wait_until_it_answers(self, seconds: float = 60):
        deadline = time.monotonic() + seconds
        while self._process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                self.request("/api/status")
                return
            time.sleep(0.1)
        self.__exit__()
        raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text()}")


def free_port() -> int:
    """A port that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_json(path: Path, value) -> None:
    """Write `value`, making the folders above the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))
