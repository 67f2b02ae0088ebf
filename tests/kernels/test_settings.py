"""Compiler options and allocator settings: they work or they stay out of the way."""

import platform
import subprocess
import sys

import jax
import numpy as np
import pytest

from kit.kernels import allocator
from kit.kernels import compiler_options as options


@pytest.mark.parametrize("kind", [(False, False), (False, True), (True, False)])
def test_options_compile_and_change_no_result(kind):
    found = options.compiler_options(*kind)
    x = np.random.default_rng(0).normal(size=(20, 30)).astype("float32")
    product = jax.jit(lambda x: x @ x.T, compiler_options=found)(x)
    np.testing.assert_allclose(product, x @ x.T, rtol=1e-4, atol=1e-4)


def test_the_switch_turns_the_options_off(monkeypatch):
    monkeypatch.setenv("KIT_COMPILER_OPTIONS", "0")
    assert options.compiler_options(True) is None


def test_other_devices_get_no_options(monkeypatch):
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    assert options.compiler_options(True) is None


def test_unknown_options_are_left_out(monkeypatch, capfd):
    monkeypatch.setattr(options, "_WIDE_REGISTERS", {"xla_cpu_no_such_option": True})
    assert options.compiler_options(False) is None
    assert capfd.readouterr().err == ""


def run(code, **environment):
    """Runs code in a process of its own, whose allocator it may change."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": "", "PYTHONPATH": ":".join(sys.path), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


CODE = "from kit.kernels.allocator import *; print(tune_allocator(), release_memory())"


def test_the_allocator_is_tuned_where_there_is_glibc():
    is_glibc = platform.libc_ver()[0] == "glibc"
    assert run(CODE) == [str(is_glibc)] * 2


def test_the_switch_turns_the_allocator_settings_off():
    assert run(CODE, KIT_MALLOC="0") == ["False", "False"]


def test_other_systems_are_left_alone(monkeypatch):
    monkeypatch.setattr(allocator, "_glibc", lambda: None)
    assert allocator.tune_allocator() is False
    assert allocator.release_memory() is False
