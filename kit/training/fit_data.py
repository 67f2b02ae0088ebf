"""From the arguments of fit, evaluate and predict to data sources."""

from typing import Any

from kit.diagnosis.feeding import (
    split_of_a_source,
    unknown_class_weight,
    wrong_validation,
)
from kit.diagnosis.writing import not_a_whole_number, weights_without_names
from kit.training.data_checks import (
    as_arrays,
    check_lengths,
    number_of_rows,
    split_validation,
)
from kit.training.data_source import (
    ArraySource,
    StreamSource,
    class_weights_of,
    is_stream,
)
from kit.utils.unpack import unpack_x_y_sample_weight

Source = ArraySource | StreamSource


def fit_sources(
    data: tuple,
    batch_size: int | None = None,
    shuffle: bool | str = True,
    class_weight: dict | None = None,
    steps: int | None = None,
    seed: int = 0,
    validation_split: float = 0.0,
    validation_data: Any = None,
    validation_steps: int | None = None,
    validation_batch_size: int | None = None,
) -> tuple[Source, Source | None]:
    """Return the source to train on, and the one to validate on or None.

    Args:
        data: `(x, y, sample_weight)` as given to fit.
        batch_size: Samples per batch.
        shuffle: See `fit`.
        class_weight: See `fit`.
        steps: Batches per epoch.
        seed: Decides the order of the samples.
        validation_split: See `fit`.
        validation_data: See `fit`.
        validation_steps: See `fit`.
        validation_batch_size: See `fit`.
    """
    x, y, sample_weight = data
    if class_weight is not None:
        found = weights_without_names(class_weight)
        found = found or unknown_class_weight(list(class_weight), None)
        if found is not None:
            raise found.error()
    if class_weight is not None and sample_weight is not None:
        raise ValueError(
            "class_weight and sample_weight were both given.\n"
            "Expected one of them.\n"
            "Multiply the class weights into sample_weight."
        )
    source: Source
    validation: Source | None = None
    if is_stream(x):
        found = split_of_a_source(validation_split if validation_data is None else 0)
        if found is not None:
            raise found.error()
        source = _stream(x, y, steps, shuffle, seed, class_weight)
    else:
        arrays = _all_arrays(data)
        check_lengths(*arrays)
        _check_shuffle(shuffle)
        if validation_split and validation_data is None:
            arrays, held_back = split_validation(arrays, validation_split)
            size = validation_batch_size or batch_size or 32
            validation = ArraySource(*held_back, batch_size=size)
        if class_weight is not None:
            arrays = (*arrays[:2], class_weights_of(arrays[1], class_weight))
        size = _batch_size(batch_size, steps, arrays[0])
        source = ArraySource(*arrays, batch_size=size, shuffle=shuffle, seed=seed)
        if steps is not None:
            source.limit(steps)
    if validation_data is not None:
        size = validation_batch_size or batch_size
        validation = validation_source(validation_data, size, validation_steps)
    elif validation is not None and validation_steps is not None:
        validation.limit(validation_steps)
    return source, validation


def validation_source(data: Any, batch_size: int | None, steps: int | None) -> Source:
    """Return the source for `validation_data`."""
    if is_stream(data):
        return evaluation_source((data, None, None), batch_size, steps)
    length = len(data) if isinstance(data, tuple | list) else None
    kind = "array" if hasattr(data, "shape") else type(data).__name__
    found = wrong_validation(kind, length)
    if found is not None:
        raise found.error()
    return evaluation_source(
        unpack_x_y_sample_weight(tuple(data)), batch_size, steps, "_val"
    )


def evaluation_source(
    data: tuple, batch_size: int | None, steps: int | None, suffix: str = ""
) -> Source:
    """Return a source in the given order, for evaluate and validation."""
    x, y, _ = data
    if is_stream(x):
        return _stream(x, y, steps, False, 0, None)
    arrays = _all_arrays(data, suffix)
    check_lengths(*arrays, suffix=suffix)
    size = _batch_size(batch_size, None, arrays[0])
    source = ArraySource(*arrays, batch_size=size)
    if steps is not None:
        source.limit(steps)
    return source


def prediction_source(x: Any, batch_size: int | None, steps: int | None) -> Source:
    """Return a source of inputs alone; a tuple of batches keeps its first part."""
    return evaluation_source((x, None, None), batch_size, steps)


def _all_arrays(data: tuple, suffix: str = "") -> tuple[Any, Any, Any]:
    x, y, sample_weight = data
    return (
        as_arrays(x, f"x{suffix}"),
        as_arrays(y, f"y{suffix}"),
        as_arrays(sample_weight, f"sample_weight{suffix}"),
    )


def _stream(x, y, steps, shuffle, seed, class_weight):
    if y is not None:
        raise ValueError(
            "y was given beside a source of batches.\n"
            "Expected the source to yield (x, y) itself.\n"
            "Leave y out, or pass arrays as x and y."
        )
    return StreamSource(
        x, steps, shuffle=bool(shuffle), seed=seed, class_weight=class_weight
    )


def _check_shuffle(shuffle):
    if shuffle not in (True, False, "batch"):
        raise ValueError(
            f"shuffle={shuffle!r} is not known.\n"
            'Expected True, False or "batch".\n'
            "Leave it out for a new order in every epoch."
        )


def _batch_size(batch_size, steps, x):
    if batch_size is None and steps:
        return -(-number_of_rows(x) // steps)
    if batch_size is None:
        return 32
    found = not_a_whole_number("batch_size", batch_size)
    if found is not None:
        raise found.error()
    if int(batch_size) < 1:
        raise ValueError(
            f"batch_size={batch_size!r} is not a number of samples.\n"
            "Expected a whole number from 1 up.\n"
            "Write for example batch_size=32."
        )
    return int(batch_size)
