"""NamedAttributes: what a layer says of attributes that it does not have, or not yet.

The base of all layers; it has no attributes of its own.
"""

import dis
import functools
import inspect
from difflib import SequenceMatcher
from typing import Any

from kit import config
from kit.diagnosis.calls import not_built
from kit.diagnosis.options import misspelt_attribute
from kit.diagnosis.writing import super_is_missing

_SETTABLE = ("trainable", "stop_training")
_ALIKE = 0.8


class NamedAttributes:
    """The part of a layer that explains missing attributes."""

    def __getattr__(self, name: str) -> Any:
        """Explain why an attribute is missing, if there is more to say than Python."""
        if not name.startswith("__"):
            error = _reason(self, name)
            if error is not None:
                raise error
        return object.__getattribute__(self, name)  # raises as Python does

    def __setattr__(self, name: str, value: Any) -> None:
        if name[0] in "tsTS" and type(self).__module__.startswith("kit."):
            _check_spelling(self, name)
        super().__setattr__(name, value)


def _reason(layer, name):
    """The error for an attribute that a learner cannot know the reason of."""
    built = vars(layer).get("built")
    kinds = type(layer).__mro__
    if built is None:
        if any(name in _made_in(kind, "__init__") for kind in kinds[1:]):
            return super_is_missing(type(layer).__name__).error(AttributeError)
        return None
    if not built and any(name in _made_in(kind, "build") for kind in kinds):
        return not_built(layer.name, name).error(AttributeError)
    return None


@functools.cache
def _made_in(kind: type, method: str) -> frozenset[str]:
    """The attributes that a method of a class itself sets."""
    function = inspect.unwrap(vars(kind).get(method, int))
    if not inspect.isfunction(function):  # the class has none of its own
        return frozenset()
    steps = dis.get_instructions(function)
    return frozenset(step.argval for step in steps if step.opname == "STORE_ATTR")


def _check_spelling(layer, name):
    known = name in _SETTABLE or name in vars(layer) or hasattr(type(layer), name)
    if known or config.findings() == "off":
        return
    for right in _SETTABLE:
        alike = SequenceMatcher(None, name.lower(), right).ratio() >= _ALIKE
        if alike and abs(len(name) - len(right)) < 2 and hasattr(layer, right):
            finding = misspelt_attribute(layer.name, name, right)
            raise finding.error(AttributeError)
