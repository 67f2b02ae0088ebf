"""MultiHeadAttention: several attentions side by side, as in a Transformer."""

import string
from typing import Any

import jax
import jax.numpy as jnp

from kit import constraints, initializers, regularizers
from kit.layers.dropout import Dropout, standardize_rate
from kit.layers.einsum_dense import EinsumDense
from kit.layers.layer import Layer
from kit.layers.shapes import positive_integer
from kit.serialization import register, serialize


@register("keras.layers")
class MultiHeadAttention(Layer):
    """Lets every step of a query look at all steps of a value, in several ways at once.

        q, k, v = query @ Wq, key @ Wk, value @ Wv        for each head
        heads   = softmax(q @ transpose(k) / sqrt(key_dim)) @ v
        outputs = heads side by side @ Wo

    Args:
        num_heads: How many attentions there are side by side.
        key_dim: Length of the vectors q and k.
        value_dim: Length of the vectors v; by default `key_dim`.
        dropout: Share of the weights to drop while training.
        use_bias: Whether the four products have biases.
        output_shape: Size of the outputs; by default that of the query.
        attention_axes: Axes to attend over; by default all between batch and features.
        sliding_window: How far a step can see: this number minus 1 to either side.
        flash_attention: Accepted for Keras's signature.
        kernel_initializer: How the kernels start.
        bias_initializer: How the biases start.
        kernel_regularizer: A penalty on the kernels.
        bias_regularizer: A penalty on the biases.
        activity_regularizer: A penalty on the outputs of the four products.
        kernel_constraint: A projection of the kernels after every update.
        bias_constraint: A projection of the biases after every update.
        use_gate: Whether to multiply the heads by sigmoid(query @ Wg).
        seed: A whole number for dropout; by default drawn from the global stream.

    Call it as `layer(query, value)` or `layer(query, value, key)`, and with
    `use_causal_mask=True` to hide what comes later, `attention_mask` (batch, queries,
    values) to say who sees what, `return_attention_scores=True` to get the softmax.

    Input shape: `(batch, queries, features)`, `(batch, values, features)`.
    Output shape: the query's, or `(batch, queries, *output_shape)`.

    >>> x = jnp.ones((1, 5, 16))
    >>> outputs, scores = MultiHeadAttention(2, 8)(x, x, return_attention_scores=True)
    >>> outputs.shape, scores.shape
    ((1, 5, 16), (1, 2, 5, 5))
    """

    supports_masking = True

    def __init__(
        self,
        num_heads: int,
        key_dim: int,
        value_dim: int | None = None,
        dropout: float = 0.0,
        use_bias: bool = True,
        output_shape: int | tuple | None = None,
        attention_axes: int | tuple | None = None,
        sliding_window: int | None = None,
        flash_attention: bool | None = None,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        use_gate: bool = False,
        seed: int | None = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.num_heads = positive_integer(num_heads, "num_heads")
        self.key_dim = positive_integer(key_dim, "key_dim")
        self.value_dim = positive_integer(value_dim or key_dim, "value_dim")
        self.dropout = standardize_rate(dropout)
        self.use_bias = use_bias
        self._output_shape = _as_tuple(output_shape)
        self.attention_axes = _as_tuple(attention_axes)
        self.sliding_window = sliding_window
        if sliding_window is not None:
            positive_integer(sliding_window, "sliding_window")
        self.flash_attention = flash_attention
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self._activity_regularizer = regularizers.get(activity_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.use_gate = use_gate
        self.seed = seed

    def build(self, query_shape, value_shape, key_shape=None):
        """Make the products that lead to q, k and v, and the one behind the heads."""
        key_shape = value_shape if key_shape is None else key_shape
        self._check_shapes(value_shape, key_shape)
        heads, size = self.num_heads, self.value_dim
        self.query_dense = self._product("query", query_shape, (heads, self.key_dim))
        self.key_dense = self._product("key", key_shape, (heads, self.key_dim))
        if self.use_gate:
            self._gate_dense = self._product(
                "gate", query_shape, (heads, size), activation="sigmoid"
            )
        self.value_dense = self._product("value", value_shape, (heads, size))
        if self.dropout > 0:
            self._dropout_layer = Dropout(
                self.dropout, seed=self.seed, dtype=self.dtype_policy
            )
            self._dropout_layer.built = True
        outputs = self._output_shape or (query_shape[-1],)
        head_shape = (*query_shape[:-1], heads, size)
        self.output_dense = self._product("attention_output", head_shape, outputs, 2)

    def _product(self, name, shape, sizes, summed=1, activation=None):
        """Make a layer that sums over the last axes and gives `sizes` instead."""
        letters = string.ascii_lowercase
        rank = len(shape)
        kept, over = letters[: rank - summed], letters[rank - summed : rank]
        new = letters[rank : rank + len(sizes)]
        layer = EinsumDense(
            f"{kept}{over},{over}{new}->{kept}{new}",
            output_shape=(*[None] * (len(kept) - 1), *sizes),
            activation=activation,
            bias_axes=new if self.use_bias else None,
            kernel_initializer=self._fresh(self.kernel_initializer),
            bias_initializer=self._fresh(self.bias_initializer),
            kernel_regularizer=self.kernel_regularizer,
            bias_regularizer=self.bias_regularizer,
            activity_regularizer=self._activity_regularizer,
            kernel_constraint=self.kernel_constraint,
            bias_constraint=self.bias_constraint,
            dtype=self.dtype_policy,
            name=name,
        )
        layer.build(shape)
        for weight in layer.weights:
            weight.path = f"{self.name}/{weight.path}"
        return layer

    def _fresh(self, initializer):
        """A second object draws other numbers, so that q and k start differently."""
        return initializer.clone() if hasattr(initializer, "clone") else initializer

    def call(
        self,
        query,
        value,
        key=None,
        query_mask=None,
        value_mask=None,
        key_mask=None,
        attention_mask=None,
        return_attention_scores=False,
        training=None,
        use_causal_mask=False,
    ):
        """Return the outputs, and the weights of all heads if they are asked for."""
        key = value if key is None else key
        visible = self._visible(query, value, use_causal_mask)
        for mask, axis in ((query_mask, -1), (value_mask, -2), (key_mask, -2)):
            if mask is not None:
                visible = _both(visible, jnp.expand_dims(mask.astype(bool), axis))
        if attention_mask is not None:
            visible = _both(visible, attention_mask.astype(bool))
        heads, weights = self._attend(
            self.query_dense(query),
            self.key_dense(key),
            self.value_dense(value),
            visible,
        )
        if self.use_gate:
            heads = heads * self._gate_dense(query)
        outputs = self.output_dense(heads)
        return (outputs, weights) if return_attention_scores else outputs

    def _visible(self, query, value, causal):
        """Say which steps each step may look at by its place, (1, queries, values)."""
        steps = jnp.arange(query.shape[1])[:, None]
        others = jnp.arange(value.shape[1])[None, :]
        visible = None
        if causal:
            visible = (others <= steps)[None]
        if self.sliding_window is not None:
            near = abs(steps - others) < self.sliding_window
            visible = _both(visible, near[None])
        return visible

    def _attend(self, query, key, value, visible):
        """Return the values' means (batch, queries, heads, value_dim), and weights."""
        rank = query.ndim
        axes = self.attention_axes or tuple(range(1, rank - 2))
        axes = tuple(axis % (rank - 1) for axis in axes)
        compare, combine = attention_equations(rank, axes)
        scores = jnp.einsum(compare, key, query * self.key_dim**-0.5)
        last = tuple(range(-len(axes), 0))
        if visible is None:
            weights = jax.nn.softmax(scores, axis=last)
        else:
            while visible.ndim < scores.ndim:
                visible = jnp.expand_dims(visible, -2 * len(axes) - 1)
            lowest = jnp.finfo(scores.dtype).min / 2
            weights = jax.nn.softmax(jnp.where(visible, scores, lowest), axis=last)
            weights = jnp.where(visible, weights, 0)  # also where nothing is visible
        kept = self._dropout_layer(weights) if self.dropout > 0 else weights
        return jnp.einsum(combine, kept, value), weights

    def compute_output_shape(self, query_shape, value_shape, key_shape=None):
        """Return the query's shape, with the features of the outputs."""
        self._check_shapes(value_shape, key_shape or value_shape)
        return (*query_shape[:-1], *(self._output_shape or query_shape[-1:]))

    def _check_shapes(self, value_shape, key_shape):
        if value_shape[1:-1] != key_shape[1:-1]:
            raise ValueError(
                f'Layer "{self.name}" got values {value_shape} and keys {key_shape}.\n'
                "Expected a key for each value: the same sizes but for the last.\n"
                "Leave the key out to use the values as keys."
            )

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make the same layer."""
        config = super().get_config()
        del config["flash_attention"]
        return config | {
            "output_shape": serialize(self._output_shape),
            "activity_regularizer": serialize(self._activity_regularizer),
        }


def attention_equations(rank: int, axes: tuple[int, ...]) -> tuple[str, str]:
    """Return the einsum equations of scores and of outputs.

    Args:
        rank: Number of axes of q, k and v: batch, ..., heads, features.
        axes: The axes to attend over.

    >>> attention_equations(4, (1,))
    ('aecd,abcd->acbe', 'acbe,aecd->abcd')
    """
    letters = string.ascii_lowercase
    query = letters[:rank]
    other = dict(zip(axes, letters[rank:], strict=False))
    key = "".join(other.get(axis, letter) for axis, letter in enumerate(query))
    batch = "".join(query[i] for i in range(rank - 1) if i not in axes)
    scores = batch + "".join(query[i] for i in axes) + "".join(key[i] for i in axes)
    return f"{key},{query}->{scores}", f"{scores},{key}->{query}"


def _both(one, other):
    return other if one is None else one & other


def _as_tuple(value):
    return (value,) if isinstance(value, int) else tuple(value) if value else None
