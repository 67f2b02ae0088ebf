import numpy as np
import pytest

from kit.visualization.series import (
    Series,
    describe_history,
    metric_names,
    read_history,
    read_series,
    thin_out,
)


def test_plain_lists_count_epochs_from_one():
    series = read_series([0.9, 0.5, 0.3])
    assert series.x.tolist() == [1, 2, 3]
    assert series.y.tolist() == [0.9, 0.5, 0.3]


def test_pairs_are_sorted_by_epoch():
    series = read_series([(1.0, 5.0), (0.5, 7.0)])
    assert series.x.tolist() == [0.5, 1.0]
    assert series.y.tolist() == [7.0, 5.0]


def test_none_nan_and_infinity_are_gaps():
    series = read_series([1.0, None, float("nan"), float("inf"), 2.0])
    assert np.isnan(series.y).tolist() == [False, True, True, True, False]
    assert series.finite.x.tolist() == [1, 5]


@pytest.mark.parametrize("bad", [["a", "b"], [[1, 2, 3]], 5.0, [(1, 2), 3]])
def test_other_things_are_refused(bad):
    with pytest.raises(ValueError, match="history of 'loss' cannot be drawn"):
        read_series(bad, "loss")


def test_read_history_takes_the_object_or_its_dictionary():
    class History:
        history = {"loss": [1.0]}

    assert read_history(History()) == read_history({"loss": [1.0]}) == {"loss": [1.0]}
    assert read_history(None) == {}
    with pytest.raises(TypeError, match="list is not a training history"):
        read_history([1, 2])


def test_metric_names_start_with_the_loss():
    names = metric_names({"val_mae": [], "mae": [], "val_loss": [], "loss": []})
    assert names == ["loss", "mae"]


@pytest.mark.parametrize("count", [401, 1000, 12345])
@pytest.mark.parametrize("with_gaps", [False, True])
def test_thin_out_keeps_extremes_ends_and_gaps(count, with_gaps):
    generator = np.random.default_rng(count)
    y = generator.normal(size=count)
    spike, dip = count // 3, count // 2
    y[spike], y[dip] = 100.0, -100.0
    if with_gaps:
        y[count // 5] = np.nan
    x = np.arange(count) / 7
    thin = thin_out(Series(x, y))
    assert len(thin.x) <= 400
    assert np.nanmax(thin.y) == 100.0 and np.nanmin(thin.y) == -100.0
    assert (thin.x[0], thin.x[-1]) == (x[0], x[-1])
    assert np.all(np.diff(thin.x) > 0)
    assert np.isnan(thin.y).any() == with_gaps
    places = np.searchsorted(x, thin.x)  # every point is a point of the curve
    np.testing.assert_array_equal(thin.y, y[places])


def test_thin_out_leaves_short_curves_alone():
    series = read_series(list(range(400)))
    assert thin_out(series) is series


def test_thin_out_of_nothing_but_gaps():
    thin = thin_out(Series(np.arange(1000.0), np.full(1000, np.nan)))
    assert 1 <= len(thin.x) <= 400


class TestDescription:
    def test_reads_the_newest_values(self):
        history = {"loss": [(2.4, 0.213)], "val_loss": [(1, 0.5), (2, 0.25)]}
        sentence = describe_history(history, 10)
        assert sentence == "Epoch 3 of 10: loss 0.213, validation loss 0.25."

    def test_chooses_metrics_and_writes_words(self):
        history = {"loss": [1.0], "val_binary_accuracy": [0.75]}
        sentence = describe_history(history, metrics=["binary_accuracy"])
        assert sentence == "Epoch 1: validation binary accuracy 0.75."

    def test_says_when_a_value_is_nan(self):
        assert "loss is not a number" in describe_history({"loss": [1.0, None]})

    def test_before_the_first_epoch(self):
        assert describe_history({}) == "No epoch has been trained yet."
        assert describe_history({"loss": []}) == "No epoch has been trained yet."
