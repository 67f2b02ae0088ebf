"""Clothes: files of the published form in the cache, and no network."""

import gzip
import inspect
import struct

import numpy as np
import pytest

from kit.datasets import fashion_mnist
from kit.datasets.download import DownloadError


def write_images(folder, part, count):
    pixels = np.resize(np.arange(251, dtype=np.uint8), (count, 28, 28))
    content = struct.pack(">IIII", 2051, count, 28, 28) + pixels.tobytes()
    name = f"{part}-images-idx3-ubyte.gz"
    (folder / name).write_bytes(gzip.compress(content, compresslevel=1))
    return pixels


def write_labels(folder, part, count):
    labels = np.resize(np.arange(10, dtype=np.uint8), count)
    content = struct.pack(">II", 2049, count) + labels.tobytes()
    (folder / f"{part}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(content))
    return labels


@pytest.fixture
def cache(keras_home):
    folder = keras_home / "datasets" / "fashion-mnist"
    folder.mkdir(parents=True)
    return folder


def test_reads_the_four_files_as_keras_does(cache, refused, keras_home, monkeypatch):
    monkeypatch.setattr(fashion_mnist, "ORIGIN", refused)
    expected = [
        (write_images(cache, "train", 60_000), write_labels(cache, "train", 60_000)),
        (write_images(cache, "t10k", 10_000), write_labels(cache, "t10k", 10_000)),
    ]
    result = fashion_mnist.load_data()
    for split, expected_split in zip(result, expected, strict=True):
        for array, expected_array in zip(split, expected_split, strict=True):
            np.testing.assert_array_equal(array, expected_array, strict=True)

    keras = pytest.importorskip("keras")
    from keras.src.backend import config as keras_config

    monkeypatch.setattr(keras_config, "_KERAS_DIR", str(keras_home))
    for split, oracle_split in zip(
        result, keras.datasets.fashion_mnist.load_data(), strict=True
    ):
        for array, oracle in zip(split, oracle_split, strict=True):
            np.testing.assert_array_equal(array, oracle, strict=True)


def test_without_network_a_clear_error(refused, monkeypatch):
    monkeypatch.setattr(fashion_mnist, "ORIGIN", refused)
    with pytest.raises(DownloadError, match=r"mnist\.load_sample") as error:
        fashion_mnist.load_data()
    assert len(str(error.value).splitlines()[0]) <= 80
    assert "refused" in error.value.reason


def test_login_page_in_the_cache_is_named(cache, refused, monkeypatch):
    monkeypatch.setattr(fashion_mnist, "ORIGIN", refused)
    for name in ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"):
        (cache / name).write_bytes(b"<html>Please log in</html>")
    with pytest.raises(ValueError, match="Delete .*train-"):
        fashion_mnist.load_data()


def test_files_come_from_the_addresses_of_keras(web, monkeypatch):
    oracle = pytest.importorskip("keras.src.datasets.fashion_mnist")
    source = inspect.getsource(oracle)
    assert f'"{fashion_mnist.ORIGIN}"' in source
    monkeypatch.setattr(fashion_mnist, "ORIGIN", web.address + "/")
    for part in ("train", "t10k"):
        for kind in ("labels-idx1", "images-idx3"):
            web.publish(f"/{part}-{kind}-ubyte.gz", b"not the data")
        with pytest.raises(ValueError):
            fashion_mnist._load_split(part, 10)
    names = [path.removeprefix("/") for path in web.requests]
    assert len(names) == 4
    assert all(f'"{name}"' in source for name in names)


def test_ten_class_names():
    assert len(set(fashion_mnist.class_names)) == 10
    assert fashion_mnist.class_names[0] == "T-shirt/top"
    assert fashion_mnist.class_names[9] == "Ankle boot"
