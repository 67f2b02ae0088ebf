"""Arrays that lie elsewhere or are too large: rows 17 to 23 and 32 of the list."""

import io

import h5py
import numpy as np
import pytest

from kit.datasets.npz import read_arrays
from kit.layers.core import Dense, Input
from kit.models.sequential import Sequential
from kit.saving import h5_arrays
from kit.saving.files import load_model, load_weights
from tests.saving.attacks import evil
from tests.saving.attacks.evil import dense, refused, sequential, write_keras

KERNEL, BIAS = "layers/dense/vars/0", "layers/dense/vars/1"
GOOD = {KERNEL: np.ones((3, 2), "float32"), BIAS: np.ones(2, "float32")}


def small_model():
    return Sequential([Input(shape=(3,)), Dense(2, name="dense")])


def refused_as_weights(folder, content, *words):
    """An HDF5 file is refused inside a model, and on its own; nothing changes."""
    path = write_keras(folder / "evil.keras", sequential(dense()), content)
    refused(lambda: load_model(path), *words)
    alone = folder / "evil.weights.h5"
    alone.write_bytes(content)
    model = small_model()
    before = model.get_weights()
    refused(lambda: load_weights(model, alone), *words)
    refused(lambda: load_weights(model, path), *words)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def made(build):
    """The content of an HDF5 file that `build` fills."""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        build(file)
    return buffer.getvalue()


def test_the_good_arrays_do_load(tmp_path):
    path = write_keras(tmp_path / "good.keras", sequential(dense()), evil.weights(GOOD))
    assert load_model(path).get_weights()[0].sum() == 6


WRONG = {
    "extra array": GOOD | {"layers/dense/vars/2": np.ones(2, "float32")},
    "extra layer": GOOD | {"layers/dense_1/vars/0": np.ones(2, "float32")},
    "missing bias": {KERNEL: GOOD[KERNEL]},
    "missing all": {},
    "transposed": GOOD | {KERNEL: np.ones((2, 3), "float32")},
    "flat": GOOD | {KERNEL: np.ones(6, "float32")},
    "whole numbers": GOOD | {KERNEL: np.ones((3, 2), "int64")},
    "complex": GOOD | {KERNEL: np.ones((3, 2), "complex64")},
    "text": GOOD | {KERNEL: np.full((3, 2), b"evil", "S4")},
    "raw bytes": GOOD | {KERNEL: np.zeros((3, 2), "V8")},
    "records": GOOD | {KERNEL: np.zeros((3, 2), [("a", "f4"), ("b", "f4")])},
    "other names": {"evil/dense/vars/0": GOOD[KERNEL]},
    "array at the root": GOOD | {"evil": np.ones(1)},
}


@pytest.mark.parametrize("name", WRONG)
def test_row_17_arrays_that_do_not_fit(tmp_path, name):
    refused_as_weights(tmp_path, evil.weights(WRONG[name]))


def test_row_17_python_objects_and_references(tmp_path):
    def texts(file):
        file.create_dataset(KERNEL, (3, 2), h5py.string_dtype())

    def references(file):
        file.create_dataset(KERNEL, (3, 2), h5py.ref_dtype)

    def lists(file):
        file.create_dataset(KERNEL, (3, 2), h5py.vlen_dtype("float32"))

    for build in (texts, references, lists):
        refused_as_weights(tmp_path, made(build), "not numbers")


def test_row_18_and_19_weights_in_numpys_format(tmp_path, canary):
    more = [("model.weights.npz", evil.npy_header("(1000000000000,)"))]
    path = write_keras(tmp_path / "evil.keras", sequential(dense()), more=more)
    refused(lambda: load_model(path), "npz")


@pytest.mark.parametrize(
    "shape", ["(10**15,)", "(1000000000000,)", "(-1,)", f"({2**63},)", "(1,)*99"]
)
def test_row_19_a_data_set_that_claims_any_shape(tmp_path, shape):
    path = tmp_path / "mnist.npz"
    evil.packed_npz(path, {"x_train": evil.npy_header(shape) + b"1234"})
    refused(lambda: read_arrays(path, ["x_train"]))


def test_row_18_and_32_a_data_set_with_python_objects(tmp_path, canary):
    path = tmp_path / "mnist.npz"
    array = np.array([evil.Gadget(canary)], dtype=object)
    np.savez(path, x_train=array)
    refused(lambda: read_arrays(path, ["x_train"]))


@pytest.mark.parametrize("shape", [(10**12,), (10**6, 10**6), (2**30, 2**30)])
def test_row_20_a_shape_without_bytes(tmp_path, shape):
    def compressed(file):
        file.create_dataset(
            KERNEL, shape, "float32", chunks=(1024,) * len(shape), compression="gzip"
        )

    def never_written(file):
        file.create_dataset(KERNEL, shape, "float32")

    refused_as_weights(tmp_path, made(compressed), "compressed")
    refused_as_weights(tmp_path, made(never_written), "bytes for this shape")


