"""One list for every form of outputs: a single array, a list or a dict.

Losses, metrics, targets and weights may each be given singly, as a list or as a dict
by output name; training works on lists in the order of the outputs.
"""

from typing import Any

from kit.serialization import suggest


def output_names(y_pred: Any, names: list[str] | None) -> list[str]:
    """Return one name for each output.

    Args:
        y_pred: The predictions of the model.
        names: The names that a functional model gives, or None.

    >>> output_names({"digit": 1, "parity": 2}, None)
    ['digit', 'parity']
    """
    if isinstance(y_pred, dict):
        return list(y_pred)
    count = len(y_pred) if isinstance(y_pred, list | tuple) else 1
    if names and len(names) == count:
        return list(names)
    return [f"output_{i + 1}" for i in range(count)] if count > 1 else ["output"]


def flat_outputs(values: Any, names: list[str]) -> list[Any]:
    """Return the values in the order of the names.

    >>> flat_outputs({"b": 2, "a": 1}, ["a", "b"]), flat_outputs(7, ["a"])
    ([1, 2], [7])
    """
    if isinstance(values, dict):
        return [values.get(name) for name in names]
    if isinstance(values, list | tuple) and (len(names) > 1 or len(values) == 1):
        return list(values)
    return [values]


def per_output(values: Any, names: list[str], argument: str) -> list[Any]:
    """Spread a compile or data argument over the outputs, with None where left out.

    Args:
        values: One value, a list with one for each output, or a dict by name.
        names: The names of the outputs.
        argument: The argument's name, for messages.

    Raises:
        ValueError: For a name that is no output, or a list of another length.

    >>> per_output({"b": "mse"}, ["a", "b"], "loss")
    [None, 'mse']
    """
    if values is None:
        return [None] * len(names)
    if isinstance(values, dict):
        for name in values:
            if name not in names:
                raise ValueError(
                    f'{argument} names "{name}", which is no output of the model.'
                    f"{suggest(name, names)}\n"
                    f"Expected one of: {', '.join(names)}.\n"
                    "Use the name of the output's layer, or a list in their order."
                )
        return [values.get(name) for name in names]
    if isinstance(values, list | tuple):
        if len(values) != len(names):
            raise ValueError(
                f"{argument} has {len(values)} entries for {len(names)} outputs.\n"
                f"Expected one for each of: {', '.join(names)}.\n"
                "Use None for an output that needs none."
            )
        return list(values)
    return [values] * len(names)
