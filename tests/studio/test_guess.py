import pytest

from kit.studio.guess import Guess


@pytest.mark.parametrize(
    ("guess", "result", "words"),
    [
        (0.9, 0.905, "well known before"),
        (0.9, 0.88, "close, 2.0 points off"),
        (0.5, 0.9, "better than you thought, by 40.0 points"),
        (0.99, 0.9, "9.0 points less. What held it back?"),
    ],
)
def test_one_sentence_for_each_case(guess, result, words):
    assert words in Guess(is_wanted=True, value=guess).sentence(result)


def test_nothing_is_said_unasked_or_without_a_result():
    assert Guess(value=0.9).sentence(0.9) == ""
    assert Guess(is_wanted=True).sentence(None) == ""
