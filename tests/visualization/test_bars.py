import numpy as np
import pytest

from kit.visualization.bars import probability_bars_svg


def bars(drawing):
    return [group.find("{*}rect") for group in drawing.all("g", "kit-bar")]


def test_lengths_are_proportional(parse):
    chances = [0.1, 0.2, 0.7]
    widths = [
        float(bar.get("width")) for bar in bars(parse(probability_bars_svg(chances)))
    ]
    np.testing.assert_allclose(
        np.array(widths) / widths[2], [1 / 7, 2 / 7, 1], atol=1e-3
    )


def test_numbers_and_order(parse):
    texts = parse(probability_bars_svg([0.1, 0.2, 0.7], ["a", "b", "c"])).texts()
    assert texts == ["The network says c", "a", "10.0 %", "b", "20.0 %", "c", "70.0 %"]


def test_right_wrong_and_missed_carry_glyphs(parse):
    right = parse(probability_bars_svg([0.1, 0.9], true_index=1))
    assert "90.0 % ✓" in right.texts()
    wrong = probability_bars_svg([0.1, 0.9], ["cat", "dog"], true_index=0)
    assert {"90.0 % ✗", "10.0 % ✓ true"} <= set(parse(wrong).texts())
    assert wrong.description == "The network says dog, 90.0 %, but it is cat at 10.0 %."


def test_numbers_stay_inside(parse):
    drawing = parse(probability_bars_svg([1.0, 0.0], ["x" * 40, "y"], true_index=0))
    for text in drawing.all("text"):
        if text.get("text-anchor") is None:
            assert float(text.get("x")) + 7 * len(text.text) <= drawing.size[0]


def test_many_classes_show_the_likeliest(parse):
    chances = np.linspace(0, 1, 100)
    drawing = parse(probability_bars_svg(chances / chances.sum(), most=5))
    assert len(bars(drawing)) == 5
    assert drawing.texts()[1] == "99"


def test_a_batch_of_one_is_fine():
    assert probability_bars_svg([[0.1, 0.9]]) == probability_bars_svg([0.1, 0.9])


def test_nan_is_said(parse):
    picture = probability_bars_svg([np.nan, np.nan])
    assert "not a number" in picture.description
    assert '="nan' not in picture
    parse(picture)


def test_tiny_values_are_not_called_zero(parse):
    assert "< 0.1 %" in parse(probability_bars_svg([1e-9, 1.0])).texts()


def test_labels_are_escaped(parse):
    markup = probability_bars_svg([0.5, 0.5], ["<script>x</script>", "&"])
    assert "<script" not in markup
    assert "<script>x</script>" in parse(markup).texts()


@pytest.mark.parametrize("shape", [(2, 3), (0,), ()])
def test_wrong_shapes(shape):
    with pytest.raises(ValueError, match="cannot be drawn as bars"):
        probability_bars_svg(np.zeros(shape))


def test_wrong_number_of_labels():
    with pytest.raises(ValueError, match="2 probabilities but 3 labels"):
        probability_bars_svg([0.5, 0.5], ["a", "b", "c"])
