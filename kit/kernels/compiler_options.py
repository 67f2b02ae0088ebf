"""Options of the XLA compiler that make small networks fast on a CPU.

The trainer passes them to `jax.jit(..., compiler_options=...)`. Their names are
experimental, so they are tried once and left out where they do not exist.
"""

import functools
import os

import jax

# Hand convolutions, and the matrix products next to them, to oneDNN, which the wheels
# for Linux contain; sums stay with YNNPACK. (An empty value would mean none at all, and
# summing the gradient of a bias gets slow.) Networks without convolutions keep the
# compiler's own choice, YNNPACK for products as well. Against Eigen's products it takes
# 0.61 of the time in a step of two hidden layers of 512 units at batch 32, 0.92 with
# one of 128 units, 1.00 of that at batch 128. The price: while another program keeps
# one of two cores busy, it takes 1.2 and 1.1 of the time for the latter two.
_FOR_CONVOLUTIONS = {
    "xla_cpu_experimental_onednn_custom_call": True,
    "xla_cpu_experimental_ynn_fusion_type": "LIBRARY_FUSION_TYPE_REDUCE",
}
# Use the whole width of AVX-512 registers where the processor has them (the compiler's
# default is half): the same numbers to the last bit; steps of small dense networks at
# batch 32 take 0.92 of the time, at batch 128 0.96.
_WIDE_REGISTERS = {"xla_cpu_prefer_vector_width": 512}


def compiler_options(has_convolution: bool) -> dict[str, bool | int | str] | None:
    """Returns options for `jax.jit`, or None for the compiler's own.

    None also on other devices than a CPU, on versions of JAX that do not know the
    options, and if the environment variable KIT_COMPILER_OPTIONS is 0.

    Args:
        has_convolution: whether the program contains convolutions.

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
    return options if _accepted(tuple(options.items())) else None


@functools.cache
def _accepted(items: tuple[tuple[str, bool | int | str], ...]) -> bool:
    """Compiles a tiny program with the options to see whether they exist."""
    try:
        jax.jit(lambda x: x + 1, compiler_options=dict(items))(0.0)
    except Exception:  # Each version has its own error for an unknown option.
        return False
    return True
