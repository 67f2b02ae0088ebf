"""Layers that make one tensor of several, and attention."""

from tests.parity.case import Layer, named
from tests.parity.inputs import beginnings, numbers

a, b = numbers(2, 3, 4), numbers(2, 3, 4)
wide, single, flat = numbers(2, 5, 4), numbers(2, 1, 4), numbers(2, 4)
query, value = numbers(2, 3, 4), numbers(2, 5, 4)


def merge(code, *inputs):
    return Layer(code, *inputs, together=True)


CASES = named(
    [
        merge(f"layers.{kind}()", *inputs)
        for kind in ["Add", "Multiply", "Average", "Maximum", "Minimum"]
        for inputs in [(a, b), (a, single), (a, b, a)]
    ]
    + [
        merge("layers.Subtract()", a, b),
        merge("layers.Subtract()", a, single),
        merge("layers.Add()", flat, single),
        merge("layers.Concatenate()", a, b),
        merge("layers.Concatenate(axis=1)", a, wide, single),
        merge("layers.Concatenate(axis=-2)", a, wide),
        merge("layers.Dot(axes=1)", flat, flat),
        merge("layers.Dot(axes=-1, normalize=True)", flat, flat),
        merge("layers.Dot(axes=2)", a, wide),
        merge("layers.Dot(axes=(2, 1))", a, flat),
        merge("layers.Dot(axes=(1, 1), normalize=True)", a, b),
        merge("layers.Attention()", query, value),
        merge("layers.Attention(use_scale=True)", query, value, value),
        merge("layers.Attention(score_mode='concat')", query, value),
        merge("layers.AdditiveAttention()", query, value),
        merge("layers.AdditiveAttention(use_scale=False)", query, value),
        Layer("layers.Attention()", query, value, together=True, use_causal_mask=True),
        Layer("layers.MultiHeadAttention(2, 3)", query, value),
        Layer(
            "layers.MultiHeadAttention(1, 2, value_dim=2, use_bias=False)", query, value
        ),
        Layer("layers.MultiHeadAttention(2, 2, output_shape=5)", query, value, value),
        Layer("layers.MultiHeadAttention(2, 2)", query, query, use_causal_mask=True),
        Layer(
            "layers.MultiHeadAttention(2, 2)", query, value, value_mask=beginnings(2, 5)
        ),
        Layer("layers.MultiHeadAttention(2, 2, attention_axes=(1,))", query, value),
        Layer(
            "layers.MultiHeadAttention(2, 2, dropout=0.3)", query, value, trains=False
        ),
    ]
)
