"""Rules for a loss that fails: NaN, growing, standing still.

They read numbers that training has anyway. Only where these look wrong does
`kit.training.search` look closer, and its answers are the facts here.
"""

from dataclasses import dataclass

from kit.diagnosis.book import mistake
from kit.diagnosis.facts import OptimizerFacts
from kit.diagnosis.finding import Finding
from kit.diagnosis.state import USUAL
from kit.diagnosis.words import listing, number, numpy, short


@dataclass(frozen=True)
class LostLoss:
    """Where and why a loss became NaN or infinite.

    Args:
        value: What it is now, nan or inf.
        epoch: The epoch, from 1.
        batch: The batch of the epoch, from 1.
        cause: `"data"`, `"layer"`, `"rate"` or `"loss"`.
        where: The name of the array, the layer or the loss.
        row: The row of the batch that holds it, for data.
        largest_weight: The greatest weight before this batch.
        gradient: The length of the gradient before this batch, or None.
    """

    value: float
    epoch: int
    batch: int
    cause: str
    where: str = ""
    row: int | None = None
    largest_weight: float = 0.0
    gradient: float | None = None


@mistake(
    "nan-loss",
    "train",
    lost=LostLoss(float("nan"), 1, 37, "rate", "dense", largest_weight=1e19),
    optimizer=OptimizerFacts("SGD", 100.0),
)
def nan_loss(lost: LostLoss, optimizer: OptimizerFacts) -> Finding:
    """The loss is not a number any more.

    Symptom: `loss: nan` for ever after.

    Cause: One of four. The data holds NaN. The learning rate is so high that weights
        grow until they overflow. A layer divides by zero or takes the root of a
        negative number. Or the loss does, such as the logarithm of 0. One NaN reaches
        all weights in a single step, so training cannot recover, and kit stops it.

    Picture:
        loss   2.3   48   1e5   1e19   inf   nan   nan   nan

    Exercise: Compute 0 / 0, log(-1) and inf - inf with NumPy.
    """
    cause, expected, fix, line, change = _EXPLAINED[lost.cause](lost, optimizer)
    what = f"The loss became {number(lost.value)} in batch {lost.batch} of epoch "
    what += f"{lost.epoch}: {cause}."
    expected += " Training stopped, as no weight can recover from that."
    return Finding(what, expected, fix, level="warning", line=line, change=change)


def _from_data(lost, optimizer):
    name = lost.where
    line = f"{name} = {numpy()}.nan_to_num({name})"
    at = "" if lost.row is None else f", row {lost.row} of the batch"
    return (
        f"{name} holds NaN",
        f"{name} holds NaN or infinity{at}.",
        "Fill the gaps, or leave such rows out:",
        line,
        {"before": "fit"},
    )


def _from_rate(lost, optimizer):
    usual = USUAL.get(optimizer.kind, 0.001)
    rate = "the rate" if optimizer.rate is None else f"{number(optimizer.rate)}"
    better = usual
    if optimizer.rate is not None and optimizer.rate <= usual * 10:
        better = float(f"{optimizer.rate / 10:.1g}")
    size = f"weights had grown to {number(lost.largest_weight)}"
    if lost.gradient is not None:
        size += f", the gradient to {number(lost.gradient)}"
    return (
        "the learning rate is too high",
        f"With learning_rate={rate} {size}.",
        f"Lower the learning rate of {optimizer.kind}:",
        f"learning_rate={better}",
        {"optimizer": True, "set": ("learning_rate", better)},
    )


def _from_layer(lost, optimizer):
    return (
        f'layer "{short(lost.where, 18)}" made it',
        f'Of finite inputs "{short(lost.where)}" made NaN or infinity.',
        "Look for a division, a root or a logarithm in its call:",
        "x / (y + 1e-7)  # or ops.log(ops.maximum(x, 1e-7))",
        {},
    )


def _from_loss(lost, optimizer):
    return (
        f'"{short(lost.where, 20)}" made it',
        f'The model gave finite outputs; what "{short(lost.where)}" made of them was '
        "not.",
        "Look for a logarithm, a root or a division by zero in it:",
        "ops.log(ops.maximum(y_pred, 1e-7))",
        {},
    )


_EXPLAINED = {
    "data": _from_data,
    "rate": _from_rate,
    "layer": _from_layer,
    "loss": _from_loss,
}


@mistake(
    "rate-too-high",
    "end",
    first=2.31,
    losses=[19.0, 53.2],
    optimizer=OptimizerFacts("SGD", 5.0),
)
def rate_too_high(
    first: float | None, losses: list[float], optimizer: OptimizerFacts
) -> Finding | None:
    r"""The loss grows instead of falling.

    Symptom: Each epoch ends with a higher loss than the one before.

    Cause: The steps are longer than the valley is wide, so each one lands higher on the
        other side.

    Picture:
        \               /     4
         \     2       /
          \    .     3       start low, end high
           \_1_____/

    Exercise: Halve the rate until the loss falls. How often did you halve it?
    """
    if not losses:
        return None
    last = losses[-1]
    grew = len(losses) > 1 and last > 1.2 * losses[0] and last > 1.2 * min(losses)
    jumped = first is not None and first > 0 and last > 3 * first
    if not (grew or jumped) or last <= 0:
        return None
    start = losses[0] if grew or first is None else first
    usual = USUAL.get(optimizer.kind, 0.001)
    rate = optimizer.rate
    better = usual if rate is None or rate > usual else float(f"{rate / 10:.1g}")
    named = "" if rate is None else f" with learning_rate={number(rate)}"
    return Finding(
        f"The loss grew from {number(start)} to {number(last)}{named}.",
        "Steps that are too long lead uphill.",
        f"Lower the learning rate of {optimizer.kind}:",
        level="warning",
        line=f"learning_rate={better}",
        change={"optimizer": True, "set": ("learning_rate", better)},
    )


