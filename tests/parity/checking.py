"""The comparison of one configuration with the record of Keras."""

import functools

import numpy as np

import kit
from tests.parity.measuring import measure
from tests.parity.recording import load
from tests.parity.tables import TABLES

# Of the largest number in an array; ten steps add up what is rounded in each.
ONE_CALL, TEN_STEPS = 1e-5, 1e-4
ROUNDING = 2e-7  # where all numbers are nearly 0


@functools.cache
def measured(table):
    """What kit gives for all configurations of a table, compiled together."""
    return measure(kit, TABLES[table])


@functools.cache
def recorded(table):
    return load(table)


def check(table, name):
    """Compare numbers, shapes and names."""
    found, wanted = measured(table)[name], recorded(table)[name]
    if found.error is not None:
        raise found.error
    assert_same_facts(found.facts, wanted.facts)
    assert set(found.parts) == set(wanted.parts)
    for part, arrays in wanted.parts.items():
        tolerance = TEN_STEPS if "ten steps" in part else ONE_CALL
        pairs = zip(found.parts[part], arrays, strict=True)
        for place, (one, other) in enumerate(pairs):
            assert_close(one, other, tolerance, f"{part} {place}")


def assert_same_facts(found, wanted):
    assert list(found) == list(wanted)
    for fact, value in wanted.items():
        assert found[fact] == value, fact


def assert_close(found, wanted, tolerance, what):
    assert found.shape == wanted.shape, what
    found = found.astype("float64")
    largest = np.abs(wanted[np.isfinite(wanted)]).max(initial=0)
    np.testing.assert_allclose(
        found, wanted, rtol=0, atol=tolerance * largest + ROUNDING, err_msg=what
    )
