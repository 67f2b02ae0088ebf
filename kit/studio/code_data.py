"""Reads the lines of a program that load, split and change the data.

They are compared with the lines that `kit.studio.data_recipe` writes: numbers may be
others, all else must be the same. Nothing is run.
"""

import ast
from typing import Any

from kit.studio.code_error import CodeError
from kit.studio.code_names import bind
from kit.studio.data import SOURCES, source_of_code
from kit.studio.data_recipe import DataRecipe, is_recipe_line, normal


class DataReader:
    """Gathers what a program says about its data.

    >>> reader = DataReader()
    >>> reader.takes(ast.parse("tested = 300").body[0])
    True
    >>> reader.content("xor")["tested"]
    Traceback (most recent call last):
    kit.studio.code_error.CodeError: Line 1: A line about the data is missing.
    Expected here: x_test, y_test = x[:tested], y[:tested].
    Change only the numbers; the data strip writes the other lines.
    """

    def __init__(self):
        self._recipe: DataRecipe | None = None
        self._loaded_at = 1
        self._lines: list[tuple[str, int]] = []

    def takes(self, node: ast.Assign) -> bool:
        """Take a statement, if it looks like a line of a recipe."""
        text = ast.unparse(node)
        if not is_recipe_line(text):
            return False
        self._lines.append((text, node.lineno))
        return True

    def load(self, path: str, args: list, kwargs: dict[str, Any], node: Any) -> None:
        """Take the call that loads a data set or makes points.

        Raises:
            CodeError: If the studio does not know it.
        """
        line, call = node.lineno, f"{path}()"
        toy = next((n for n, one in SOURCES.items() if one.call == path), None)
        name = toy or source_of_code(call)
        if name is None or (toy is None and (args or kwargs)):
            raise _unknown(call, line)
        given: dict[str, Any] = {}
        if toy:
            given = bind(toy, ["num_samples", "seed"], args, kwargs, line)
        content = {
            "name": name,
            "samples": given.get("num_samples"),
            "tested": None,
            "wrong_labels": 0,
            "seed": given.get("seed", 0),
        }
        try:
            self._recipe = DataRecipe.of_content(content)
        except (ValueError, TypeError) as error:
            raise CodeError.at(line, error) from error
        self._loaded_at = line

    def content(self, before: Any) -> Any:
        """Return the description of the data for the content of a project.

        Args:
            before: What it was until now; a program may leave its data out.

        Raises:
            CodeError: If a line is missing, or is not as the studio writes it.
        """
        recipe = self._recipe
        if recipe is None:
            old = DataRecipe.of_content(before)
            if not self._lines and old.name is not None:
                return before
            recipe = DataRecipe(old.name)
            if recipe.is_toy:
                recipe = DataRecipe(old.name, old.samples, seed=old.seed)
        try:
            recipe = recipe.completed.with_lines([text for text, _ in self._lines])
            recipe = DataRecipe.of_content(recipe.content)
        except ValueError as error:
            raise CodeError.at(self._loaded_at, error) from error
        self._check_lines(recipe)
        return recipe.content

    def _check_lines(self, recipe: DataRecipe) -> None:
        wanted = recipe.lines
        if self._recipe and recipe.is_toy and not self._lines:
            return  # points alone: the usual split
        for place, line in enumerate(wanted):
            found = self._lines[place] if place < len(self._lines) else None
            text, at = found or ("", self._last_line)
            if text != normal(line):
                raise _other_line(text, line, at)
        if len(self._lines) > len(wanted):
            text, at = self._lines[len(wanted)]
            raise _other_line(text, "", at)

    @property
    def _last_line(self):
        return self._lines[-1][1] if self._lines else self._loaded_at


def _unknown(call, line):
    return CodeError(
        line,
        f"The studio cannot load {call[:60]}.",
        "Expected the data that the studio shows.",
        "For other arrays open Studio(((x_train, y_train), (x_test, y_test))).",
    )


def _other_line(found, wanted, line):
    what = f"The data is changed in a way of its own: {found[:60]}"
    expected = f"Expected here: {wanted}" if wanted else "Expected one line less"
    return CodeError(
        line,
        f"{what}." if found else "A line about the data is missing.",
        f"{expected}.",
        "Change only the numbers; the data strip writes the other lines.",
    )
