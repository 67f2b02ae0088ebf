"""Automatic names, compared with those that Keras gives."""

import threading

import pytest

from kit.naming import auto_name, reset_names


def test_names_count_up_as_in_keras():
    keras = pytest.importorskip("keras")
    keras.utils.clear_session(free_memory=False)
    reset_names()
    for cls in ("Dense", "Dense", "Conv2D", "Dense", "BatchNormalization", "ReLU"):
        arguments = {"Dense": (1,), "Conv2D": (1, 1)}.get(cls, ())
        assert auto_name(cls) == getattr(keras.layers, cls)(*arguments).name


def test_reset_starts_again():
    reset_names()
    assert [auto_name("dense"), auto_name("dense")] == ["dense", "dense_1"]
    reset_names()
    assert auto_name("dense") == "dense"


def test_threads_never_share_a_name():
    reset_names()
    names = []
    work = [
        threading.Thread(
            target=lambda: names.extend(auto_name("dense") for _ in range(500))
        )
        for _ in range(4)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert len(set(names)) == 2000
