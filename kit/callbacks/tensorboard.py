"""TensorBoard: writes the numbers of training for the program of that name."""

from pathlib import Path
from typing import Any

from kit.serialization import register
from kit.training.callback import Callback


@register("keras.callbacks")
class TensorBoard(Callback):
    """Writes losses and metrics as scalars, in a folder for each part of the data.

    The package `tensorboard` has to be installed; look with
    `tensorboard --logdir logs`.

    Args:
        log_dir: Where to; training and validation get a folder each.
        histogram_freq: Accepted for Keras's signature; kit writes scalars only.
        write_graph: Accepted for Keras's signature.
        write_images: Accepted for Keras's signature.
        write_steps_per_second: Accepted for Keras's signature.
        update_freq: `"epoch"`, `"batch"` or a number of batches.
        profile_batch: Accepted for Keras's signature.
        embeddings_freq: Accepted for Keras's signature.
        embeddings_metadata: Accepted for Keras's signature.

    >>> TensorBoard("logs").log_dir
    'logs'
    """

    def __init__(
        self,
        log_dir: str = "logs",
        histogram_freq: int = 0,
        write_graph: bool = True,
        write_images: bool = False,
        write_steps_per_second: bool = False,
        update_freq: str | int = "epoch",
        profile_batch: Any = 0,
        embeddings_freq: int = 0,
        embeddings_metadata: Any = None,
    ):
        super().__init__()
        del histogram_freq, write_graph, write_images, write_steps_per_second
        del profile_batch, embeddings_freq, embeddings_metadata
        self.log_dir = str(log_dir)
        self.update_freq = 1 if update_freq == "batch" else update_freq
        self.every_batch = update_freq != "epoch"
        self._writers: dict[str, Any] = {}
        self._batches = 0

    def on_train_batch_end(self, batch: int, logs=None) -> None:
        """Write after every `update_freq` batches."""
        if self.update_freq == "epoch":
            return
        self._batches += 1
        if self._batches % int(self.update_freq) == 0:
            for name, value in (logs or {}).items():
                self._write("train", f"batch_{name}", value, self._batches)

    def on_epoch_end(self, epoch: int, logs=None) -> None:
        """Write the numbers of the epoch."""
        for name, value in (logs or {}).items():
            part = "validation" if name.startswith("val_") else "train"
            self._write(part, f"epoch_{name.removeprefix('val_')}", value, epoch)

    def on_train_end(self, logs=None) -> None:
        """Close the files."""
        for writer in self._writers.values():
            writer.close()
        self._writers = {}

    def _write(self, part, name, value, step):
        if part not in self._writers:
            self._writers[part] = _new_writer(str(Path(self.log_dir) / part))
        self._writers[part].add_scalar(name, float(value), step)


def _new_writer(folder: str) -> Any:
    try:
        from tensorboard.summary import Writer
    except ImportError:
        raise ValueError(
            "TensorBoard needs the package tensorboard, which is not installed.\n"
            "Expected it beside kit.\n"
            "Install it: pip install tensorboard."
        ) from None
    return Writer(folder)
