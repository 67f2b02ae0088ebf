"""Recurrent layers: gates, masks, directions, states; and the wrappers around them."""

from tests.parity.case import Layer, named
from tests.parity.inputs import beginnings, holes, numbers

x, other = numbers(2, 5, 3), numbers(2, 4, 2)
mask, gaps = beginnings(2, 5), holes(2, 5)

KINDS = ["SimpleRNN", "LSTM", "GRU"]
OPTIONS = [
    "",
    ", return_sequences=True",
    ", return_sequences=True, return_state=True",
    ", go_backwards=True",
    ", go_backwards=True, return_sequences=True",
    ", use_bias=False",
    ", unroll=True",
    ", activation='relu', kernel_regularizer='l2', recurrent_regularizer='l2'",
]

CASES = named(
    [Layer(f"layers.{kind}(3{options})", x) for kind in KINDS for options in OPTIONS]
    + [
        Layer(f"layers.{kind}(3{options})", x, mask=places)
        for kind in KINDS
        for options, places in [
            ("", mask),
            ("", gaps),
            (", return_sequences=True", gaps),
            (", return_sequences=True, zero_output_for_mask=True", mask),
            (", return_state=True, go_backwards=True", mask),
            (", return_sequences=True, unroll=True", gaps),
        ]
    ]
    + [
        Layer("layers.LSTM(3, unit_forget_bias=False)", x),
        Layer("layers.LSTM(3, recurrent_activation='hard_sigmoid')", x),
        Layer("layers.LSTM(3, activation='linear')", x),
        Layer("layers.LSTM(2, bias_regularizer='l1', kernel_constraint='max_norm')", x),
        Layer("layers.GRU(3, reset_after=False)", x),
        Layer("layers.GRU(3, reset_after=False, use_bias=False)", x),
        Layer("layers.GRU(3, reset_after=False, return_sequences=True)", x, mask=gaps),
        Layer("layers.GRU(3, recurrent_activation='tanh')", x),
        Layer("layers.SimpleRNN(3, activation=None)", x),
        Layer("layers.LSTM(3, dropout=0.2, recurrent_dropout=0.2)", x, trains=False),
        Layer("layers.GRU(3, dropout=0.2, recurrent_dropout=0.2)", x, trains=False),
        Layer("layers.RNN(layers.SimpleRNNCell(3))", x),
        Layer("layers.RNN(layers.LSTMCell(3), return_state=True)", x),
        Layer("layers.RNN(layers.GRUCell(3), return_sequences=True)", x, mask=mask),
        Layer("layers.RNN([layers.LSTMCell(3), layers.GRUCell(2)])", x),
        Layer(
            "layers.RNN([layers.GRUCell(2), layers.GRUCell(2)], return_state=True)",
            x,
        ),
        Layer("layers.Bidirectional(layers.LSTM(3))", x),
        Layer("layers.Bidirectional(layers.GRU(3, return_sequences=True))", x),
        Layer("layers.Bidirectional(layers.SimpleRNN(3), merge_mode='sum')", x),
        Layer("layers.Bidirectional(layers.SimpleRNN(3), merge_mode='mul')", x),
        Layer(
            "layers.Bidirectional(layers.SimpleRNN(3), merge_mode='ave')",
            x,
        ),
        Layer("layers.Bidirectional(layers.LSTM(3), merge_mode=None)", x),
        Layer("layers.Bidirectional(layers.LSTM(2, return_state=True))", x),
        Layer(
            "layers.Bidirectional(layers.LSTM(3, return_sequences=True))", x, mask=mask
        ),
        Layer("layers.Bidirectional(layers.GRU(3))", x, mask=gaps),
        Layer(
            "layers.Bidirectional(layers.LSTM(2), "
            "backward_layer=layers.GRU(2, go_backwards=True))",
            x,
        ),
        Layer("layers.TimeDistributed(layers.Dense(3))", x),
        Layer(
            "layers.TimeDistributed(layers.Dense(3, activation='relu'))", x, mask=mask
        ),
        Layer("layers.TimeDistributed(layers.Conv2D(2, 2))", numbers(2, 3, 4, 4, 1)),
        Layer("layers.TimeDistributed(layers.Flatten())", numbers(2, 3, 2, 2)),
        Layer("layers.TimeDistributed(layers.LSTM(2))", numbers(2, 3, 4, 2)),
        Layer("layers.Masking(mask_value=0.0)", x),
    ]
)
