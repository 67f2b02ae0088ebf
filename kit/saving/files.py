"""Models and weights to and from files: `.keras`, `.weights.h5` and `.h5`.

Everything is Keras's own format, so files go both ways. Loading never runs anything
that a file holds: archive.py, json_text.py, validation.py, graph_check.py and
h5_arrays.py tell the rules.
"""

import io
from typing import Any

from kit.saving import legacy_h5
from kit.saving.archive import CONFIG, METADATA, WEIGHTS, read_archive, write_archive
from kit.saving.construction import compile_model, make_model
from kit.saving.description import describe_model, model_texts
from kit.saving.h5_arrays import checked_arrays, open_h5
from kit.saving.json_text import parse
from kit.saving.paths import (
    as_path,
    check_ending,
    check_readable,
    short,
    written_whole,
)
from kit.saving.weights import load_weights_from, write_weights

_H5 = (".h5", ".hdf5")


def save_model(model: Any, filepath: Any, overwrite: bool = True) -> None:
    """Write a model with its weights and training state to a file.

    Args:
        model: The model.
        filepath: A name that ends in `.keras`, Keras's format of today, or in `.h5`,
            Keras's older format; Keras reads both.
        overwrite: Whether an existing file is replaced; if not, it is an error.

    Raises:
        ValueError: For another ending, or a model that no file can describe.
        FileNotFoundError: If the folder does not exist.
        FileExistsError: If the file exists and `overwrite` is False.

    >>> import tempfile
    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> model = Sequential([Input(shape=(4,)), Dense(2)])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_model(model, f"{folder}/model.keras")
    ...     load_model(f"{folder}/model.keras").output_shape
    (None, 2)
    """
    path = as_path(filepath)
    check_ending(path, (".keras", *_H5), "A model")
    with written_whole(path, overwrite) as unfinished:
        if path.name.endswith(_H5):
            legacy_h5.write_model(model, unfinished)
            return
        metadata, config = model_texts(model)
        weights = io.BytesIO()
        write_weights(model, weights)
        members = {METADATA: metadata, CONFIG: config, WEIGHTS: weights.getvalue()}
        write_archive(unfinished, members)


def load_model(
    filepath: Any,
    custom_objects: dict[str, Any] | None = None,
    compile: bool = True,
    safe_mode: bool = True,
) -> Any:
    """Read a model that `save` wrote, of kit or of Keras, without running any of it.

    Args:
        filepath: A `.keras` file, or an older `.h5` file.
        custom_objects: Classes and functions of yours that the model uses, by name;
            those registered with `register_keras_serializable` need not be listed.
        compile: Whether to compile the model as it was; False if you only predict.
        safe_mode: Accepted for Keras's signature; loading is always safe.

    Raises:
        ValueError: If the file is damaged, or holds more than kit's layers and yours.
        FileNotFoundError: If there is no such file; proposes one of a similar name.

    >>> import tempfile
    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> model = Sequential([Input(shape=(4,)), Dense(2)])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     model.save(f"{folder}/model.keras")
    ...     load_model(f"{folder}/model.keras").count_params()
    10
    """
    del safe_mode
    path = as_path(filepath)
    check_ending(path, (".keras", *_H5), "A model")
    check_readable(path)
    if path.name.endswith(_H5):
        return legacy_h5.read_model(path, custom_objects, compile)
    members = read_archive(path)
    description = parse(members[CONFIG], f'{CONFIG} in "{short(path.name)}"')
    training = description.pop("compile_config", None)
    weights = io.BytesIO(members[WEIGHTS])
    with open_h5(weights, path.name) as file:
        arrays = checked_arrays(file, weights, path.name)
        numbers = sum(array.dataset.size for array in arrays.values())
        model = make_model(description, custom_objects, most_weights=numbers)
        if compile:
            compile_model(model, training, custom_objects)
        load_weights_from(model, arrays)
    return model


def model_from_json(
    json_string: str, custom_objects: dict[str, Any] | None = None
) -> Any:
    """Make a model, with new weights, from the text that `model.to_json()` returned.

    Args:
        json_string: The text, of kit or of Keras.
        custom_objects: Classes and functions of yours that the model uses, by name.

    Raises:
        ValueError: If the text describes no model, or asks for too many weights.

    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> model = Sequential([Input(shape=(4,)), Dense(2)])
    >>> model_from_json(model.to_json()).count_params()
    10
    """
    description = parse(json_string, "The text")
    description.pop("compile_config", None)
    return make_model(description, custom_objects)


def save_weights(model: Any, filepath: Any, overwrite: bool = True) -> None:
    """Write all weights, and the memory of the optimizer, to a `.weights.h5` file.

    Args:
        model: A model that has weights.
        filepath: A name that ends in `.weights.h5`; plain `.h5` is possible too.
        overwrite: Whether an existing file is replaced; if not, it is an error.

    Raises:
        ValueError: For another ending, or a model that has no weights yet.

    >>> import tempfile
    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> model = Sequential([Input(shape=(4,)), Dense(2)])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_weights(model, f"{folder}/model.weights.h5")
    ...     load_weights(model, f"{folder}/model.weights.h5")
    """
    path = as_path(filepath)
    check_ending(path, (".weights.h5", *_H5), "Weights")
    _check_built(model, "saved")
    with written_whole(path, overwrite) as unfinished:
        write_weights(model, unfinished)


def load_weights(model: Any, filepath: Any, skip_mismatch: bool = False) -> None:
    """Give a model the weights of a file; if they do not fit, it stays as it was.

    Args:
        model: A model with the same layers.
        filepath: What `save_weights` or `save` wrote, of kit or of Keras.
        skip_mismatch: Whether to leave layers alone whose weights do not fit.

    Raises:
        ValueError: If the file is damaged or does not fit to the model.
        FileNotFoundError: If there is no such file; proposes one of a similar name.

    >>> import tempfile
    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> model = Sequential([Input(shape=(4,)), Dense(2)])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_weights(model, f"{folder}/model.weights.h5")
    ...     load_weights(model, f"{folder}/model.weights.h5")
    """
    path = as_path(filepath)
    check_ending(path, (".weights.h5", ".keras", *_H5), "Weights")
    check_readable(path)
    _check_built(model, "loaded")
    in_archive = path.name.endswith(".keras")
    source = io.BytesIO(read_archive(path)[WEIGHTS]) if in_archive else path
    with open_h5(source, path.name) as file:
        arrays = checked_arrays(file, source, path.name)
        if legacy_h5.is_legacy(file):
            legacy_h5.load_weights_from(model, file, arrays, skip_mismatch)
        else:
            load_weights_from(model, arrays, skip_mismatch)


def _check_built(model, word):
    if not model._has_all_weights():
        raise ValueError(
            f'The weights of "{short(model.name)}" cannot be {word}: it has none yet.\n'
            "Expected a model whose input shape is known.\n"
            "Begin it with Input(shape=(...)), or call it on data once."
        )


__all__ = [
    "describe_model",
    "load_model",
    "load_weights",
    "model_from_json",
    "save_model",
    "save_weights",
]
