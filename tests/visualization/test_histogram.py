import numpy as np
import pytest

from kit.visualization.histogram import histogram_svg

VALUES = np.random.default_rng(0).normal(size=5000)


def test_bars_are_numpys_counts(parse):
    counts, edges = np.histogram(VALUES, 20)
    bars = parse(histogram_svg(VALUES, bins=20)).inside("kit-bars").all("rect")
    heights = np.array([float(bar.get("height")) for bar in bars])
    expected = counts[counts > 0] / counts.max() * heights.max()
    np.testing.assert_allclose(heights, expected, atol=0.02)
    lefts = [float(bar.get("x")) for bar in bars]
    assert lefts == sorted(lefts)
    told = [int(bar[0].text.split()[0].replace(",", "")) for bar in bars]
    assert sum(told) == 5000


def test_negative_bars_have_another_colour(parse):
    bars = parse(histogram_svg([-1.0, 1.0], bins=2)).inside("kit-bars").all("rect")
    assert bars[0].get("fill") != bars[1].get("fill")


def test_summary_tells_mean_spread_zeros_and_nan():
    words = histogram_svg([0.0, 0.0, 3.0, 5.0, np.nan, np.inf]).description
    assert words == (
        "6 values, mean 2.000, spread 2.121, 50 % exactly zero, 2 not a number (NaN)."
    )


@pytest.mark.parametrize(
    "values", [[], [np.nan], [3.0], [0.0] * 10, [1e-12, 2e-12], [1, 1 + 2e-16]]
)
def test_degenerate_values(parse, values):
    parse(histogram_svg(values))


def test_any_shape_and_title(parse):
    markup = histogram_svg(VALUES.reshape(50, 100), title="<script>")
    assert "<script" not in markup
    assert parse(markup).texts("kit-title") == ["<script>"]
