"""CodeError: a line of an edited program that the studio cannot turn into cards."""

from kit.studio.finding import Finding

LONGEST_LIST = 200  # letters


class CodeError(ValueError):
    """What a program says that the studio does not understand, and what it would.

    Args:
        line: The number of the line, from 1.
        what: What stands there.
        expected: What would be understood.
        fix: What to write instead.

    Attributes:
        finding: The same for a card.

    >>> error = CodeError(3, "There is a loop.", "Expected layers.", "Write them out.")
    >>> error.line, error.finding.what
    (3, 'Line 3: There is a loop.')
    """

    def __init__(self, line: int, what: str, expected: str, fix: str):
        self.line = line
        self.finding = Finding(f"Line {line}: {what}", expected, fix)
        super().__init__("\n".join((f"Line {line}: {what}", expected, fix)))

    @classmethod
    def at(cls, line: int, error: Exception) -> "CodeError":
        """Say on which line some other error arose.

        >>> CodeError.at(2, ValueError("units=0 is no size.")).line
        2
        """
        if isinstance(error, cls):
            return error
        finding = Finding.from_error(error)
        what = finding.what.removeprefix("ValueError: ").removeprefix("TypeError: ")
        fix = finding.fix
        if not fix or "file" in fix or "custom_objects" in fix:  # for other readers
            fix = "Change this line, or leave the argument out."
        expected = finding.expected or "Expected values that it accepts."
        if len(expected) > LONGEST_LIST:
            expected = expected[:LONGEST_LIST].rpartition(",")[0] + ", ..."
        return cls(line, what, expected, fix)
