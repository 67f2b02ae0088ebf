"""Digits: the sample, a file of one's own, the cache, and no network."""

import hashlib
import inspect

import numpy as np
import pytest

from kit.datasets import mnist


def make_arrays(train=6, test=4):
    random = np.random.RandomState(0)
    return {
        "x_train": random.randint(0, 256, (train, 28, 28)).astype(np.uint8),
        "y_train": random.randint(0, 10, train).astype(np.uint8),
        "x_test": random.randint(0, 256, (test, 28, 28)).astype(np.uint8),
        "y_test": random.randint(0, 10, test).astype(np.uint8),
    }


def check_equal(result, arrays):
    (x_train, y_train), (x_test, y_test) = result
    np.testing.assert_array_equal(x_train, arrays["x_train"], strict=True)
    np.testing.assert_array_equal(y_train, arrays["y_train"], strict=True)
    np.testing.assert_array_equal(x_test, arrays["x_test"], strict=True)
    np.testing.assert_array_equal(y_test, arrays["y_test"], strict=True)


def test_sample_has_400_and_100_digits_of_each_class():
    (x_train, y_train), (x_test, y_test) = mnist.load_sample()
    for x, y, per_class in [(x_train, y_train, 400), (x_test, y_test, 100)]:
        assert x.shape == (10 * per_class, 28, 28)
        assert x.dtype == y.dtype == np.uint8
        assert np.bincount(y).tolist() == [per_class] * 10
        assert x.min() == 0
        assert x.max() == 255


def test_sample_has_no_digit_twice():
    (x_train, _), (x_test, _) = mnist.load_sample()
    digits = {image.tobytes() for image in np.concatenate([x_train, x_test])}
    assert len(digits) == 5000


def test_sample_is_mixed():
    (_, y_train), (_, y_test) = mnist.load_sample()
    for y in (y_train, y_test):
        same_as_next = np.mean(y[1:] == y[:-1])
        assert 0.05 < same_as_next < 0.15  # one in ten, if the order is random


def test_sample_labels_fit_the_images():
    """The nearest of ten average images names most digits rightly."""
    (x_train, y_train), (x_test, y_test) = mnist.load_sample()
    means = np.stack([x_train[y_train == digit].mean(axis=0) for digit in range(10)])
    distances = ((x_test[:, None] - means) ** 2).sum(axis=(2, 3))  # (1000, 10)
    assert np.mean(distances.argmin(axis=1) == y_test) > 0.75


def test_own_file_by_path_name_or_path_object(tmp_path, monkeypatch, web):
    arrays = make_arrays()
    np.savez_compressed(tmp_path / "digits.npz", **arrays)
    monkeypatch.setattr(mnist, "ORIGIN", web.address + "/mnist.npz")
    monkeypatch.chdir(tmp_path)
    paths = [tmp_path / "digits.npz", str(tmp_path / "digits.npz"), "./digits.npz"]
    for path in [*paths, "digits.npz"]:
        check_equal(mnist.load_data(path), arrays)
    assert web.requests == []


def test_own_file_that_does_not_exist(tmp_path, web):
    with pytest.raises(FileNotFoundError, match="There is no file"):
        mnist.load_data(tmp_path / "no.npz")


def test_download_then_cache(tmp_path, web, monkeypatch, keras_home):
    arrays = make_arrays()
    np.savez_compressed(tmp_path / "a.npz", **arrays)
    body = (tmp_path / "a.npz").read_bytes()
    monkeypatch.setattr(mnist, "ORIGIN", web.publish("/mnist.npz", body))
    monkeypatch.setattr(mnist, "FILE_HASH", hashlib.sha256(body).hexdigest())
    check_equal(mnist.load_data(), arrays)
    check_equal(mnist.load_data(), arrays)
    assert web.requests == ["/mnist.npz"]
    assert (keras_home / "datasets" / "mnist.npz").is_file()


def test_without_network_the_sample_and_one_line(refused, monkeypatch, capsys):
    monkeypatch.setattr(mnist, "ORIGIN", refused)
    (x_train, _), (x_test, _) = mnist.load_data()
    assert len(x_train) == 4000
    assert len(x_test) == 1000
    output = capsys.readouterr()
    (line,) = output.out.splitlines()
    assert "sample of 5,000" in line
    assert "refused" in line
    assert output.err == ""


def test_another_file_from_the_web_is_not_taken_for_mnist(web, monkeypatch, capsys):
    login = web.publish("/mnist.npz", b"<html>Please log in</html>")
    monkeypatch.setattr(mnist, "ORIGIN", login)
    (x_train, _), _ = mnist.load_data()
    assert len(x_train) == 4000
    assert "checksum" in capsys.readouterr().out


def change(**changes):
    return lambda arrays: (
        arrays | {name: make(arrays[name]) for name, make in changes.items()}
    )


@pytest.mark.parametrize(
    "spoil",
    [
        change(x_train=lambda x: x.astype(np.float32)),
        change(x_train=lambda x: x.reshape(-1, 784)),
        change(x_test=lambda x: x[..., None]),
        change(x_test=lambda x: x[:, :14]),
        change(y_train=lambda y: y[:-1]),
        change(y_train=lambda y: y[:, None]),
        change(y_test=lambda y: y.astype(np.float32)),
        change(y_test=lambda y: y.astype(np.int64) - 20),
        change(y_test=lambda y: y.astype(np.int64) + 256),
        change(y_train=lambda y: y.astype(object)),
        lambda arrays: {"x_train": arrays["x_train"]},
    ],
)
def test_arrays_of_another_form_are_refused(spoil, tmp_path):
    np.savez(tmp_path / "a.npz", **spoil(make_arrays()))
    with pytest.raises(ValueError, match="[xy]_t") as error:
        mnist.load_data(tmp_path / "a.npz")
    lines = str(error.value).splitlines()
    assert len(lines) == 3
    assert len(lines[0]) <= 80


def test_labels_of_another_integer_type_become_uint8(tmp_path):
    arrays = make_arrays()
    wide = arrays | {"y_train": arrays["y_train"].astype(np.int64)}
    np.savez(tmp_path / "a.npz", **wide)
    check_equal(mnist.load_data(tmp_path / "a.npz"), arrays)


def test_same_address_and_checksum_as_keras():
    oracle = pytest.importorskip("keras.src.datasets.mnist")
    source = inspect.getsource(oracle)
    assert mnist.FILE_HASH in source
    folder, name = mnist.ORIGIN.rsplit("/", 1)
    assert folder + "/" in source
    assert name == "mnist.npz"
