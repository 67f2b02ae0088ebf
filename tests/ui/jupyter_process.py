"""A real Jupyter server of the tests' own, with JupyterLab, Notebook 7 and Voila.

It has its own folders for everything that Jupyter remembers, so a user's settings,
extensions and open notebooks neither change a test nor are changed by one.
"""

import contextlib
import json
import os
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


class JupyterProcess:
    """Runs `jupyter lab` in `folder`; use it in a `with` statement."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.files = folder / "files"  # what the server shows
        self.log = folder / "server.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.files.mkdir()
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
