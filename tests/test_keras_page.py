"""The page that compares kit with Keras says what is missing, all of it and no more."""

import re
from pathlib import Path

import pytest

import kit

keras = pytest.importorskip("keras")

PAGE = (Path(kit.__file__).parent / "docs/keras.md").read_text()
SECTION = PAGE.partition("## What kit has not got")[2]
MISSING = {
    place: re.findall(r"`(\w+)`", names)
    for place, names in re.findall(
        r"^- `([\w.]+)`:(.*?)(?=^- |\Z)", SECTION, re.M | re.S
    )
}
# Parts of Keras with names that a program uses.
PLACES = """
keras keras.layers keras.activations keras.initializers keras.regularizers
keras.constraints keras.losses keras.metrics keras.optimizers keras.optimizers.schedules
keras.callbacks keras.models keras.saving keras.utils keras.ops keras.random
keras.config keras.backend keras.preprocessing keras.preprocessing.image
keras.preprocessing.sequence keras.datasets keras.visualization keras.distribution
""".split()


def find(library, place):
    for name in place.split(".")[1:]:
        library = getattr(library, name)
    return library


@pytest.mark.parametrize("place", MISSING)
def test_what_is_said_to_be_missing_is_missing(place):
    assert place in PLACES
    module = find(kit, place)
    assert [name for name in MISSING[place] if hasattr(module, name)] == []


@pytest.mark.skipif(
    f"Keras {keras.__version__.rpartition('.')[0]}" not in PAGE,
    reason="the page is about another release of Keras",
)
@pytest.mark.parametrize("place", PLACES)
def test_all_that_keras_exports_is_in_kit_or_on_the_page(place):
    module, said = find(kit, place), {"src", *MISSING.get(place, [])}
    names = [name for name in dir(find(keras, place)) if not name.startswith("_")]
    assert [n for n in names if not hasattr(module, n) and n not in said] == []
