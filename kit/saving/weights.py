"""Weights to and from HDF5 files in Keras's layout, `layers/dense/vars/0`.

Loading first compares the file with the model and reads everything; only when all of
it fits is the first variable changed.
"""

import contextlib
import functools
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np

from kit import config
from kit.layers.layer import Layer
from kit.saving.h5_arrays import StoredArray
from kit.saving.paths import short
from kit.saving.refusal import refuse
from kit.saving.state_tree import Part, find_parts

Step = Callable[[], None]  # one change of the model, made when all is checked


def write_weights(model: Any, target: Path | io.BytesIO) -> None:
    """Write all variables of the model and its optimizer to an HDF5 file."""
    import h5py

    with h5py.File(target, "w") as file:
        for part in find_parts(model):
            group = file.create_group(f"{part.path}/vars" if part.path else "vars")
            group.attrs["name"] = str(part.owner.name)
            for key, array in _stored_values(part).items():
                _write_array(group, key, array)


def _stored_values(part: Part) -> dict[str, np.ndarray]:
    """The arrays of a part; a layer of one's own may choose them by itself."""
    if isinstance(part.owner, Layer) and hasattr(part.owner, "save_own_variables"):
        store: dict[str, Any] = {}
        part.owner.save_own_variables(store)
        return {str(key): np.asarray(value) for key, value in store.items()}
    return {str(i): variable.numpy() for i, variable in enumerate(part.variables)}


def _write_array(group, key, array):
    if array.dtype == jnp.bfloat16:  # HDF5 has no type for it
        group.create_dataset(key, data=array.view("V2")).attrs["dtype"] = "bfloat16"
    else:
        group.create_dataset(key, data=array)


def load_weights_from(
    model: Any, arrays: dict[str, StoredArray], skip_mismatch: bool = False
) -> None:
    """Give a model the arrays of a file; if they do not fit, nothing changes.

    Args:
        model: A built model.
        arrays: What `checked_arrays` found.
        skip_mismatch: Whether to leave layers alone whose arrays do not fit.

    Raises:
        ValueError: If the file has more, fewer or other arrays than the model.
    """
    given = _by_part(arrays)
    parts = find_parts(model)
    steps: list[Step] = []
    for part in parts:
        if isinstance(part.owner, Layer):
            steps += _layer_steps(part, given.get(part.path, {}), skip_mismatch)
    if not skip_mismatch:
        _check_nothing_left(given, {part.path for part in parts})
    for part in parts:
        if not isinstance(part.owner, Layer) and part.path in given:
            steps += _optimizer_steps(part, model, given[part.path])
    with unchanged_after_error(model):
        for step in steps:
            step()


@contextlib.contextmanager
def unchanged_after_error(model: Any) -> Iterator[None]:
    """Put all weights back if the block raises."""
    before = [(variable, variable.value) for variable in model.variables]
    try:
        yield
    except Exception:
        for variable, value in before:
            variable.assign(value)
        raise


def _by_part(arrays):
    """Group arrays by the part they belong to: {"layers/dense": {"0": array}}."""
    given: dict[str, dict[str, StoredArray]] = {}
    for place, array in arrays.items():
        path, _, key = ("/" + place).rpartition("/vars/")
        given.setdefault(path[1:] if key else place, {})[key or place] = array
    return given


def _layer_steps(part: Part, stored: dict[str, StoredArray], skip: bool) -> list[Step]:
    if hasattr(part.owner, "load_own_variables"):
        store = {key: array.read() for key, array in stored.items()}
        return [functools.partial(part.owner.load_own_variables, store)]
    problem = compare(part, stored)
    if problem is None:
        return assignments(part.variables, [stored[k] for k in _keys(part.variables)])
    if not skip:
        raise refuse(*problem)
    config.note(f"skipped: {problem[0]}.")
    return []


def compare(part: Part, stored: dict[str, StoredArray]) -> tuple | None:
    """Return what does not fit as (found, expected, remedy), or None."""
    name, variables = short(part.owner.name), part.variables
    if not variables and not stored:
        return None
    remedy = "Load the weights into a model with the same layers that they come from"
    if not stored:
        return (
            f'The file has no weights for layer "{name}"',
            f'{len(variables)} arrays under "{short(part.path)}"',
            remedy,
        )
    if sorted(stored) != sorted(_keys(variables)):
        return (
            f'The file has {len(stored)} arrays for "{name}", the layer has '
            f"{len(variables)}",
            "the same number",
            remedy
            if variables
            else f'If "{name}" is not built yet, call the model on data once',
        )
    for key, variable in zip(_keys(variables), variables, strict=True):
        shape = stored[key].shape
        if shape != variable.shape:
            return (
                f'"{variable.name}" of "{name}" has shape {shape} in the file',
                f"shape {variable.shape}, as in the model",
                remedy,
            )
        if not _kinds_agree(stored[key].dtype, variable.dtype):
            return (
                f'"{variable.name}" of "{name}" has type {stored[key].dtype} in the '
                "file",
                f"numbers of type {variable.dtype}",
                remedy,
            )
    return None


def assignments(variables: list, stored: list[StoredArray]) -> list[Step]:
    """Read arrays, and return the changes to make with them."""
    pairs = zip(variables, stored, strict=True)
    return [functools.partial(variable.assign, s.read()) for variable, s in pairs]


def _keys(variables):
    return [str(index) for index in range(len(variables))]


def _kinds_agree(stored, wanted):
    """Real numbers may become real numbers of another size, but not whole ones."""

    def is_real(dtype):
        return jnp.issubdtype(jnp.dtype(dtype), jnp.floating)

    return is_real(stored) == is_real(wanted)


def _check_nothing_left(given, known):
    """Refuse weights of layers that the model lacks.

    Random states and training states of parts that the model does not keep are no
    weights; files of other versions of Keras may hold them.
    """
    for path in given:
        names = path.split("/")
        kept_apart = names[-1] in ("optimizer", "seed_generator", "metrics")
        if path not in known and not kept_apart and not names[0].startswith("_"):
            raise refuse(
                f'The file has weights for "{short(path)}", which the model lacks',
                "a model with the same layers",
                "Make the model with the layers that the weights come from, or pass "
                "skip_mismatch=True",
            )


def _optimizer_steps(part, model, stored) -> list[Step]:
    """The memory of an optimizer is taken over if it fits, else it starts anew."""
    optimizer = part.owner
    if len(stored) != len(optimizer.variables) and not optimizer.built:
        optimizer.build(model.trainable_variables)
    problem = compare(part, stored)
    if problem is None:
        return assignments(part.variables, [stored[k] for k in _keys(part.variables)])
    config.note(
        f'The memory of the optimizer "{short(optimizer.name)}" was not loaded: '
        f"{len(stored)} arrays in the file do not fit its {len(part.variables)}."
    )
    return []
