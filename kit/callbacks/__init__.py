"""Callbacks: what watches and steers a training."""

from kit.callbacks.csv_logger import CSVLogger
from kit.callbacks.early_stopping import EarlyStopping
from kit.callbacks.learning_rate import LearningRateScheduler, ReduceLROnPlateau
from kit.callbacks.model_checkpoint import ModelCheckpoint
from kit.callbacks.simple import LambdaCallback, TerminateOnNaN
from kit.training.callback import Callback, CallbackList
from kit.training.history import History
from kit.training.progress import ProgbarLogger

__all__ = [
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
    "TerminateOnNaN",
]
