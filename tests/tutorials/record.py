"""Writes down what the small programs do on Keras, for test_programs.py.

    KERAS_BACKEND=jax python -m tests.tutorials.record [part of a program's name]

The suite itself runs most programs on kit only, which takes a fraction of the time.
"""

import json
import os
import sys
import tempfile
import traceback
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("MPLBACKEND", "agg")

import keras  # noqa: E402

from tests.tutorials.running import (  # noqa: E402
    REFERENCE,
    TUTORIALS,
    for_keras,
    programs,
    record_file,
    run,
)

# Prints and stops by chance, or speaks of names that Keras has given up.
NOT_RECORDED = ("mnist_cnn", "dense_dropout_callbacks")


def record(folder: Path, wanted: str = "") -> None:
    """Run every program whose name has this part, and keep the others' records."""
    file = record_file(folder)
    kept = json.loads(file.read_text())["programs"] if wanted else {}
    for path in programs(folder):
        if wanted not in path.stem or path.stem in NOT_RECORDED:
            continue
        print(path.stem, flush=True)
        with tempfile.TemporaryDirectory() as place:
            try:
                kept[path.stem] = run(for_keras(path.read_text()), Path(place), keras)
            except Exception:
                traceback.print_exc()
                print(f"{path.stem} is wrong: it fails on Keras.")
    found = {"keras": keras.__version__, "programs": dict(sorted(kept.items()))}
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    for folder in (TUTORIALS, REFERENCE):
        record(folder, *sys.argv[1:])
