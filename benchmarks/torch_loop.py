"""Training with PyTorch: the plain loop that a user would write.

Eager, with slices of tensors instead of a DataLoader, which would be slower, and with
the fused Adam. Loss and accuracy are counted as `fit` counts them.
"""

import time
from typing import Any

import torch

from benchmarks.keras_loop import steady


def epoch_seconds(model: Any, x: Any, y: Any, settings: dict) -> list[float]:
    """Train a model; returns the seconds of each epoch but the first."""
    device = "cuda" if torch.cuda.is_available() else "cpu"  # as the others choose
    model, x = model.to(device), torch.as_tensor(x).to(device)
    y = torch.as_tensor(y).long().to(device)
    # Keras's numbers: they change nothing in the speed, but it is the same Adam.
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7, fused=True)
    ends = []
    model.train()
    for _ in range(settings["epochs"]):
        train_epoch(model, optimizer, x, y, settings["batch_size"])
        ends.append(time.perf_counter())
    return steady(ends)


def train_epoch(model: Any, optimizer: Any, x: Any, y: Any, batch_size: int) -> dict:
    """Run one epoch in random order; returns the average loss and the accuracy."""
    loss_function = torch.nn.CrossEntropyLoss()
    total = torch.zeros((), device=x.device)
    correct = torch.zeros((), dtype=torch.long, device=x.device)
    for rows in torch.randperm(len(x), device=x.device).split(batch_size):
        labels = y[rows]
        outputs = model(x[rows])
        loss = loss_function(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(rows)
        correct += (outputs.argmax(1) == labels).sum()
    return {"loss": total.item() / len(x), "accuracy": correct.item() / len(x)}