@mistake(
    "rate-too-low",
    "end",
    losses=[2.312, 2.311],
    optimizer=OptimizerFacts("Adam", 1e-8),
)
def rate_too_low(losses: list[float], optimizer: OptimizerFacts) -> Finding | None:
    """The loss falls, but so slowly that training will not end.

    Symptom: The first digits of the loss never change.

    Cause: Each step is the learning rate times the gradient. With a very small rate,
        weights hardly move. Adadelta has a default of 0.001, while its inventor used 1.

    Picture:
        .............                              after an epoch
        .......................................    the way to go

    Exercise: How many epochs would this training need to halve the loss?
    """
    rate, kind = optimizer.rate, optimizer.kind
    if rate is None or not losses or losses[0] <= 0:
        return None
    usual = USUAL.get(kind, 0.001)
    fell = (losses[0] - losses[-1]) / losses[0]
    if rate == 0 or rate > usual / 500 or fell > 0.01:
        return None
    moved = f"from {losses[0]:.4g} to {losses[-1]:.4g}" if len(losses) > 1 else ""
    return Finding(
        f"The loss hardly moved {moved or 'in the whole epoch'}: "
        f"learning_rate={number(rate)}.",
        f"Usual for {kind} is about {usual}.",
        "Take longer steps:",
        level="warning",
        line=f"learning_rate={usual}",
        change={"optimizer": True, "set": ("learning_rate", usual)},
    )


@mistake(
    "dead-units",
    "end",
    loss=2.3026,
    dead={"dense": 1.0},
)
def dead_units(loss: float, dead: dict[str, float]) -> Finding | None:
    """Units with relu answer 0 to every sample.

    Symptom: The loss does not move at all.

    Cause: relu gives 0 for all negative sums, and where it gives 0 it has no slope, so
        nothing leads back. Large steps or a large negative bias bring a unit there.

    Picture:
        relu      ____/        left of the bend: output 0, slope 0

    Exercise: What do LeakyReLU and elu do on the left of the bend?
    """
    found = {name: share for name, share in dead.items() if share >= 0.999}
    if not found:
        return None
    names = listing([f'"{short(name, 20)}"' for name in found], most=2)
    name = next(iter(found))
    return Finding(
        f"The loss stays at {number(loss)}: all units of {names} answer 0.",
        "relu has no slope where it gives 0, so these units cannot learn any more.",
        "Make the model again with a lower learning rate, or another activation:",
        level="warning",
        line=f'activation="leaky_relu"  # in "{name}"',
        change={"layer": name, "set": ("activation", "leaky_relu")},
    )


@mistake(
    "vanishing-gradients",
    "end",
    loss=0.6931,
    gradients={"dense": 1e-12, "dense_1": 1e-8, "dense_9": 0.1},
)
def vanishing_gradients(loss: float, gradients: dict[str, float]) -> Finding | None:
    """Hardly anything reaches the first layers.

    Symptom: The loss does not move, the more so the deeper the network is.

    Cause: On its way back the gradient is multiplied by the slope of each activation.
        That of sigmoid is at most 1/4, so after ten layers a millionth is left.

    Picture:
        layer      10     8      6       4        2        1
        gradient   0.1    0.006  4e-4    2e-5     1e-6     4e-7

    Exercise: What is the largest slope of relu, and what is that to the power of ten?
    """
    sizes = list(gradients.values())
    if len(sizes) < 2 or not sizes[-1] > 0 or sizes[0] > 1e-5 * sizes[-1]:
        return None
    first, last = list(gradients)[0], list(gradients)[-1]
    return Finding(
        f'The gradient of "{short(first, 20)}" is {number(sizes[0])}: it cannot learn.',
        f'That of "{short(last)}" is {number(sizes[-1])}; it shrinks from layer to '
        f"layer, and the loss stays at {number(loss)}.",
        "Use relu in the layers between, fewer layers, or BatchNormalization:",
        level="warning",
        line='activation="relu"',
        change={"all_hidden": True, "set": ("activation", "relu")},
    )


@mistake("no-gradient", "end", loss=0.6931, layers=["my_layer"])
def no_gradient(loss: float, layers: list[str]) -> Finding:
    """No gradient reaches the weights.

    Symptom: The loss does not move at all.

    Cause: Between weights and loss stands something without a slope: rounding, argmax,
        a comparison, a cast to whole numbers, or `ops.stop_gradient`.

    Picture:
        x -> weights -> round() -> loss
                        slope 0: nothing comes back

    Exercise: Why can accuracy not be a loss?
    """
    names = listing([f'"{short(name, 20)}"' for name in layers], most=2)
    return Finding(
        f"The loss stays at {number(loss)}: no gradient reaches {names}.",
        "A step without slope, such as round, argmax or >, stops what should be "
        "learned.",
        "Leave it out of the layers and the loss, and use it after predict:",
        level="warning",
        line="labels = model.predict(x).argmax(axis=-1)",
    )
