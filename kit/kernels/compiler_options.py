"""Options of the XLA compiler that make small networks fast on a CPU.

The trainer passes them to `jax.jit(..., compiler_options=...)`. Their names are
experimental, so they are tried once and left out where they do not exist.
"""

import functools
import os

import jax

# Hand convolutions, and the matrix products next to them, to oneDNN, which the wheels
# for Linux contain; sums stay with YNNPACK. (An empty value would mean none at all, and
# summing the gradient of a bias gets slow.)
_SUMS_ALONE = {"xla_cpu_experimental_ynn_fusion_type": "LIBRARY_FUSION_TYPE_REDUCE"}
_FOR_CONVOLUTIONS = {"xla_cpu_experimental_onednn_custom_call": True, **_SUMS_ALONE}
# Without convolutions, large products or small batches stay with the compiler's choice,
# YNNPACK: a step of two hidden layers of 512 units takes Eigen 1.40 of the time at
# batch 32, and 1.18 at batch 128. Small products of many rows go to Eigen. At rest it
# takes 0.97 to 1.03 of YNNPACK's time (hidden layers of 32 to 128 units, LSTM and GRU,
# batch 128); and while a loop in Python keeps one of two cores busy, an epoch of
# 784-128-10 takes 1.3 of its time at rest, with YNNPACK 1.8: Eigen's threads share the
# pieces of a product anew, so that the one with a core of its own takes more of them.
_FOR_SMALL_PRODUCTS = _SUMS_ALONE
# Use the whole width of AVX-512 registers where the processor has them (the compiler's
# default is half): the same numbers to the last bit; steps of small dense networks at
# batch 32 take 0.92 of the time, at batch 128 0.96.
_WIDE_REGISTERS = {"xla_cpu_prefer_vector_width": 512}


def compiler_options(
    has_convolution: bool, has_small_products: bool = False
) -> dict[str, bool | int | str] | None:
    """Returns options for `jax.jit`, or None for the compiler's own.

    None also on other devices than a CPU, on versions of JAX that do not know the
    options, and if the environment variable KIT_COMPILER_OPTIONS is 0.

    Args:
        has_convolution: whether the program contains convolutions.
        has_small_products: whether its matrix products are small, but of many rows.

    >>> step = jax.jit(lambda x: x + 1, compiler_options=compiler_options(False))
    >>> int(step(1))
    2
    """
    if os.environ.get("KIT_COMPILER_OPTIONS") == "0":
        return None
    if jax.default_backend() != "cpu":
        return None
    options: dict[str, bool | int | str] = {**_WIDE_REGISTERS}
    if has_convolution:
        options |= _FOR_CONVOLUTIONS
    elif has_small_products:
        options |= _FOR_SMALL_PRODUCTS
    return options if _accepted(tuple(options.items())) else None


@functools.cache
def _accepted(items: tuple[tuple[str, bool | int | str], ...]) -> bool:
    """Compiles a tiny program with the options to see whether they exist."""
    try:
        jax.jit(lambda x: x + 1, compiler_options=dict(items))(0.0)
    except Exception:  # Each version has its own error for an unknown option.
        return False
    return True
