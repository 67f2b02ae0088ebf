"""Runs configurations on kit or Keras: many in one compiled program, models one by one.

Results are `{name: Result}`; a case that fails has the error in the place of numbers.
"""

from dataclasses import dataclass

import jax
import numpy as np

# Each program runs once, so time is better saved when it is compiled.
FASTEST = {"xla_backend_optimization_level": 0}


@dataclass
class Result:
    """Numbers by what they are, lists of arrays; and facts that are not numbers."""

    parts: dict
    facts: dict
    error: Exception | None = None


def measure(library, cases):
    """Measure a table of cases; all that can be compiled is compiled together."""
    results, programs, arguments = {}, {}, {}
    for name, case in cases.items():
        try:
            if hasattr(case, "measure_now"):
                parts, facts = case.measure_now(library, name)
                results[name] = Result(parts, facts)
                continue
            programs[name], arguments[name], facts = case.prepare(library, name)
            results[name] = Result({}, facts)
        except Exception as error:
            results[name] = Result({}, {}, error)

    def together(arguments):
        found = {}
        for name in programs:
            try:
                found[name] = programs[name](*arguments[name])
            except Exception as error:
                results[name].error = error
        return found

    compiled = jax.jit(together).lower(arguments).compile(compiler_options=FASTEST)
    for name, parts in jax.device_get(compiled(arguments)).items():
        results[name].parts = {part: as_arrays(found) for part, found in parts.items()}
    return results


def as_arrays(found):
    found = found if isinstance(found, list | tuple) else [found]
    return [np.asarray(array) for array in found]
