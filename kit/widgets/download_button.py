"""DownloadButton: saves a file from the kernel to the computer of the learner."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from traitlets import Bool, Unicode

from kit.widgets.any_widget import AnyWidget

LARGEST = 200_000_000  # bytes that go through the connection to the page


class DownloadButton(AnyWidget):
    """A button that asks for a file when it is pressed, and hands it to the browser.

    Args:
        label: What stands on it.
        hint: What it does, in one sentence.
        name: The name of the file.
        make: A function that returns its bytes.
        on_error: Called with what went wrong.

    >>> button = DownloadButton("Program", "Save it", "a.py", lambda: b"", print)
    >>> button.label
    'Program'
    """

    _esm = Path(__file__).parent / "download_button.js"
    label = Unicode().tag(sync=True)
    hint = Unicode().tag(sync=True)  # a DOMWidget's own tooltip wants a description
    disabled = Bool(False).tag(sync=True)

    def __init__(
        self,
        label: str,
        hint: str,
        name: str,
        make: Callable[[], bytes],
        on_error: Callable[[Exception], Any],
    ):
        super().__init__(label=label, hint=hint)
        self._name, self._make, self._on_error = name, make, on_error
        self.on_msg(self._answer)

    def _answer(self, _: Any, content: Any, buffers: Any) -> None:
        """Send the file to the view that asked for it."""
        try:
            data = self._make()
            if len(data) > LARGEST:
                raise ValueError(
                    f"The file has {len(data):,} bytes.\n"
                    f"Expected at most {LARGEST:,} on the way through the page.\n"
                    f'Write studio.model.save("{self._name}") in a cell.'
                )
            kind = "application/octet-stream"
            answer = {"view": content.get("view"), "name": self._name, "type": kind}
            self.send(answer, buffers=[data])
        except Exception as error:  # shown to the learner, whatever it is
            self._on_error(error)
