"""The mistakes in PyTorch, as far as they can be made there; see `compare`."""

START = """
import numpy as np
import torch
from torch import nn
torch.manual_seed(0)
random = np.random.default_rng(0)
x = torch.tensor(random.random((200, 8, 8)).astype("float32"))
y = torch.tensor(random.integers(0, 10, 200))

def mlp(units=10, *end):
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 16), nn.ReLU(),
                         nn.Linear(16, units), *end)

def train(model, loss, x, y, rate=0.001, optimizer=torch.optim.Adam):
    optimizer = optimizer(model.parameters(), lr=rate)
    for _ in range(2):
        for i in range(0, len(x), 32):
            value = loss(model(x[i : i + 32]), y[i : i + 32])
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
    return value.item()

table = torch.tensor(random.normal(size=(640, 10)).astype("float32"))
"""

PROGRAMS = {
    "01_integer_labels": "end = train(mlp(), nn.CrossEntropyLoss(), x, y)",
    "02_one_hot_labels": (
        "end = train(mlp(), nn.CrossEntropyLoss(), x, nn.functional.one_hot(y, 10))"
    ),
    "03_softmax_and_logits": (
        "end = train(mlp(10, nn.Softmax(-1)), nn.CrossEntropyLoss(), x, y)"
    ),
    "04_no_softmax": "end = train(mlp(), nn.NLLLoss(), x, y)",
    "05_too_few_outputs": "end = train(mlp(7), nn.CrossEntropyLoss(), x, y)",
    "06_softmax_of_one_unit": (
        "end = train(mlp(1, nn.Softmax(-1)), nn.BCELoss(), x, (y % 2).float()[:, None])"
    ),
    "07_one_sigmoid_for_ten_classes": (
        "end = train(mlp(1, nn.Sigmoid()), nn.BCELoss(), x, y.float()[:, None])"
    ),
    "07b_softmax_and_binary_loss": (
        "rows = nn.functional.one_hot(y, 10).float()\n"
        "end = train(mlp(10, nn.Softmax(-1)), nn.BCELoss(), x, rows)"
    ),
    "08_labels_from_one": "end = train(mlp(), nn.CrossEntropyLoss(), x, y + 1)",
    "08b_labels_as_words": "torch.tensor(np.array(['cat', 'dog'])[y % 2])",
    "09_pixels_up_to_255": "end = train(mlp(), nn.CrossEntropyLoss(), 255 * x, y)",
    "10_only_training_is_scaled": (
        "model = mlp()\nend = train(model, nn.CrossEntropyLoss(), x, y)\nmodel(255 * x)"
    ),
    "11_no_channel_axis": "nn.Conv2d(1, 4, 3)(x)",
    "12_one_image_without_batch": "mlp()(x[0])",
    "13_batch_in_the_input_shape": "nn.Linear(200 * 64, 16)(x.flatten(1))",
    "13b_wrong_size_inside": "nn.Linear(64, 60)(x.flatten(1)).reshape(-1, 8, 8)",
    "17_sorted_data_with_split": (
        "order = y.argsort()\nx, y = x[order], y[order]\n"
        "end = train(mlp(), nn.CrossEntropyLoss(), x[:160], y[:160])"
    ),
    "18_fit_twice": (
        "model = mlp()\ntrain(model, nn.CrossEntropyLoss(), x, y)\n"
        "end = train(model, nn.CrossEntropyLoss(), x, y)"
    ),
    "20_rate_too_high": (
        "end = train(nn.Linear(10, 1), nn.MSELoss(), table, table.sum(1)[:, None], "
        "5.0, torch.optim.SGD)"
    ),
    "20b_nan_in_the_data": (
        "table[501, 3] = float('nan')\n"
        "end = train(nn.Linear(10, 1), nn.MSELoss(), table, table.sum(1)[:, None])"
    ),
    "23b_loss_misspelt": "nn.CrossEntropyLos()",
    "24_all_pairs": (
        "end = train(nn.Linear(10, 1), nn.MSELoss(), table, table.sum(1))"
    ),
    "25_different_lengths": (
        "end = train(mlp(), nn.CrossEntropyLoss(), x[:100], y[:99])"
    ),
    "25b_lstm_without_steps": "nn.LSTM(10, 4, batch_first=True)(table)",
}
