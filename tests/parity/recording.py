"""The numbers of Keras, computed once and kept in keras_results.npz.

    python -m tests.parity.recording [table ...]

computes them anew with the installed Keras. The file holds one vector for each table of
configurations, and as JSON the names, parts and shapes that the vector consists of.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np

from tests.parity.measuring import Result, measure
from tests.parity.tables import TABLES

PATH = Path(__file__).with_name("keras_results.npz")


def flatten(results):
    """One vector of all numbers, and a description of them that JSON can hold."""
    vectors, layout = [np.zeros(0, "float32")], {}
    for name, result in results.items():
        if result.error is not None:
            raise ValueError(f"Keras cannot measure {name}") from result.error
        shapes = {
            part: [list(array.shape) for array in arrays]
            for part, arrays in result.parts.items()
        }
        layout[name] = {"parts": shapes, "facts": result.facts}
        for arrays in result.parts.values():
            vectors += [np.ravel(array).astype("float32") for array in arrays]
    return np.concatenate(vectors), layout


def unflatten(vector, layout):
    """The results that `flatten` was given."""
    results, start = {}, 0
    for name, described in layout.items():
        parts = {}
        for part, shapes in described["parts"].items():
            parts[part] = []
            for shape in shapes:
                size = int(np.prod(shape))
                parts[part].append(vector[start : start + size].reshape(shape))
                start += size
        results[name] = Result(parts, described["facts"])
    return results


def load(table):
    """Keras's results for a table of configurations."""
    with np.load(PATH) as file:
        layouts = json.loads(bytes(file["layouts"]))
        return unflatten(file[table], layouts[table])


def record(tables):
    """Measure tables on Keras and write each beside those that are kept."""
    import keras

    for table in tables:
        vector, layout = flatten(measure(keras, TABLES[table]))
        write(table, vector, layout)
        print(f"{table}: {len(layout)} configurations, {vector.size} numbers")


def write(table, vector, layout):
    vectors, layouts = {}, {}
    if PATH.exists():
        with np.load(PATH) as file:
            layouts = json.loads(bytes(file["layouts"]))
            vectors = {name: file[name] for name in layouts}
    vectors[table], layouts[table] = vector, layout
    layouts = {name: layouts[name] for name in TABLES if name in layouts}
    text = np.frombuffer(json.dumps(layouts).encode(), "uint8")
    kept = {name: vectors[name] for name in layouts}
    np.savez_compressed(PATH, layouts=text, **kept)


if __name__ == "__main__":
    os.environ |= {"KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"}
    record(sys.argv[1:] or list(TABLES))
