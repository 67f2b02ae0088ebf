from kit.layers.core import Dense, Input
from kit.models.sequential import Sequential
from kit.studio.compile_panel import CompileSpec
from kit.studio.fit_panel import FitRun
from kit.studio.live_rate import LiveRate, two_digits


def test_without_choices_it_is_the_rate_of_the_model():
    model = Sequential([Input((2,)), Dense(1)])
    model.compile("sgd", "mse")
    rate = LiveRate(FitRun(), model=model)
    rate.set(0.5)
    assert rate.value == 0.5 == float(model.optimizer.learning_rate)


def test_without_anything_there_is_no_rate():
    rate = LiveRate(FitRun())
    rate.set(0.5)
    assert rate.value is None and not rate.is_live


def test_the_choices_of_the_next_training():
    spec = CompileSpec("adam")
    LiveRate(FitRun(), spec).set(0.0123456)
    assert spec.optimizer["config"]["learning_rate"] == 0.012


def test_two_digits_of_any_size():
    assert [two_digits(v) for v in (9.99, 0.0999, 1.24e-5)] == [10, 0.1, 1.2e-5]
