"""Callbacks: what watches and steers a training."""

from kit.callbacks.backup_and_restore import BackupAndRestore
from kit.callbacks.csv_logger import CSVLogger
from kit.callbacks.early_stopping import EarlyStopping
from kit.callbacks.learning_rate import LearningRateScheduler, ReduceLROnPlateau
from kit.callbacks.model_checkpoint import ModelCheckpoint
from kit.callbacks.simple import LambdaCallback, TerminateOnNaN
from kit.callbacks.tensorboard import TensorBoard
from kit.diagnosis.names import unknown_attribute as _unknown
from kit.training.callback import Callback, CallbackList
from kit.training.history import History
from kit.training.progress import ProgbarLogger

__all__ = [
    "BackupAndRestore",
    "CSVLogger",
    "Callback",
    "CallbackList",
    "EarlyStopping",
    "History",
    "LambdaCallback",
    "LearningRateScheduler",
    "ModelCheckpoint",
    "ProgbarLogger",
    "ReduceLROnPlateau",
    "TensorBoard",
    "TerminateOnNaN",
]


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
