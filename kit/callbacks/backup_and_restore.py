"""BackupAndRestore: lets an interrupted training go on where it was."""

import json
import os
import shutil
from pathlib import Path

from kit import config
from kit.serialization import register
from kit.training.callback import Callback

_WEIGHTS = "latest.weights.h5"
_PLACE = "training_metadata.json"


@register("keras.callbacks")
class BackupAndRestore(Callback):
    """Saves weights and the optimizer's memory, and finds them again after a crash.

    Run the same program once more, and `fit` goes on after the last finished epoch.
    When training ends by itself the backup is deleted.

    Args:
        backup_dir: A folder for the backup, of this training only.
        save_freq: `"epoch"`, or a number of batches.
        double_checkpoint: Accepted for Keras's signature; a backup is replaced in one
            step, so that a crash while writing never leaves it damaged.
        delete_checkpoint: Whether to delete the backup at the end.

    >>> BackupAndRestore("backup").backup_dir
    'backup'
    """

    def __init__(
        self,
        backup_dir: str,
        save_freq: str | int = "epoch",
        double_checkpoint: bool = False,
        delete_checkpoint: bool = True,
    ):
        super().__init__()
        if not backup_dir:
            raise ValueError(
                "BackupAndRestore received an empty backup_dir.\n"
                "Expected the path of a folder.\n"
                'Write for example BackupAndRestore("backup").'
            )
        self.backup_dir = str(backup_dir)
        self.save_freq = save_freq
        self.double_checkpoint = double_checkpoint
        self.delete_checkpoint = delete_checkpoint
        self.every_batch = save_freq != "epoch"
        self._epoch, self._batches = 0, 0

    def on_train_begin(self, logs=None) -> None:
        """Load the backup, if there is one."""
        folder = Path(self.backup_dir)
        if not (folder / _PLACE).exists() or not (folder / _WEIGHTS).exists():
            return
        place = json.loads((folder / _PLACE).read_text())
        self.model.load_weights(folder / _WEIGHTS)
        self.model._initial_epoch = int(place["epoch"])
        config.note(f"training goes on from epoch {int(place['epoch']) + 1}.")

    def on_epoch_begin(self, epoch: int, logs=None) -> None:
        """Remember the epoch."""
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs=None) -> None:
        """Save after every `save_freq` batches."""
        if self.save_freq == "epoch":
            return
        self._batches += 1
        if self._batches % int(self.save_freq) == 0:
            self._save(self._epoch, batch)

    def on_epoch_end(self, epoch: int, logs=None) -> None:
        """Save: the next run begins with the epoch after this one."""
        if self.save_freq == "epoch":
            self._save(epoch + 1, 0)

    def _save(self, epoch, batch):
        folder = Path(self.backup_dir)
        folder.mkdir(parents=True, exist_ok=True)
        self.model.save_weights(folder / _WEIGHTS, overwrite=True)
        new = folder / f"{_PLACE}.new"
        new.write_text(json.dumps({"epoch": epoch, "batch": batch}))
        os.replace(new, folder / _PLACE)

    def on_train_end(self, logs=None) -> None:
        """Delete the backup: the training is complete."""
        self.model._initial_epoch = 0
        if self.delete_checkpoint:
            shutil.rmtree(self.backup_dir, ignore_errors=True)
