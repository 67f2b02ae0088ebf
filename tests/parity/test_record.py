"""The record is of these configurations, and the installed Keras still gives it."""

import numpy as np
import pytest

from tests.parity.checking import recorded
from tests.parity.measuring import measure
from tests.parity.tables import TABLES

EVERY = 28  # one configuration in so many is computed by Keras here and now
MODELS = {  # these take longer
    "graph_models": ["two outputs by name"],
    "sequence_models": ["masked attention"],
}


def sample():
    """The names of the configurations to compute, by table."""
    names = [
        (table, name)
        for table in TABLES
        for name in TABLES[table]
        if not table.endswith("models")
    ]
    chosen = names[::EVERY]
    return {table: [n for t, n in chosen if t == table] for table, _ in chosen} | MODELS


def test_there_are_more_than_six_hundred_configurations():
    assert sum(map(len, TABLES.values())) > 600


@pytest.mark.parametrize("table", TABLES)
def test_each_configuration_is_on_record(table):
    assert list(recorded(table)) == list(TABLES[table])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("table", sample())
def test_keras_still_gives_what_is_on_record(table):
    keras = pytest.importorskip("keras")
    chosen = {name: TABLES[table][name] for name in sample()[table]}
    for name, result in measure(keras, chosen).items():
        assert result.error is None
        wanted = recorded(table)[name]
        assert result.facts == wanted.facts
        for part, arrays in wanted.parts.items():
            for one, other in zip(result.parts[part], arrays, strict=True):
                np.testing.assert_allclose(
                    one.astype("float32"), other, rtol=1e-4, atol=1e-6
                )
