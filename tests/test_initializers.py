"""Initializers: their distributions against closed forms, their configs with Keras."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from kit import initializers
from kit.initializers.variance_scaling import compute_fans
from kit.random import set_seed

keras = pytest.importorskip("keras")

RANDOM = [
    ("GlorotNormal", {}),
    ("GlorotUniform", {}),
    ("HeNormal", {}),
    ("HeUniform", {}),
    ("LecunNormal", {}),
    ("LecunUniform", {}),
    ("Orthogonal", {"gain": 1.5}),
    ("RandomNormal", {"mean": 1.0, "stddev": 0.5}),
    ("RandomUniform", {"minval": -1.0, "maxval": 3.0}),
    ("TruncatedNormal", {"mean": 1.0, "stddev": 0.5}),
    ("VarianceScaling", {"scale": 3.0, "mode": "fan_out", "distribution": "uniform"}),
    ("VarianceScaling", {"distribution": "untruncated_normal"}),
]
FIXED = [
    ("Zeros", {}),
    ("Ones", {}),
    ("Constant", {"value": 3.0}),
    ("Identity", {"gain": 2.0}),
]

# shape: (fan_in, fan_out), by hand
FANS = {
    (): (1, 1),
    (5,): (5, 5),
    (5, 7): (5, 7),
    (3, 5, 7): (15, 21),
    (3, 2, 5, 7): (30, 42),
}


def make(name, arguments, **more):
    return getattr(initializers, name)(**arguments, **more)


# --- distributions --------------------------------------------------------------------


def truncated_cdf(x):
    """Cumulative distribution of the normal distribution cut at -2 and 2."""
    normal = NormalDist()
    low, high = normal.cdf(-2), normal.cdf(2)
    x = np.clip(x, -2, 2)
    return (np.vectorize(normal.cdf)(x) - low) / (high - low)


CDFS = {
    "uniform": lambda x: np.clip((x + 1) / 2, 0, 1),  # on [-1, 1]
    "normal": np.vectorize(NormalDist().cdf),
    "truncated": truncated_cdf,
}


def assert_drawn_from(values, kind):
    """Kolmogorov and Smirnov's test: the largest gap between the two distributions."""
    values = np.sort(values.ravel())
    empirical = (np.arange(values.size) + 0.5) / values.size
    gap = np.abs(empirical - CDFS[kind](values)).max()
    assert gap < 1.95 / math.sqrt(values.size), gap  # exceeded once in a thousand


@pytest.mark.parametrize("shape", [(20000,), (200, 100), (4, 50, 100), (2, 3, 40, 90)])
@pytest.mark.parametrize(
    ("name", "scale", "mode", "kind"),
    [
        ("GlorotUniform", 1, "avg", "uniform"),
        ("GlorotNormal", 1, "avg", "truncated"),
        ("HeUniform", 2, "in", "uniform"),
        ("HeNormal", 2, "in", "truncated"),
        ("LecunUniform", 1, "in", "uniform"),
        ("LecunNormal", 1, "in", "truncated"),
    ],
)
def test_named_scalings(name, scale, mode, kind, shape):
    if len(shape) == 1:
        fan_in = fan_out = shape[0]
    else:
        window = math.prod(shape[:-2])
        fan_in, fan_out = window * shape[-2], window * shape[-1]
    connections = fan_in if mode == "in" else (fan_in + fan_out) / 2
    variance = scale / connections
    values = make(name, {}, seed=3)(shape)
    assert values.shape == shape
    assert values.dtype == "float32"
    np.testing.assert_allclose(values.var(), variance, rtol=0.05)
    assert abs(values.mean()) < 4 * math.sqrt(variance / values.size)
    unit = math.sqrt(3 * variance)
    if kind == "truncated":
        unit = math.sqrt(variance) / 0.8796256610342398
    assert_drawn_from(values / unit, kind)


@pytest.mark.parametrize(
    ("name", "arguments", "centre", "unit", "kind"),
    [
        ("RandomNormal", {"mean": 2.0, "stddev": 0.1}, 2.0, 0.1, "normal"),
        ("TruncatedNormal", {"mean": 2.0, "stddev": 0.1}, 2.0, 0.1, "truncated"),
        ("RandomUniform", {"minval": -1.0, "maxval": 3.0}, 1.0, 2.0, "uniform"),
        ("RandomNormal", {}, 0.0, 0.05, "normal"),
        ("TruncatedNormal", {}, 0.0, 0.05, "truncated"),
        ("RandomUniform", {}, 0.0, 0.05, "uniform"),
    ],
)
def test_fixed_distributions(name, arguments, centre, unit, kind):
    values = make(name, arguments, seed=5)((100, 200))
    assert_drawn_from((values - centre) / unit, kind)


