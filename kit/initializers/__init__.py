"""Initializers: the values with which the weights of a layer start.

Each is called with a shape and returns a NumPy array; layers find them by name.

    initializer       Initializer, the base class of them all
    fixed_values      Zeros, Ones, Constant, Identity
    random_values     RandomNormal, RandomUniform, TruncatedNormal
    variance_scaling  VarianceScaling and its forms Glorot, He and Lecun; fans
    orthogonal        Orthogonal
    names             get, serialize, deserialize
"""

from kit.diagnosis.names import unknown_attribute as _unknown
from kit.initializers.fixed_values import Constant, Identity, Ones, Zeros
from kit.initializers.initializer import Initializer
from kit.initializers.names import deserialize, get, serialize
from kit.initializers.orthogonal import Orthogonal
from kit.initializers.random_values import RandomNormal, RandomUniform, TruncatedNormal
from kit.initializers.variance_scaling import (
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LecunNormal,
    LecunUniform,
    VarianceScaling,
)

# Keras offers every class under this form of its name too.
constant, identity, ones, zeros = Constant, Identity, Ones, Zeros
random_normal, random_uniform = RandomNormal, RandomUniform
truncated_normal, variance_scaling = TruncatedNormal, VarianceScaling
glorot_normal, glorot_uniform = GlorotNormal, GlorotUniform
he_normal, he_uniform = HeNormal, HeUniform
lecun_normal, lecun_uniform = LecunNormal, LecunUniform
orthogonal = OrthogonalInitializer = Orthogonal
IdentityInitializer = Identity

__all__ = [
    "Constant",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "Identity",
    "IdentityInitializer",
    "Initializer",
    "LecunNormal",
    "LecunUniform",
    "Ones",
    "Orthogonal",
    "OrthogonalInitializer",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
    "Zeros",
    "constant",
    "deserialize",
    "get",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "identity",
    "lecun_normal",
    "lecun_uniform",
    "ones",
    "orthogonal",
    "random_normal",
    "random_uniform",
    "serialize",
    "truncated_normal",
    "variance_scaling",
    "zeros",
]


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
