"""Options of the XLA compiler that make small networks fast on a CPU.

The trainer passes them to `jax.jit(..., compiler_options=...)`. Their names are
experimental, so they are tried once and left out where they do not exist.
"""

import functools
import os

import jax

# Hand convolutions and matrix products to oneDNN, which the wheels for Linux contain.
_ONEDNN = {"xla_cpu_experimental_onednn_custom_call": True}
# Use YNNPACK for sums only: Eigen's matrix products are faster for small layers. (An
# empty value would mean none at all, and summing the gradient of a bias gets slow.)
_SUMS_BY_YNNPACK = {
    "xla_cpu_experimental_ynn_fusion_type": "LIBRARY_FUSION_TYPE_REDUCE"
}
# Use the whole width of AVX-512 registers where the processor has them (the compiler's
# default is half): the same numbers to the last bit; steps of small dense networks at
# batch 32 take 0.92 of the time, at batch 128 0.96.
_WIDE_REGISTERS = {"xla_cpu_prefer_vector_width": 512}


def compiler_options(
    has_convolution: bool, has_recurrence: bool = False
) -> dict[str, bool | int | str] | None:
    """Returns options for `jax.jit`, or None for the compiler's own.

    None also on other devices than a CPU, on versions of JAX that do not know the
    options, and if the environment variable KIT_COMPILER_OPTIONS is 0.

    Args:
        has_convolution: whether the program contains convolutions.
        has_recurrence: whether it contains recurrent layers. The compiler's own choice
            of matrix products is faster for those: 0.9 of the time of an LSTM.

    >>> step = jax.jit(lambda x: x + 1, compiler_options=compiler_options(False))
    >>> int(step(1))
    2
    """
    if os.environ.get("KIT_COMPILER_OPTIONS") == "0":
        return None
    if jax.default_backend() != "cpu":
        return None
    options: dict[str, bool | int | str] = {**_WIDE_REGISTERS}
    if has_convolution or not has_recurrence:
        options |= _SUMS_BY_YNNPACK
    if has_convolution:
        options |= _ONEDNN
    return options if _accepted(tuple(options.items())) else None


@functools.cache
def _accepted(items: tuple[tuple[str, bool | int | str], ...]) -> bool:
    """Compiles a tiny program with the options to see whether they exist."""
    try:
        jax.jit(lambda x: x + 1, compiler_options=dict(items))(0.0)
    except Exception:  # Each version has its own error for an unknown option.
        return False
    return True
