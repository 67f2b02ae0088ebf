"""Guess: what a learner expects of a training, beside what came out.

Nobody has to guess. Who does, looks at the result with a question in mind.
"""

from traitlets import Bool, Float, HasTraits

from kit.texts.language import translate

_NEAR, _CLOSE = 0.01, 0.03


class Guess(HasTraits):
    """A guess of the accuracy at the end.

    Attributes:
        is_wanted: Whether the learner wants to guess.
        value: The guess, from 0 to 1.

    >>> guess = Guess(is_wanted=True, value=0.9)
    >>> guess.sentence(0.95)
    'You guessed 90.0 %, it reached 95.0 %: better than you thought, by 5.0 points.'
    """

    is_wanted = Bool(False)
    value = Float(0.9, min=0.0, max=1.0)

    def sentence(self, accuracy: float | None) -> str:
        """Return one sentence about the guess; empty without one or a result.

        Args:
            accuracy: What the training reached, from 0 to 1.
        """
        if not self.is_wanted or accuracy is None:
            return ""
        numbers = {
            "guess": f"{100 * self.value:.1f} %",
            "result": f"{100 * accuracy:.1f} %",
            "points": f"{100 * abs(accuracy - self.value):.1f}",
        }
        off = accuracy - self.value
        if abs(off) <= _NEAR:
            return translate(
                "You guessed {guess}, it reached {result}: well known before you ran "
                "it ({points} points off).",
                **numbers,
            )
        if abs(off) <= _CLOSE:
            return translate(
                "You guessed {guess}, it reached {result}: close, {points} points off.",
                **numbers,
            )
        if off > 0:
            return translate(
                "You guessed {guess}, it reached {result}: better than you thought, by "
                "{points} points.",
                **numbers,
            )
        return translate(
            "You guessed {guess}, it reached {result}: {points} points less. What held "
            "it back?",
            **numbers,
        )
