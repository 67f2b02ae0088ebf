"""Functions of arrays: activations, penalties, projections, schedules, operations."""

from tests.parity.case import Function, named
from tests.parity.inputs import constant, distributions, numbers, positive, whole

x, matrix = numbers(4, 6, scale=3.0), numbers(4, 3)
STEPS = constant(list(range(0, 30, 2)))

ACTIVATIONS = """
celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh
leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink
softmax softplus softsign sparse_plus sparse_sigmoid squareplus swish tanh tanh_shrink
""".split()

WITH_ARGUMENTS = [
    "lambda x: activations.relu(x, negative_slope=0.1, max_value=2.0, threshold=0.5)",
    "lambda x: activations.relu(x, threshold=-1.0)",
    "lambda x: activations.leaky_relu(x, negative_slope=0.3)",
    "lambda x: activations.elu(x, alpha=0.5)",
    "lambda x: activations.celu(x, alpha=0.5)",
    "lambda x: activations.gelu(x, approximate=True)",
    "lambda x: activations.softmax(x, axis=0)",
    "lambda x: activations.log_softmax(x, axis=0)",
    "lambda x: activations.glu(x, axis=0)",
    "lambda x: activations.threshold(x, 0.5, -1.0)",
    "lambda x: activations.squareplus(x, b=2)",
    "lambda x: activations.soft_shrink(x, threshold=1.0)",
    "lambda x: activations.hard_shrink(x, threshold=1.0)",
    "activations.get('hard_silu')",
]

PENALTIES = [
    "regularizers.L1(0.1)",
    "regularizers.L2(0.1)",
    "regularizers.L1L2(0.1, 0.2)",
    "regularizers.OrthogonalRegularizer(0.1, mode='rows')",
    "regularizers.OrthogonalRegularizer(0.1, mode='columns')",
    "regularizers.get('l1')",
    "regularizers.get('l2')",
]

PROJECTIONS = [
    "constraints.NonNeg()",
    "constraints.MaxNorm(0.5)",
    "constraints.MaxNorm(1.0, axis=[0, 1])",
    "constraints.UnitNorm()",
    "constraints.UnitNorm(axis=1)",
    "constraints.MinMaxNorm(0.5, 1.0, rate=0.3, axis=1)",
    "constraints.get('non_neg')",
]

SCHEDULES = [
    "ExponentialDecay(0.1, 7, 0.5)",
    "ExponentialDecay(0.1, 7, 0.5, staircase=True)",
    "CosineDecay(0.1, 20)",
    "CosineDecay(0.1, 20, alpha=0.2)",
    "CosineDecay(0.01, 15, warmup_target=0.1, warmup_steps=6)",
    "CosineDecayRestarts(0.1, 6)",
    "CosineDecayRestarts(0.1, 5, t_mul=1.5, m_mul=0.8, alpha=0.1)",
    "PiecewiseConstantDecay([4, 10], [0.1, 0.01, 0.001])",
    "PolynomialDecay(0.1, 12, 0.01, power=2.0)",
    "PolynomialDecay(0.1, 9, cycle=True)",
    "InverseTimeDecay(0.1, 5, 0.5)",
    "InverseTimeDecay(0.1, 5, 0.5, staircase=True)",
]

OPERATIONS = [
    Function("lambda x, y: ops.matmul(x, ops.transpose(y))", matrix, matrix),
    Function("lambda x: ops.mean(x, axis=1, keepdims=True)", x),
    Function("lambda x: ops.var(x, axis=0)", x),
    Function("lambda x: ops.std(x)", x),
    Function("lambda x: ops.norm(x, axis=-1)", x),
    Function("lambda x: ops.logsumexp(x, axis=1)", x),
    Function("lambda x: ops.softmax(x, axis=(0, 1))", x),
    Function("lambda x: ops.clip(x, -1.0, 1.0)", x),
    Function("lambda x: ops.where(x > 0, x, 2 * x)", x),
    Function("lambda x: ops.concatenate([x, x], axis=1)", x),
    Function("lambda x: ops.einsum('ij,kj->ik', x, x)", x),
    Function("lambda x: ops.top_k(x, 2)", x),
    Function("lambda x: ops.erf(x)", x),
    Function("lambda x: ops.rsqrt(x)", positive(3, 4)),
    Function("lambda x: ops.one_hot(x, 5)", whole(-1, 6, 2, 3)),
    Function("lambda x: ops.one_hot(x, 3, axis=0)", whole(0, 3, 4)),
    Function("lambda x: ops.cumsum(x, axis=1)", x),
    Function("lambda x: ops.sort(x, axis=0)", x),
    Function("lambda x: ops.argmax(x, axis=-1)", x),
    Function("lambda x: ops.normalize(x, axis=-1)", x),
    Function("lambda x, y: ops.binary_crossentropy(y, x, from_logits=True)", x, x),
    Function(
        "lambda x, y: ops.categorical_crossentropy(y, x, from_logits=True)",
        x,
        distributions(4, 6),
        by=(0,),
    ),
    Function(
        "lambda x: ops.sparse_categorical_crossentropy(jnp.array([0, 1, 2, 5]), x, "
        "from_logits=True)",
        x,
    ),
    Function("lambda x: ops.unstack(x, axis=1)", matrix),
    Function("lambda x: ops.split(x, 3, axis=1)", x),
    Function("lambda x: ops.moments(x, axes=(0, 1))", x),
    Function("lambda x: ops.isin(x, jnp.array([1, 2]))", whole(0, 5, 2, 3)),
    Function("lambda x: ops.pad(x, ((1, 0), (0, 2)), mode='edge')", matrix),
    Function("lambda x: ops.take(x, jnp.array([2, 0]), axis=1)", matrix),
]

CASES = named(
    [Function(f"activations.{name}", x) for name in ACTIVATIONS]
    + [Function(code, x) for code in WITH_ARGUMENTS]
    + [Function("activations.softmax", numbers(2, 3, 4, scale=30.0))]
    + [Function("activations.sigmoid", numbers(20, scale=60.0))]
    + [Function("activations.softplus", numbers(20, scale=60.0))]
    + [Function(code, matrix) for code in PENALTIES + PROJECTIONS]
    + [Function(f"jax.vmap(optimizers.schedules.{code})", STEPS) for code in SCHEDULES]
    + OPERATIONS
)
