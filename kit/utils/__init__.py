"""Helpers around a model: labels, seeds, sequences, images, the progress bar.

    categorical    to_categorical
    normalization  normalize
    sequences      pad_sequences
    splitting      split_dataset
    seeds          set_random_seed
    image          load_img, img_to_array, array_to_img, save_img
    py_dataset     PyDataset, also called Sequence
    plot_model     plot_model
    progbar        Progbar
    unpack         pack_x_y_sample_weight, unpack_x_y_sample_weight
    registered     get_registered_name, get_registered_object

From elsewhere: `clear_session` (kit.backend), `get_file` (kit.datasets),
`register_keras_serializable` and `custom_object_scope` (kit.serialization).
"""

from kit.backend import clear_session
from kit.datasets.get_file import get_file
from kit.diagnosis.names import unknown_attribute as _unknown
from kit.serialization import CustomObjectScope, register_keras_serializable
from kit.utils.categorical import to_categorical
from kit.utils.image import array_to_img, img_to_array, load_img, save_img
from kit.utils.normalization import normalize
from kit.utils.plot_model import plot_model
from kit.utils.progbar import Progbar
from kit.utils.py_dataset import PyDataset, Sequence
from kit.utils.registered import get_registered_name, get_registered_object
from kit.utils.seeds import set_random_seed
from kit.utils.sequences import pad_sequences
from kit.utils.splitting import split_dataset
from kit.utils.unpack import pack_x_y_sample_weight, unpack_x_y_sample_weight

custom_object_scope = CustomObjectScope

__all__ = [
    "CustomObjectScope",
    "Progbar",
    "PyDataset",
    "Sequence",
    "array_to_img",
    "clear_session",
    "custom_object_scope",
    "get_file",
    "get_registered_name",
    "get_registered_object",
    "img_to_array",
    "load_img",
    "normalize",
    "pack_x_y_sample_weight",
    "pad_sequences",
    "plot_model",
    "register_keras_serializable",
    "save_img",
    "set_random_seed",
    "split_dataset",
    "to_categorical",
    "unpack_x_y_sample_weight",
]


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
