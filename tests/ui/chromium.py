"""The browser that the tests drive: where it is, and how it is started."""

import shutil
from pathlib import Path

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

# Nothing but the page under test may use the network or the processor.
ARGUMENTS = (
    "--no-sandbox",  # continuous integration runs as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--password-store=basic",
)

NOT_FOUND = (
    "No browser was found, so the studio was not tested in one. Install Chromium or "
    "Chrome, or run: python -m playwright install chromium"
)


def find(playwright) -> str | None:
    """The path of a browser that is installed, else None."""
    for command in COMMANDS:
        path = shutil.which(command)
        if path is not None:
            return path
    for path in (MAC_CHROME, playwright.chromium.executable_path):
        if Path(path).exists():
            return path
    return None


def launch(playwright, path: str):
    """Start the browser without a window."""
    return playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
