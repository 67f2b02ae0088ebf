"""Eight devices, and two processes, give the results of one device."""

import os
import socket
import subprocess
import sys

import numpy as np
import pytest

from kit.distribution import DataParallel, DeviceMesh, list_devices

PROGRAM = """
import sys
import numpy as np
import jax
import kit

kind = sys.argv[1]
if kind == "two":
    kit.distribution.initialize(sys.argv[3], 2, int(sys.argv[4]))
if kind != "one":
    kit.distribution.set_distribution(kit.distribution.DataParallel())
random = np.random.default_rng(0)
x = random.normal(size=(83, 6, 6, 1)).astype("float32")
y = random.integers(0, 3, 83)
kit.utils.set_random_seed(1)
model = kit.Sequential([
    kit.Input((6, 6, 1)),
    kit.layers.Conv2D(4, 3, activation="relu"),
    kit.layers.BatchNormalization(),
    kit.layers.Flatten(),
    kit.layers.Dropout(0.3),
    kit.layers.Dense(3, activation="softmax"),
])
model.compile(
    kit.optimizers.SGD(0.05), "sparse_categorical_crossentropy", metrics=["accuracy"]
)
history = model.fit(
    x, y, batch_size=20, epochs=2, verbose=0, validation_data=(x[:21], y[:21])
)
if len(sys.argv) < 5 or sys.argv[4] == "0":
    np.savez(
        sys.argv[2],
        devices=len(jax.devices()),
        predicted=model.predict(x, verbose=0),
        **{f"w{i}": w for i, w in enumerate(model.get_weights())},
        **{f"h_{name}": values for name, values in history.history.items()},
    )
else:
    model.predict(x, verbose=0)
"""


def start(path, *arguments, devices=1):
    flags = f"--xla_force_host_platform_device_count={devices}"
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments[:1], str(path), *arguments[1:]],
        env={**os.environ, "XLA_FLAGS": flags},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process):
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, out + err


@pytest.fixture(scope="module")
def one_device(tmp_path_factory):
    path = tmp_path_factory.mktemp("one") / "one.npz"
    finish(start(path, "one"))
    return dict(np.load(path))


def assert_same(found, expected):
    assert set(found) == set(expected)
    for name, values in expected.items():
        if name != "devices":
            np.testing.assert_allclose(
                found[name], values, rtol=2e-4, atol=2e-6, err_msg=name
            )


def test_eight_devices_give_the_results_of_one(one_device, tmp_path):
    finish(start(tmp_path / "eight.npz", "eight", devices=8))
    found = dict(np.load(tmp_path / "eight.npz"))
    assert found["devices"] == 8
    assert_same(found, one_device)


def test_two_processes_give_the_results_of_one(one_device, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    path = tmp_path / "two.npz"
    both = [start(path, "two", address, str(i), devices=2) for i in range(2)]
    for process in both:
        finish(process)
    found = dict(np.load(path))
    assert found["devices"] == 4
    assert_same(found, one_device)


def test_a_mesh_needs_as_many_devices_as_places():
    with pytest.raises(ValueError, match=r"Write DeviceMesh\(\(1,\)"):
        DeviceMesh((3,), ["batch"], list_devices()[:1])
    with pytest.raises(ValueError, match="one axis"):
        DataParallel(DeviceMesh((1, 1), ["batch", "model"], list_devices()[:1]))


def test_an_unknown_device_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="cpu:0"):
        DataParallel(devices=["cpu:77"])
