"""Seeds and random numbers: one global stream of seeds, and states that layers keep.

`set_seed` starts the stream. Every layer and every fit draws its seed from it in the
order in which a program creates them, so the same program gives the same numbers.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import jax
import jax.numpy as jnp
import numpy as np

from kit import config
from kit.variables import Variable

DEFAULT_SEED = 0


class _SeedStream:
    """A sequence of integer seeds that any thread may draw from."""

    def __init__(self, seed: int):
        self._lock = threading.Lock()
        self.restart(seed)

    def restart(self, seed: int) -> None:
        with self._lock:
            self._generator = generator(seed)

    def next(self) -> int:
        with self._lock:
            return int(self._generator.integers(1, 2**31 - 1))


def generator(seed: int | list[int]) -> np.random.Generator:
    """Return a NumPy generator that depends on `seed` and on nothing else.

    Several numbers, such as a seed and an epoch, make one seed together.

    >>> generator(1).integers(9).item() == generator(1).integers(9).item()
    True
    """
    return np.random.Generator(np.random.PCG64(seed))


class _Streams(threading.local):
    """The stream that this thread draws from; all share one, but inside `seeded`."""

    now = _SeedStream(DEFAULT_SEED)


_streams = _Streams()


def set_seed(seed: int) -> None:
    """Start the global stream of seeds again from `seed`.

    >>> set_seed(1); first = next_seed(); set_seed(1)
    >>> first == next_seed()
    True
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(
            f"The seed is {seed!r}.\n"
            "Expected a whole number from 0 up.\n"
            "Write for example kit.utils.set_random_seed(1)."
        )
    _streams.now.restart(int(seed))


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Draw from a stream of its own inside a `with` block, started from `seed`.

    Other threads draw from the global stream meanwhile, undisturbed.

    >>> set_seed(1)
    >>> with seeded(7):
    ...     inside = next_seed()
    >>> after = next_seed(); set_seed(1); after == next_seed()
    True
    """
    before, _streams.now = _streams.now, _SeedStream(seed)
    try:
        yield
    finally:
        _streams.now = before


def next_seed() -> int:
    """Draw the next seed from the global stream, or from that of `seeded`.

    >>> isinstance(next_seed(), int)
    True
    """
    return _streams.now.next()


class SeedGenerator:
    """A stream of keys for random layers, kept in a Variable.

    The state is `[seed, counter]`; every draw returns it and adds one to the counter.
    As it is a Variable, a pure train step carries it along, and saving stores it.

    Args:
        seed: A whole number; by default drawn from the global stream.

    >>> seeds = SeedGenerator(7)
    >>> seeds.next().tolist(), seeds.next().tolist()
    ([7, 0], [7, 1])
    """

    def __init__(self, seed: int | None = None, name: str = "seed_generator"):
        self.seed = next_seed() if seed is None else int(seed)
        start = np.array([self.seed % 2**32, 0], "uint32")
        self.state = Variable(start, f"{name}_state", trainable=False)

    def next(self) -> jax.Array:
        """Return the key of this draw, uint32 (2,), and move on."""
        key = self.state.value
        self.state.assign(key + jnp.array([0, 1], "uint32"))
        return key

    def get_config(self) -> dict:
        """Return the arguments that make the same generator."""
        return {"seed": self.seed}


def jax_key(seed: int | SeedGenerator | None = None) -> jax.Array:
    """Return a key for `jax.random` from a seed, a SeedGenerator or the global stream.

    >>> jax.random.uniform(jax_key(1)) == jax.random.uniform(jax_key(1))
    Array(True, dtype=bool)
    """
    if isinstance(seed, SeedGenerator):
        state = seed.next()
        return jax.random.fold_in(jax.random.key(state[0]), state[1])
    return jax.random.key(next_seed() if seed is None else seed)


def normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None) -> jax.Array:
    """Draw from the normal distribution with this mean and standard deviation.

    >>> normal((2, 3), seed=1).shape
    (2, 3)
    """
    dtype = dtype or config.floatx()
    return mean + stddev * jax.random.normal(jax_key(seed), tuple(shape), dtype)


def uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None) -> jax.Array:
    """Draw evenly from `minval` up to, but not including, `maxval`.

    >>> uniform((2, 3), seed=1).shape
    (2, 3)
    """
    dtype = dtype or config.floatx()
    return jax.random.uniform(jax_key(seed), tuple(shape), dtype, minval, maxval)


def randint(shape, minval, maxval, dtype="int32", seed=None) -> jax.Array:
    """Draw whole numbers from `minval` up to, but not including, `maxval`.

    >>> randint((4,), 0, 10, seed=1).shape
    (4,)
    """
    return jax.random.randint(jax_key(seed), tuple(shape), minval, maxval, dtype)


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None) -> jax.Array:
    """Draw from the normal distribution within two standard deviations of the mean.

    >>> bool((abs(truncated_normal((100,), seed=1)) <= 2).all())
    True
    """
    dtype = dtype or config.floatx()
    draws = jax.random.truncated_normal(jax_key(seed), -2.0, 2.0, tuple(shape), dtype)
    return mean + stddev * draws


def categorical(logits, num_samples: int, dtype="int32", seed=None) -> jax.Array:
    """Draw classes with the probabilities softmax(logits), (rows, num_samples).

    >>> categorical([[0.0, 99.0]], 3, seed=1).tolist()
    [[1, 1, 1]]
    """
    logits = jnp.asarray(logits)
    shape = (logits.shape[0], num_samples)
    draws = jax.random.categorical(jax_key(seed), logits[:, None, :], shape=shape)
    return draws.astype(dtype)


def dropout(inputs, rate: float, noise_shape=None, seed=None) -> jax.Array:
    """Set a share of the numbers to 0 and divide the others by `1 - rate`.

    >>> sorted({float(x) for x in dropout(jnp.ones(50), 0.5, seed=1)})
    [0.0, 2.0]
    """
    inputs = jnp.asarray(inputs)
    shape = inputs.shape if noise_shape is None else tuple(noise_shape)
    kept = jax.random.bernoulli(jax_key(seed), 1 - rate, shape)
    return jnp.where(kept, inputs / (1 - rate), 0).astype(inputs.dtype)


def beta(shape, alpha, beta, dtype=None, seed=None) -> jax.Array:
    """Draw from the beta distribution, numbers between 0 and 1.

    >>> beta((2, 3), 2.0, 5.0, seed=1).shape
    (2, 3)
    """
    dtype = dtype or config.floatx()
    return jax.random.beta(jax_key(seed), alpha, beta, tuple(shape), dtype)


def gamma(shape, alpha, dtype=None, seed=None) -> jax.Array:
    """Draw from the gamma distribution with shape `alpha` and scale 1.

    >>> gamma((2, 3), 2.0, seed=1).shape
    (2, 3)
    """
    return jax.random.gamma(
        jax_key(seed), alpha, tuple(shape), dtype or config.floatx()
    )


def binomial(shape, counts, probabilities, dtype=None, seed=None) -> jax.Array:
    """Draw how many of `counts` tries succeed, each with one of `probabilities`.

    >>> binomial((2,), 5.0, 1.0, seed=1).tolist()
    [5.0, 5.0]
    """
    dtype = dtype or config.floatx()
    return jax.random.binomial(
        jax_key(seed), counts, probabilities, tuple(shape), dtype
    )


def shuffle(x, axis: int = 0, seed=None) -> jax.Array:
    """Return `x` with its entries along one axis in random order.

    >>> sorted(shuffle([3, 1, 2], seed=1).tolist())
    [1, 2, 3]
    """
    return jax.random.permutation(jax_key(seed), jnp.asarray(x), axis)