def test_row_20_many_arrays_over_the_same_bytes(tmp_path):
    """The list of a group points all names at one array."""

    def build(file):
        file.create_dataset(KERNEL, data=np.ones((3, 2), "float32"))
        for number in range(100):
            file[f"layers/dense/vars/{number + 1}"] = file[KERNEL]

    refused_as_weights(tmp_path, made(build), "more than once")


def test_a_group_that_holds_itself(tmp_path):
    def build(file):
        group = file.create_group("layers/dense/vars")
        group["again"] = file["layers"]

    refused_as_weights(tmp_path, made(build), "more than once")


def test_very_many_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(h5_arrays, "MOST_OBJECTS", 100)

    def build(file):
        for number in range(200):
            file.create_group(str(number))

    content = made(build)
    alone = tmp_path / "evil.weights.h5"
    alone.write_bytes(content)
    refused(lambda: load_weights(small_model(), alone), "at most 100")


@pytest.mark.parametrize("link", [h5py.SoftLink("/other"), "external"])
@pytest.mark.parametrize("place", ["layers", "layers/dense", "layers/dense/vars/0"])
def test_row_21_links(tmp_path, link, place):
    secret = tmp_path / "secret.h5"
    with h5py.File(secret, "w") as file:
        file["data"] = GOOD[KERNEL]
    if link == "external":
        link = h5py.ExternalLink(str(secret), "/data")

    def build(file):
        parent, _, name = place.rpartition("/")
        group = file.require_group(parent) if parent else file
        group[name] = link

    refused_as_weights(tmp_path, made(build), "Link", "other files")


def test_row_21_a_link_in_an_older_file(tmp_path):
    path = evil.write_h5(tmp_path / "evil.h5", sequential(dense()))
    with h5py.File(path, "a") as file:
        del file["model_weights/dense/dense/kernel"]
        place = h5py.ExternalLink("/etc/passwd", "/data")
        file["model_weights/dense/dense/kernel"] = place
    refused(lambda: load_model(path), "ExternalLink")
    refused(lambda: load_weights(small_model(), path), "ExternalLink")


def test_row_22_numbers_in_another_file(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"these are 24 secret bytes!")

    def build(file):
        file.create_dataset(KERNEL, (3, 2), "float32", external=[(str(secret), 0, 24)])

    refused_as_weights(tmp_path, made(build), "another file")


def test_row_23_a_virtual_array(tmp_path):
    secret = tmp_path / "secret.h5"
    with h5py.File(secret, "w") as file:
        file["data"] = GOOD[KERNEL]

    def build(file):
        layout = h5py.VirtualLayout((3, 2), "float32")
        layout[:] = h5py.VirtualSource(str(secret), "data", (3, 2))
        file.create_virtual_dataset(KERNEL, layout)

    refused_as_weights(tmp_path, made(build), "another file")


def test_damaged_files(tmp_path):
    content = evil.weights(GOOD)
    for size in (0, 8, 100, len(content) // 2, len(content) - 1):
        refused_as_weights(tmp_path, content[:size])


def test_flipped_bytes_never_do_harm(tmp_path):
    """Any damage gives a model or one clear error, and no other one."""
    content = evil.weights(GOOD)
    generator = np.random.default_rng(0)
    path, model = tmp_path / "evil.weights.h5", small_model()
    for place in generator.integers(0, len(content), 150):
        damaged = bytearray(content)
        damaged[place] ^= 1 << int(generator.integers(8))
        path.write_bytes(bytes(damaged))
        try:
            load_weights(model, path)
        except ValueError as error:
            assert str(error).count("\n") == 2


def test_a_pickle_as_weights(tmp_path, canary):
    refused_as_weights(tmp_path, evil.pickled(canary), "not an HDF5 file")


def test_lists_of_names_of_any_length_are_not_read(tmp_path):
    """A list of texts in an older file can claim a length that memory cannot hold."""
    path = evil.write_h5(tmp_path / "evil.h5", sequential(dense()))
    with h5py.File(path, "a") as file:
        names = np.array(["x" * 1000] * 3, dtype=object)
        group = file["model_weights/dense"]
        group.attrs.create("weight_names", names, dtype=h5py.string_dtype())
    assert load_model(path).get_weights()[0].sum() == 6


def test_an_architecture_that_is_no_text(tmp_path):
    for value in (np.zeros(5), 7, ["a", "b"]):
        path = evil.write_h5(tmp_path / "evil.h5", sequential(dense()))
        with h5py.File(path, "a") as file:
            del file.attrs["model_config"]
            file.attrs["model_config"] = value
        refused(lambda path=path: load_model(path), "no text")