@pytest.mark.parametrize("mode", ["fan_in", "fan_out", "fan_avg"])
@pytest.mark.parametrize("distribution", ["uniform", "normal", "untruncated_normal"])
def test_variance_scaling(mode, distribution):
    fan_in, fan_out = 3 * 40, 3 * 160
    connections = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": 300}[mode]
    initializer = initializers.VarianceScaling(2.5, mode, distribution, seed=7)
    values = initializer((3, 40, 160))
    np.testing.assert_allclose(values.var(), 2.5 / connections, rtol=0.05)


@pytest.mark.parametrize("shape", FANS)
def test_fans(shape):
    assert compute_fans(shape) == FANS[shape]


def test_fans_of_other_axes():
    assert compute_fans((2, 3, 5), input_axes=[0], output_axes=[1, 2]) == (2, 15)
    ours = initializers.GlorotUniform(seed=1, input_axes=[0], output_axes=[1, 2])
    limit = math.sqrt(6 / (20 + 30 * 40))
    assert_drawn_from(ours((20, 30, 40)) / limit, "uniform")


@pytest.mark.parametrize("shape", [(30, 30), (40, 15), (15, 40), (3, 3, 4, 10)])
def test_orthogonal(shape):
    w = initializers.Orthogonal(gain=1.5, seed=1)(shape).reshape(-1, shape[-1])
    product = w @ w.T if w.shape[0] < w.shape[1] else w.T @ w
    np.testing.assert_allclose(product, 2.25 * np.eye(len(product)), atol=2e-5)


def test_orthogonal_prefers_no_direction():
    """All rotations and reflections are equally likely: every entry has mean 0."""
    draws = [initializers.Orthogonal(seed=seed)((4, 4)) for seed in range(400)]
    assert np.abs(np.mean(draws, axis=0)).max() < 4 * 0.5 / math.sqrt(400)


@pytest.mark.parametrize(("name", "arguments"), FIXED)
@pytest.mark.parametrize("dtype", [None, "float16", "bfloat16", "int32"])
def test_fixed_values_are_those_of_keras(name, arguments, dtype):
    expected = make_keras(name, arguments)((3, 4), dtype)
    found = make(name, arguments)((3, 4), dtype)
    assert isinstance(found, np.ndarray)
    assert found.dtype == (dtype or "float32")
    np.testing.assert_array_equal(
        found.astype("float32"), np.asarray(expected, "float32")
    )


@pytest.mark.parametrize(("name", "arguments"), RANDOM)
def test_number_formats(name, arguments):
    for dtype in ("float32", "float16", "bfloat16", "float64"):
        values = make(name, arguments)((4, 3), dtype)
        assert values.dtype == dtype
        assert values.shape == (4, 3)


# --- seeds ----------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "arguments"), RANDOM)
def test_an_object_repeats_itself(name, arguments):
    initializer = make(name, arguments)
    np.testing.assert_array_equal(initializer((4, 3)), initializer((4, 3)))


@pytest.mark.parametrize(("name", "arguments"), RANDOM)
def test_seeds_choose_the_numbers(name, arguments):
    first, same, other = (make(name, arguments, seed=s)((4, 3)) for s in (1, 1, 2))
    np.testing.assert_array_equal(first, same)
    assert (first != other).any()


@pytest.mark.parametrize(("name", "arguments"), RANDOM)
def test_without_a_seed_the_global_stream_chooses(name, arguments):
    set_seed(11)
    first, second = (make(name, arguments)((4, 3)) for _ in range(2))
    set_seed(11)
    again = make(name, arguments)((4, 3))
    assert (first != second).any()
    np.testing.assert_array_equal(first, again)


def test_numpys_global_numbers_are_neither_used_nor_moved():
    np.random.seed(1)
    first = initializers.HeNormal(seed=4)((5, 5))
    after_first = np.random.random()
    np.random.seed(1)
    assert np.random.random() == after_first
    np.testing.assert_array_equal(initializers.HeNormal(seed=4)((5, 5)), first)


