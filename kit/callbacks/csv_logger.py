"""CSVLogger: writes the numbers of every epoch to a file."""

import csv
from pathlib import Path
from typing import Any

import numpy as np

from kit.serialization import register
from kit.training.callback import Callback


@register("keras.callbacks")
class CSVLogger(Callback):
    """Writes a line per epoch: its number and all numbers of the logs.

    Args:
        filename: Where to.
        separator: What stands between two numbers.
        append: Whether to add to an existing file.

    >>> CSVLogger("training.csv").separator
    ','
    """

    def __init__(self, filename: str, separator: str = ",", append: bool = False):
        super().__init__()
        self.filename, self.separator, self.append = str(filename), separator, append
        self._file: Any = None
        self._writer: Any = None
        self._keys: list[str] | None = None

    def on_train_begin(self, logs=None) -> None:
        """Open the file."""
        path = Path(self.filename)
        self._has_header = self.append and path.exists() and path.stat().st_size > 0
        self._file = open(path, "a" if self.append else "w", newline="")
        self._writer, self._keys = None, None

    def on_epoch_end(self, epoch: int, logs=None) -> None:
        """Write a line."""
        logs = logs or {}
        if self._keys is None:
            self._keys = sorted(logs)
            validation = [f"val_{key}" for key in self._keys if "val_" not in key]
            if not any(key.startswith("val_") for key in self._keys):
                self._keys += [key for key in validation if self._will_validate()]
        if self._writer is None:
            fields = ["epoch", *self._keys]
            self._writer = csv.DictWriter(
                self._file, fields, delimiter=self.separator, extrasaction="ignore"
            )
            if not self._has_header:
                self._writer.writeheader()
        row = {key: _cell(logs.get(key, "NA")) for key in self._keys}
        self._writer.writerow({"epoch": epoch, **row})
        self._file.flush()

    def _will_validate(self):
        """With `validation_freq` above 1 the first epochs lack the val_ numbers."""
        return bool((self.params or {}).get("validates"))

    def on_train_end(self, logs=None) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = self._writer = None


def _cell(value):
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return f'"[{", ".join(map(str, value))}]"'
    return value
