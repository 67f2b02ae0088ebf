"""Attention: each query collects the values whose keys are like it.

`MultiHeadAttention`, in a file of its own, does so several times side by side.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit.layers.dropout import drop, standardize_rate
from kit.layers.layer import Layer
from kit.layers.shape_tracing import trace_outputs
from kit.random import SeedGenerator
from kit.serialization import register

_LARGE = 1e4  # so large that exp(-_LARGE) is 0, in every number format


@register("keras.layers")
class Attention(Layer):
    """Returns, for each query, the mean of the values, weighted by likeness.

        scores  = query @ transpose(key)
        outputs = softmax(scores) @ value

    Args:
        use_scale: Whether to learn a factor for the scores.
        score_mode: `"dot"` as above, or `"concat"` for the scores
            weight * sum(tanh(query + key)).
        dropout: Share of the weights to drop while training.
        seed: A whole number for dropout; by default drawn from the global stream.

    Call it on a list `[query, value]` or `[query, value, key]`; without a key the value
    serves as the key. `use_causal_mask=True` hides what comes after a query, and
    `return_attention_scores=True` returns the softmax as well.

    Input shape: `(batch, queries, features)`, `(batch, values, features)`.
    Output shape: `(batch, queries, features of the values)`.

    >>> query, value = jnp.ones((1, 2, 4)), jnp.ones((1, 3, 4))
    >>> Attention()([query, value]).shape
    (1, 2, 4)
    """

    supports_masking = True

    def __init__(
        self,
        use_scale: bool = False,
        score_mode: str = "dot",
        dropout: float = 0.0,
        seed: int | None = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if score_mode not in ("dot", "concat"):
            raise ValueError(
                f"score_mode={score_mode!r} is no way to compare query and key.\n"
                'Expected "dot" or "concat".\n'
                "Leave it out for the scalar product."
            )
        self.use_scale = use_scale
        self.score_mode = score_mode
        self.dropout = standardize_rate(dropout)
        self.seed = seed
        if self.dropout > 0:
            self.seed_generator = SeedGenerator(seed)

    def build(self, input_shape):
        """Make the factors that are learned, if any."""
        self._check_count(input_shape)
        self.scale = self.concat_score_weight = None
        if self.use_scale:
            self.scale = self.add_weight(name="scale", shape=(), initializer="ones")
        if self.score_mode == "concat":
            self.concat_score_weight = self.add_weight(
                name="concat_score_weight", shape=(), initializer="ones"
            )

    def scores(self, query: Any, key: Any) -> Any:
        """Return how like each query is to each key, (batch, queries, keys)."""
        scale = 1 if self.scale is None else self.scale
        if self.score_mode == "dot":
            return query @ jnp.swapaxes(key, -2, -1) * scale
        sums = jnp.tanh(scale * (query[..., :, None, :] + key[..., None, :, :]))
        return self.concat_score_weight * sums.sum(-1)

    def call(
        self,
        inputs,
        mask=None,
        training=False,
        return_attention_scores=False,
        use_causal_mask=False,
    ):
        """Return the weighted means, and the weights if they are asked for."""
        self._check_count(inputs)
        query, value = inputs[:2]
        key = inputs[2] if len(inputs) > 2 else value
        query_mask, value_mask = (None, None) if mask is None else mask[:2]
        scores = self.scores(query, key)
        visible = jnp.ones(scores.shape, bool)
        if value_mask is not None:
            visible = visible & value_mask[..., None, :].astype(bool)
        if use_causal_mask:
            visible = jnp.tril(visible)
        # Not minus infinity: where nothing is visible, all weights shall be equal.
        weights = jax.nn.softmax(jnp.where(visible, scores, -_LARGE), axis=-1)
        if training and self.dropout > 0:
            weights = drop(weights, self.seed_generator.next(), self.dropout)
        outputs = weights @ value
        if query_mask is not None:
            outputs = jnp.where(query_mask[..., None], outputs, 0)
        return (outputs, weights) if return_attention_scores else outputs

    def compute_mask(self, inputs, previous_mask=None):
        """Return the mask of the queries."""
        return None if previous_mask is None else previous_mask[0]

    def compute_output_shape(self, input_shape):
        """Return the queries' shape with the features of the values."""
        self._check_count(input_shape)
        return (*input_shape[0][:-1], input_shape[1][-1])

    def compute_output_spec(self, *args, **kwargs) -> Any:
        """Return KerasTensors with the shapes of the outputs."""
        return trace_outputs(self, args, kwargs)

    def _check_count(self, inputs):
        if not isinstance(inputs, list | tuple) or len(inputs) not in (2, 3):
            count = len(inputs) if isinstance(inputs, list | tuple) else 1
            raise ValueError(
                f'Layer "{self.name}" received {count} inputs.\n'
                "Expected a list: [query, value] or [query, value, key].\n"
                "Write layer([x, x]) to let a sequence attend to itself."
            )


@register("keras.layers")
class AdditiveAttention(Attention):
    """Attention whose likeness of query and key is learned.

        scores  = sum(scale * tanh(query + key))
        outputs = softmax(scores) @ value

    Args:
        use_scale: Whether to learn a factor for each feature.
        dropout: Share of the weights to drop while training.
        seed: A whole number for dropout; by default drawn from the global stream.

    Inputs and outputs are those of `Attention`.

    >>> query, value = jnp.ones((1, 2, 4)), jnp.ones((1, 3, 4))
    >>> AdditiveAttention()([query, value]).shape
    (1, 2, 4)
    """

    def __init__(
        self,
        use_scale: bool = True,
        dropout: float = 0.0,
        seed: int | None = None,
        **kwargs,
    ):
        super().__init__(use_scale=use_scale, dropout=dropout, seed=seed, **kwargs)

    def build(self, input_shape):
        """Make a factor for each feature."""
        self._check_count(input_shape)
        self.scale = None
        if self.use_scale:
            self.scale = self.add_weight(name="scale", shape=(input_shape[0][-1],))

    def scores(self, query: Any, key: Any) -> Any:
        """Return how like each query is to each key, (batch, queries, keys)."""
        scale = 1 if self.scale is None else self.scale
        sums = jnp.tanh(query[..., :, None, :] + key[..., None, :, :])
        return (scale * sums).sum(-1)
