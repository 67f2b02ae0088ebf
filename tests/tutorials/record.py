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

from tests.tutorials.running import PROGRAMS, RECORD, for_keras, run  # noqa: E402


def main(wanted: str = "") -> None:
    """Run every program whose name has this part, and keep the others' records."""
    kept = json.loads(RECORD.read_text())["programs"] if wanted else {}
    for path in PROGRAMS:
        if wanted not in path.stem:
            continue
        print(path.stem, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            try:
                text = for_keras(path.read_text())
                kept[path.stem] = run(text, Path(folder), keras)
            except Exception:
                traceback.print_exc()
                print(f"{path.stem} is wrong: it fails on Keras.")
    record = {"keras": keras.__version__, "programs": dict(sorted(kept.items()))}
    RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
