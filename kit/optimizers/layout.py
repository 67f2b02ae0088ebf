"""The order of an optimizer's arrays in a flat list: the same as in Keras's files.

    iteration, learning_rate, averages, gradient_accumulators, slots, shared numbers

The learning rate is missing if a schedule computes it. `OptimizerMemory` uses these
functions to turn the state, a dict, into the list and back.
"""

from collections.abc import Sequence
from typing import Any


def flatten(optimizer: Any, state: dict[str, Any]) -> list[Any]:
    """Return the arrays of a state in Keras's order.

    >>> from kit.optimizers.sgd import SGD
    >>> optimizer = SGD(0.1, momentum=0.9)
    >>> [a.shape for a in flatten(optimizer, optimizer.init([[1.0, 2.0]]))]
    [(), (), (2,)]
    """
    flat = [state["iteration"]]
    if "learning_rate" in state:
        flat.append(state["learning_rate"])
    flat += state.get("average", [])
    flat += state.get("gradient_accumulator", [])
    for group in optimizer.slot_names():
        for arrays in zip(*(state["slots"][name] for name in group), strict=True):
            flat += arrays
    return flat + list(state["shared"].values())


def unflatten(optimizer: Any, flat: Sequence[Any]) -> dict[str, Any]:
    """Return the state that `flatten` turned into this list.

    Raises:
        ValueError: If the list has a length that the optimizer cannot have.

    >>> from kit.optimizers.sgd import SGD
    >>> optimizer = SGD(0.1, momentum=0.9)
    >>> state = optimizer.init([[1.0, 2.0]])
    >>> unflatten(optimizer, flatten(optimizer, state)) == state
    True
    """
    count = _count_parameters(optimizer, flat)
    values = iter(flat)

    def take(number):
        return [next(values) for _ in range(number)]

    state = {"iteration": next(values)}
    if not callable(optimizer._learning_rate):
        state["learning_rate"] = next(values)
    if optimizer.use_ema:
        state["average"] = take(count)
    if optimizer.gradient_accumulation_steps:
        state["gradient_accumulator"] = take(count)
    state["slots"] = {}
    for group in optimizer.slot_names():
        rows = [take(len(group)) for _ in range(count)]
        for column, name in enumerate(group):
            state["slots"][name] = [row[column] for row in rows]
    state["shared"] = {name: next(values) for name in optimizer.new_shared()}
    return state


def _count_parameters(optimizer, flat):
    """Find out from the length of the list for how many parameters it is."""
    fixed = 1 + (not callable(optimizer._learning_rate)) + len(optimizer.new_shared())
    for_each = bool(optimizer.use_ema) + bool(optimizer.gradient_accumulation_steps)
    for_each += sum(len(group) for group in optimizer.slot_names())
    count, rest = divmod(len(flat) - fixed, for_each or 1)
    wrong = rest != 0 or count < 0 or (for_each == 0 and count != 0)
    if optimizer.built and not wrong and for_each:
        wrong = count != len(optimizer._trainable_variables)
    if wrong:
        raise ValueError(
            f'"{optimizer.name}" received {len(flat)} arrays as its memory.\n'
            f"Expected {fixed} arrays and {for_each} for each parameter.\n"
            "Pass one array for each of optimizer.variables, in their order."
        )
    return count


def variable_names(optimizer: Any, parameter_names: Sequence[str]) -> list[str]:
    """Return a name for each array of the flat list, such as `kernel_momentum`.

    >>> from kit.optimizers.sgd import SGD
    >>> variable_names(SGD(0.1, momentum=0.9), ["kernel"])
    ['iteration', 'learning_rate', 'kernel_momentum']
    """

    def one_each(ending):
        return [f"{name}_{ending}" for name in parameter_names]

    state: dict[str, Any] = {"iteration": "iteration", "slots": {}}
    if not callable(optimizer._learning_rate):
        state["learning_rate"] = "learning_rate"
    if optimizer.use_ema:
        state["average"] = one_each("average")
    if optimizer.gradient_accumulation_steps:
        state["gradient_accumulator"] = one_each("gradient_accumulator")
    for group in optimizer.slot_names():
        for name in group:
            state["slots"][name] = one_each(name)
    state["shared"] = {name: name for name in optimizer.new_shared()}
    return flatten(optimizer, state)
