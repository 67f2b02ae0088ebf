"""Files that try to run a program, to read other files or to fill the memory.

Their programs would only touch the canary, a file that must not exist afterwards.
"""

import base64
import io
import json
import marshal
import pickle
import struct
import time
import tracemalloc
import zipfile

import h5py
import numpy as np
import pytest

from kit.saving.files import load_model, model_from_json

MOST_SECONDS = 20  # a loaded machine; all of these take less than one alone
MOST_BYTES = 60_000_000


def canary_code(canary):
    """The text of a program that touches the canary."""
    return f"open({str(canary)!r}, 'w').write('it ran')"


class Gadget:
    """Unpickling it runs the program."""

    def __init__(self, canary):
        self.canary = canary

    def __reduce__(self):
        return (exec, (canary_code(self.canary),))


def pickled(canary):
    return pickle.dumps(Gadget(canary))


def lambda_config(canary):
    """The config of Keras's Lambda layer with compiled code in it."""
    code = compile(canary_code(canary), "<file>", "exec")
    blob = base64.b64encode(marshal.dumps(code)).decode()
    return {
        "name": "lambda",
        "function": {
            "class_name": "__lambda__",
            "config": {"code": blob, "defaults": None, "closure": None},
        },
        "arguments": {},
    }


def entry(class_name, config, module="keras.layers", **more):
    return {
        "module": module,
        "class_name": class_name,
        "config": config,
        "registered_name": None,
        **more,
    }


def dense(name="dense", **arguments):
    return entry("Dense", {"name": name, "units": 2, **arguments})


def input_layer(shape=(None, 3), name="input_layer"):
    return entry("InputLayer", {"batch_shape": list(shape), "name": name})


def sequential(*layers):
    """The description of a Sequential with these layers behind an input of 3."""
    return entry(
        "Sequential",
        {"name": "sequential", "layers": [input_layer(), *layers]},
        module="keras",
    )


def tensor(layer, call=0, output=0):
    config = {"shape": [None, 3], "dtype": "float32"}
    config["keras_history"] = [layer, call, output]
    return {"class_name": "__keras_tensor__", "config": config}


def functional(*layers, outputs=(("dense", 0, 0),)):
    """The description of a graph; each layer is (entry, calls)."""
    entries = [
        input_layer() | {"name": "input_layer", "inbound_nodes": []},
        *(
            layer | {"name": layer["config"].get("name"), "inbound_nodes": calls}
            for layer, calls in layers
        ),
    ]
    config = {
        "name": "functional",
        "trainable": True,
        "layers": entries,
        "input_layers": [["input_layer", 0, 0]],
        "output_layers": [list(place) for place in outputs],
    }
    return entry(
        "Functional",
        config,
        module="keras.src.models.functional",
        registered_name="Functional",
    )


def call(*args, **kwargs):
    return {"args": list(args), "kwargs": kwargs}


def weights(arrays=None):
    """The content of an HDF5 file; by default the weights of one Dense(2) after 3."""
    if arrays is None:
        arrays = {"0": np.ones((3, 2), "float32"), "1": np.ones(2, "float32")}
        arrays = {f"layers/dense/vars/{key}": value for key, value in arrays.items()}
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        for place, array in arrays.items():
            file[place] = array
    return buffer.getvalue()


def text(value):
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def write_keras(path, description, content=None, more=(), compile_config=None):
    """Write a `.keras` file with any members; returns the path."""
    if compile_config is not None:
        description = {**description, "compile_config": compile_config}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", '{"keras_version": "3.15.0"}')
        archive.writestr("config.json", text(description))
        archive.writestr("model.weights.h5", weights() if content is None else content)
        for name, data in more:
            archive.writestr(name, data)
    return path


def write_h5(path, description, canary=None):
    """Write an older `.h5` file with this description and the weights of a Dense."""
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = text(description)
        group = file.create_group("model_weights")
        group["dense/dense/kernel"] = np.ones((3, 2), "float32")
        group["dense/dense/bias"] = np.ones(2, "float32")
    return path


def refused(action, *words):
    """Assert that an action ends quickly in one clear ValueError with these words."""
    tracemalloc.start()
    start = time.monotonic()
    try:
        with pytest.raises(ValueError) as caught:
            action()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    message = str(caught.value)
    assert time.monotonic() - start < MOST_SECONDS
    assert peak < MOST_BYTES, f"{peak:,} bytes"
    lines = message.split("\n")
    assert 3 <= len(lines) <= 5 and len(message) < 1500, message
    assert len(lines[0]) <= 120, lines[0]
    assert all(word.lower() in message.lower() for word in words), message
    return message


def refused_everywhere(folder, description, *words):
    """A description is refused in a `.keras` file, in an `.h5` file and as JSON."""
    keras_file = write_keras(folder / "evil.keras", description)
    older_file = write_h5(folder / "evil.h5", description)
    json_text = json.dumps(description)
    for action in (
        lambda: load_model(keras_file),
        lambda: load_model(keras_file, safe_mode=False),
        lambda: load_model(keras_file, safe_mode=None),
        lambda: load_model(older_file),
        lambda: model_from_json(json_text),
    ):
        refused(action, *words)


def npy_header(shape, dtype="<f4"):
    """An .npy member that claims any shape."""
    header = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}"
    data = header.encode().ljust(118) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(data)) + data


def packed_npz(path, arrays):
    """Write an .npz file from the bytes of its members."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in arrays.items():
            archive.writestr(f"{name}.npy", content)
