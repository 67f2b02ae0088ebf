"""Which activation comes last in a function, read from its program.

Models that are written as a class do not list their layers in order; their program
does. JAX writes it down (a "jaxpr") without computing anything.
"""

from typing import Any

import jax

# Operations after which numbers still are what they were.
_SAME = (
    "convert_element_type",
    "reshape",
    "squeeze",
    "expand_dims",
    "transpose",
    "copy",
    "stop_gradient",
    "optimization_barrier",
)
_ONE_STEP = {"logistic": "sigmoid", "tanh": "tanh", "exp": "exponential"}
_PRODUCTS = ("dot_general", "conv_general_dilated")


def last_activations(program: Any) -> list[str | None]:
    """Return the activation behind each output of a program, None where unclear.

    >>> program = jax.make_jaxpr(jax.numpy.tanh)(0.5)
    >>> last_activations(program)
    ['tanh']
    """
    walk = _Walk(program.jaxpr)
    return [walk.activation(variable) for variable in program.jaxpr.outvars]


class _Walk:
    """Walks backwards through one program, and into the programs inside of it."""

    def __init__(self, jaxpr, outer=None):
        self.makers = {
            id(variable): (equation, place)
            for equation in jaxpr.eqns
            for place, variable in enumerate(equation.outvars)
        }
        self.outer = outer or {}  # id of an input -> (walk, variable) outside
        self.ends = {id(variable) for variable in [*jaxpr.invars, *jaxpr.constvars]}

    def origin(self, variable):
        """The operation that really made a value, and the walk that it is in."""
        if id(variable) in self.outer:
            walk, outside = self.outer[id(variable)]
            return walk.origin(outside)
        if id(variable) not in self.makers:
            return self, None
        equation, place = self.makers[id(variable)]
        name = equation.primitive.name
        if name in _SAME:
            return self.origin(equation.invars[place if name == _SAME[-1] else 0])
        inner = _inner(equation)
        if inner is not None and len(inner.outvars) == len(equation.outvars):
            outside = equation.invars[len(equation.invars) - len(inner.invars) :]
            links = {
                id(inside): (self, variable)
                for inside, variable in zip(inner.invars, outside, strict=False)
            }
            return _Walk(inner, links).origin(inner.outvars[place])
        return self, equation

    def activation(self, variable):
        walk, equation = self.origin(variable)
        if equation is None:
            return None
        name = equation.primitive.name
        if name in _ONE_STEP:
            return _ONE_STEP[name]
        if name in _PRODUCTS:
            return "linear"
        if name == "max" and any(_is_zero(one) for one in equation.invars):
            return "relu"
        if name == "div" and walk.maker(equation.invars[0]) == "exp":
            return "softmax"
        if name in ("add", "add_any"):
            made = [walk.maker(one) for one in equation.invars]
            if any(one in _PRODUCTS for one in made) and _SPREAD in made:
                return "linear"
        return None

    def maker(self, variable):
        """The name of the operation behind a value; `_SPREAD` for a spread weight."""
        walk, equation = self.origin(variable)
        if equation is None:
            return _SPREAD
        name = equation.primitive.name
        if name == "broadcast_in_dim":
            return walk.maker(equation.invars[0])
        return name


_SPREAD = "a weight"


def _inner(equation):
    """The program inside of a call such as jit, or None."""
    for key in ("jaxpr", "call_jaxpr", "fun_jaxpr"):
        found = equation.params.get(key)
        if found is not None:
            return getattr(found, "jaxpr", found)
    return None


def _is_zero(variable):
    value = getattr(variable, "val", None)
    return value is not None and getattr(value, "size", 1) == 1 and float(value) == 0


def makes_all_pairs(function: Any, labels: Any, outputs: Any) -> bool:
    """Tell whether a function compares all labels with all outputs of a batch.

    Args:
        function: `function(y_true, y_pred)`.
        labels: Shape and format of a batch of labels, `(n,)`.
        outputs: Shape and format of its outputs, `(n, 1)`.

    >>> one = jax.ShapeDtypeStruct((7,), "float32")
    >>> two = jax.ShapeDtypeStruct((7, 1), "float32")
    >>> makes_all_pairs(lambda a, b: jax.numpy.mean((a - b) ** 2), one, two)
    True
    """
    size = labels.shape[0]
    try:
        loose = jax.make_jaxpr(function)(labels, outputs)
        upright = jax.ShapeDtypeStruct((size, 1), labels.dtype)
        aligned = jax.make_jaxpr(function)(upright, outputs)
    except Exception:  # the function itself will say what it does not like
        return False
    return _has_square(loose.jaxpr, size) and not _has_square(aligned.jaxpr, size)


def _has_square(jaxpr, size):
    for equation in jaxpr.eqns:
        shapes = [getattr(one.aval, "shape", ()) for one in equation.outvars]
        if any(shape.count(size) > 1 for shape in map(tuple, shapes)):
            return True
        inner = _inner(equation)
        if inner is not None and _has_square(inner, size):
            return True
    return False
