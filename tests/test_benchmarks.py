"""The benchmarks run, compare equal networks, and compute what they say they do."""

import doctest
import json
import sys

import numpy as np
import pytest

import kit
from benchmarks import (
    catalogue,
    contestants,
    digits,
    keras_loop,
    leak,
    machine,
    process,
    table,
    workload,
)
from benchmarks.__main__ import main
from benchmarks.contestants import PEERS, environment, find
from benchmarks.machine import warning
from benchmarks.page import page
from benchmarks.results import Results
from benchmarks.workload import Line, Task, Workload
from benchmarks.workloads import cnn, lstm, mlp, studio

WEIGHTS = {
    mlp: 784 * 128 + 128 + 128 * 10 + 10,
    cnn: 9 * 32 + 32 + 9 * 32 * 64 + 64 + 9216 * 128 + 128 + 1280 + 10,
    lstm: 4 * (28 * 64 + 64 * 64 + 64) + 64 * 10 + 10,
}
SHAPES = {mlp: (784,), cnn: (28, 28, 1), lstm: (28, 28)}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The digits that come with kit, in the file that the processes read."""
    path = tmp_path_factory.mktemp("benchmarks") / "digits.npz"
    assert digits.prepare(None, path) == 5000
    return path


# --- the networks -------------------------------------------------------------------


@pytest.mark.parametrize("workload", WEIGHTS, ids=lambda module: module.__name__)
def test_kit_and_keras_build_the_same_network(workload):
    keras = pytest.importorskip("keras")
    ours, theirs = workload.keras_model(kit), workload.keras_model(keras)
    assert ours.count_params() == theirs.count_params() == WEIGHTS[workload]
    theirs.set_weights(ours.get_weights())
    x = np.random.default_rng(0).random((3, *SHAPES[workload]), "float32")
    np.testing.assert_allclose(
        ours.predict(x, verbose=0), theirs.predict(x, verbose=0), atol=1e-5
    )


@pytest.mark.parametrize("workload", WEIGHTS, ids=lambda module: module.__name__)
def test_pytorch_builds_the_same_network(workload):
    pytest.importorskip("torch")
    weights = sum(p.numel() for p in workload.torch_model().parameters())
    second_biases = 256 if workload is lstm else 0
    assert weights == WEIGHTS[workload] + second_biases


def test_pytorch_learns(data):
    torch = pytest.importorskip("torch")
    from benchmarks.torch_loop import train_epoch

    x, y = digits.load(Task("mlp", "torch", {"digits": 2000}, str(data)))
    model = mlp.torch_model()
    optimizer = torch.optim.Adam(model.parameters())
    x, y = torch.as_tensor(x).flatten(1), torch.as_tensor(y).long()
    logs = [train_epoch(model, optimizer, x, y, 32) for _ in range(3)]
    assert logs[-1]["accuracy"] > 0.85
    assert logs[-1]["loss"] < logs[0]["loss"]


def test_digits_are_floats_from_0_to_1(data):
    x, y = digits.load(Task("mlp", "kit", {"digits": 100}, str(data)))
    assert x.shape == (100, 28, 28) and x.dtype == np.float32
    assert x.min() == 0 and 0.9 < x.max() <= 1
    assert y.shape == (100,) and set(y) <= set(range(10))


# --- the measurements ---------------------------------------------------------------


ONE_OF_EACH = {workload.module: workload for workload in catalogue.WORKLOADS}


@pytest.mark.parametrize("workload", ONE_OF_EACH.values(), ids=lambda w: w.name)
def test_every_workload_measures_kit(workload, data):
    if workload.name in ("chart", "studio"):
        pytest.importorskip("ipywidgets")
    settings = workload.settings | workload.quick
    for contestant in workload.contestants:
        if not contestant.startswith("kit"):
            continue
        task = Task(workload.name, contestant, settings, str(data))
        values = workload.measure(task)
        for line in workload.lines:
            assert line.title.format(**settings)
            if contestant in (line.reference, *line.others):
                assert values[line.measure], line.measure
        json.dumps(values)


def test_the_command_measures_in_a_fresh_process(data, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("benchmarks.__main__.SAVED", tmp_path)
    monkeypatch.setattr("benchmarks.machine.busy_share", lambda: 0.0)
    options = "--quick --rounds 1 --only mlp-128 --peers kit".split()
    main([*options, "--write", str(tmp_path / "page.md")])
    (saved,) = tmp_path.glob("results-*.json")
    results = Results.load(saved)
    (record,) = results.of("mlp-128", "kit")
    assert record["peak_mb"] > 50
    assert results.settings["mlp-128"]["digits"] == 640
    assert "MLP, batch 128: an epoch of 640 digits" in capsys.readouterr().out
    assert "mean nothing" in (tmp_path / "page.md").read_text()
    main(["--from", str(saved)])  # the same tables once more
    assert "MLP, batch 128: an epoch of 640 digits" in capsys.readouterr().out


def test_a_measurement_that_fails_is_told(data, tmp_path):
    task = Task("mlp-128", "kit", {"digits": "many"}, str(data))
    variables = environment("kit", tmp_path)
    workload = catalogue.chosen(["mlp-128"])[0]
    record = process.measure(workload, task, sys.executable, variables)
    assert "values" not in record
    assert "TypeError" in record["error"]


# --- who takes part -----------------------------------------------------------------


def test_this_python_has_kit_and_lacks_what_nobody_has():
    assert find(PEERS["kit"]).versions.keys() == {"jax"}
    nobody = type(PEERS["kit"])("x", "X", (("no-such-package",), ("jax",)))
    assert find(nobody) is None


def test_environments(tmp_path, monkeypatch):
    monkeypatch.setenv("MALLOC_ARENA_MAX", "7")
    assert environment("keras-tf", tmp_path)["KERAS_BACKEND"] == "tensorflow"
    assert "MALLOC_ARENA_MAX" not in environment("torch", tmp_path)
    assert environment("torch:malloc", tmp_path)["MALLOC_MMAP_MAX_"] == "0"
    folders = [
        environment(name, tmp_path).get("JAX_COMPILATION_CACHE_DIR")
        for name in ("kit", "kit:warm", "kit:cold", "kit:cold", "keras-jax")
    ]
    assert folders[0] == folders[1]
    assert len(set(folders[1:])) == 4 and folders[4] is None


def test_chosen_names_must_exist():
    assert [w.name for w in catalogue.chosen(["variants", "cnn"])] == [
        "cnn",
        "variants-128",
        "variants-32",
    ]
    with pytest.raises(ValueError, match="no workload called 'cmm'"):
        catalogue.chosen(["cmm"])


def test_a_busy_machine_is_told_loudly():
    busy = {"busy_at_start": 0.5, "load_average": (0, 0, 0), "cores": 2}
    assert "NOT IDLE: 50%" in warning(busy)
    assert "NOT IDLE" in warning(
        {"busy_at_start": None, "load_average": (2.0, 1.0, 1.0), "cores": 2}
    )
    assert warning({"busy_at_start": 0.01, "load_average": None, "cores": 2}) is None


def test_share_of_delays():
    values = [float(i) for i in range(1, 101)]
    assert studio.share(values, 50) == 50
    assert studio.share(values, 99) == 99
    assert studio.share([], 99) == 0


# --- the tables ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "module",
    [catalogue, contestants, keras_loop, leak, machine, studio, table, workload],
)
def test_examples_in_docstrings(module):
    found = doctest.testmod(module)
    assert found.attempted and not found.failed


def made_up(kit_seconds, other_seconds, other="torch"):
    """Results in which each round has one list of seconds for each of two."""
    machine = {
        "processor": "A processor",
        "cores": 2,
        "memory_gb": 8,
        "system": "A system",
        "date": "1 May 2026",
        "load_average": (0.1, 0.2, 0.3),
        "busy_at_start": 0.0,
    }
    results = Results(machine, {"kit": "jax 1.0, Python 3.12.1"}, rounds=2)
    results.begin("toy", {"digits": 1000})
    for contestant, rounds in (("kit", kit_seconds), (other, other_seconds)):
        for number, seconds in enumerate(rounds):
            results.records.append(
                {
                    "workload": "toy",
                    "contestant": contestant,
                    "round": number,
                    "values": {"epoch": seconds},
                    "peak_mb": 100.0 + number,
                    "others": 0.0,
                }
            )
    return results


def test_ratios_are_medians_of_pairs_in_a_round():
    results = made_up([[1.0], [2.0], [4.0]], [[3.0], [2.0], [8.0]])
    assert results.ratio("toy", Line("T"), "torch") == 2.0  # of 3, 1 and 2
    assert results.median("toy", Line("T"), "kit") == 2.0
    assert results.median("toy", Line("T"), "torch") == 3.0
    assert results.peak_megabytes("toy", "torch") == 101.0


def test_a_round_counts_by_its_median_or_the_best_of_the_other():
    results = made_up([[1.0, 1.0, 9.0]], [[2.0, 5.0, 6.0]])
    assert results.ratio("toy", Line("T"), "torch") == 5.0
    assert results.ratio("toy", Line("T", best=True), "torch") == 2.0


def test_a_round_that_only_one_has_finished_makes_no_ratio():
    results = made_up([[1.0], [1.0]], [[5.0]])
    assert results.ratio("toy", Line("T"), "torch") == 5.0
    assert results.ratio("toy", Line("T"), "keras-tf") is None


def test_tables_and_page():
    lines = (Line("Toy of {digits:,}"), Line("Ways", others=("kit:row",)))
    toy = Workload("toy", lambda task: {}, {}, {}, lines)
    results = made_up([[0.5], [0.5]], [[1.25], [1.25]])
    assert table.against_peers(results, [toy]).splitlines()[-1] == (
        "| Toy of 1,000 | 0.500 s |         – |                – | 1.25 s (2.50 ×) |"
    )
    assert "| Ways | 0.500 s | one after another |" in table.kit_alone(results, [toy])
    text = page([results], [toy])
    assert "## kit with jax 1.0, Python 3.12.1" in text
    assert "A processor, 2 cores, 8 GB" in text
    assert "more than 10% in 0 of 4 measurements" in text


def test_results_survive_their_file(tmp_path):
    results = made_up([[1.0]], [[2.0]])
    results.save(tmp_path / "folder" / "results.json")
    again = Results.load(tmp_path / "folder" / "results.json")
    assert again.ratio("toy", Line("T"), "torch") == 2.0
    again.begin("toy", {})
    assert again.records == []
