"""The second process compiles nothing anew; the cache can be off, full or damaged."""

import os
import subprocess
import sys
import time

import pytest

from kit.kernels import compilation_cache

PROGRAM = """
import os, sys
import jax
import kit
hits = []
jax.monitoring.register_event_listener(lambda name, **_: hits.append(name))
print(jax.jit(lambda x: x * 3 + 1, inline=False)(13.0))
print("dir", jax.config.jax_compilation_cache_dir)
print("hits", sum("cache_hits" in name for name in hits))
"""


@pytest.fixture
def run(tmp_path):
    def run(**environment):
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JAX_COMPILATION", "KIT_"))
        }
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**clean, "XDG_CACHE_HOME": str(tmp_path)} | environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == ""
        lines = done.stdout.splitlines()
        assert lines[0] == "40.0"
        return lines[1].removeprefix("dir "), int(lines[2].removeprefix("hits "))

    return run


linux_only = pytest.mark.skipif(sys.platform != "linux", reason="sets XDG_CACHE_HOME")


@linux_only
def test_the_second_process_finds_what_the_first_compiled(run, tmp_path):
    folder, hits = run()
    assert folder.startswith(str(tmp_path)) and hits == 0
    assert os.stat(folder).st_mode & 0o077 == 0
    assert run()[1] >= 1


@linux_only
def test_a_damaged_entry_is_compiled_anew_without_a_word(run):
    folder, _ = run()
    for name in os.listdir(folder):
        if name.endswith("-cache"):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(b"damaged")
    run()


@linux_only
def test_it_can_be_off_and_leaves_a_chosen_folder_alone(run, tmp_path):
    assert run(KIT_COMPILATION_CACHE="0")[0] == "None"
    own = str(tmp_path / "own")
    assert run(JAX_COMPILATION_CACHE_DIR=own)[0] == own


@linux_only
def test_where_no_folder_can_be_made_it_compiles_every_time(run, tmp_path):
    (tmp_path / "file").touch()
    assert run(XDG_CACHE_HOME=str(tmp_path / "file"))[0] == "None"


def test_once_a_day_the_oldest_programs_make_room(tmp_path, monkeypatch):
    monkeypatch.setattr(compilation_cache, "MOST_BYTES", 250)
    now = time.time()
    for age in range(4):
        path = tmp_path / f"{age}-cache"
        path.write_bytes(bytes(100))
        os.utime(path, (now - age, now - age))
    compilation_cache.make_room_once_a_day(tmp_path)
    left = {"0-cache", "1-cache", "last_cleaned"}
    assert set(os.listdir(tmp_path)) == left
    (tmp_path / "later-cache").write_bytes(bytes(1000))
    compilation_cache.make_room_once_a_day(tmp_path)
    assert set(os.listdir(tmp_path)) == left | {"later-cache"}
    os.utime(tmp_path / "last_cleaned", (now - 90000, now - 90000))
    compilation_cache.make_room_once_a_day(tmp_path)
    assert "later-cache" not in os.listdir(tmp_path)