# --- configs --------------------------------------------------------------------------


def make_keras(name, arguments, **more):
    return getattr(keras.initializers, name)(**arguments, **more)


@pytest.mark.parametrize("seed", [None, 7])
@pytest.mark.parametrize(("name", "arguments"), RANDOM)
def test_random_configs_are_those_of_keras(name, arguments, seed):
    ours, theirs = (f(name, arguments, seed=seed) for f in (make, make_keras))
    config = {
        key: value
        for key, value in theirs.get_config().items()
        if not (key in ("input_axes", "output_axes") and value is None)
    }
    assert ours.get_config() == config
    assert type(ours).from_config(theirs.get_config()).get_config() == config
    back = keras.initializers.get(initializers.serialize(ours))
    assert back.get_config() == theirs.get_config()


@pytest.mark.parametrize(("name", "arguments"), FIXED)
def test_fixed_configs_are_those_of_keras(name, arguments):
    ours, theirs = make(name, arguments), make_keras(name, arguments)
    description = keras.initializers.serialize(theirs)
    assert initializers.get(description).get_config().items() >= (
        theirs.get_config().items()
    )
    if name == "Identity":  # whose gain Keras 3.15 forgets
        description["config"] = arguments
    assert initializers.serialize(ours) == description


def test_a_clone_without_a_seed_draws_other_numbers():
    initializer = initializers.RandomNormal()
    assert (initializer.clone()((3,)) != initializer((3,))).any()
    initializer = initializers.RandomNormal(seed=1)
    np.testing.assert_array_equal(initializer.clone()((3,)), initializer((3,)))


def test_axes_stay_in_the_config():
    initializer = initializers.HeNormal(seed=1, input_axes=(0,), output_axes=(1,))
    config = {"seed": 1, "input_axes": [0], "output_axes": [1]}
    assert initializer.get_config() == config


# --- names ----------------------------------------------------------------------------


def test_every_name_of_keras_is_known():
    skipped = {"get", "serialize", "deserialize", "Initializer"}
    for name in dir(keras.initializers):
        if name[0] != "_" and name not in skipped and "stft" not in name.lower():
            cls = getattr(keras.initializers, name)
            expected = cls.__name__
            assert type(initializers.get(name)).__name__ == expected
            if not name.endswith("Initializer"):
                assert getattr(initializers, name).__name__ == expected
    for name in ("zero", "one", "normal", "uniform"):
        expected = type(keras.initializers.get(name)).__name__
        assert type(initializers.get(name)).__name__ == expected


def test_what_get_accepts():
    assert initializers.get(None) is None
    assert isinstance(initializers.get(initializers.HeNormal), initializers.HeNormal)
    initializer = initializers.Ones()
    assert initializers.get(initializer) is initializer
    assert initializers.get(np.zeros) is np.zeros
    np.testing.assert_array_equal(initializers.get(0.1)((2,)), np.float32([0.1, 0.1]))


def test_an_array_is_its_own_initializer():
    array = np.arange(6.0).reshape(2, 3)
    initializer = initializers.get(array)
    np.testing.assert_array_equal(initializer((2, 3)), array)
    back = initializers.get(initializers.serialize(initializer))
    np.testing.assert_array_equal(back((2, 3)), array)
    with pytest.raises(ValueError, match=r"shape \(2, 3\) for a weight of .*\(3, 2\)"):
        initializer((3, 2))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: initializers.get("glorot_unifrom"), 'Did you mean "glorot_uniform"'),
        (lambda: initializers.HeNormal(seed=1.5), "received seed=1.5"),
        (lambda: initializers.HeNormal(seed=-1), "received seed=-1"),
        (lambda: initializers.VarianceScaling(0), "received scale=0"),
        (lambda: initializers.VarianceScaling(mode="fan"), 'Did you mean "fan_in"'),
        (
            lambda: initializers.VarianceScaling(distribution="unifrm"),
            'Did you mean "uniform"',
        ),
        (lambda: initializers.Identity()((2, 2, 2)), "cannot fill the shape"),
        (lambda: initializers.Orthogonal()((2,)), "cannot fill the shape"),
    ],
)
def test_errors_say_what_to_do(call, message):
    with pytest.raises(ValueError, match=message) as caught:
        call()
    assert len(str(caught.value).splitlines()) == 3
    assert max(map(len, str(caught.value).splitlines()[:1])) <= 80
