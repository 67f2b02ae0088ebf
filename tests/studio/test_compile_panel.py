import numpy as np
import pytest

import kit
from kit.studio import menu
from kit.studio.compile_panel import CompileSpec, name_of, tidy


def compiled(**choices):
    model = kit.Sequential([kit.Input((4,)), kit.layers.Dense(3, "softmax")])
    model.compile(**choices)
    return model


def weights_after(apply):
    kit.utils.set_random_seed(3)
    model = kit.Sequential([kit.Input((4,)), kit.layers.Dense(3)])
    apply(model)
    x, y = np.arange(32.0).reshape(8, 4), np.ones((8, 3))
    model.fit(x, y, epochs=2, verbose=0)
    return model.get_weights()


@pytest.mark.parametrize(
    "optimizer",
    [
        kit.optimizers.SGD(0.02, momentum=0.9, nesterov=True),
        kit.optimizers.RMSprop(0.003, rho=0.8),
        kit.optimizers.AdamW(
            kit.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5), weight_decay=0.1
        ),
    ],
)
def test_model_to_spec_to_model_keeps_every_choice(optimizer):
    loss = kit.losses.SparseCategoricalCrossentropy(from_logits=True)
    metrics = ["accuracy", kit.metrics.SparseTopKCategoricalAccuracy(k=2)]
    spec = CompileSpec.from_model(
        compiled(optimizer=optimizer, loss=loss, metrics=metrics)
    )
    model = compiled()
    spec.apply(model)
    ours, theirs = model.optimizer.get_config(), optimizer.get_config()
    assert ours == theirs
    assert model.loss.get_config() == loss.get_config()
    again = model._compile_arguments["metrics"]
    assert (again[0], again[1].k) == ("accuracy", 2)


def test_apply_is_the_compile_that_a_person_would_write():
    spec = CompileSpec("sgd", "mse", ["mae"])
    spec.update_optimizer(learning_rate=0.003)
    by_hand = weights_after(
        lambda model: model.compile(kit.optimizers.SGD(0.003), "mse", metrics=["mae"])
    )
    for ours, theirs in zip(weights_after(spec.apply), by_hand, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_an_uncompiled_model_has_the_usual_choices():
    model = kit.Sequential([kit.layers.Dense(3)])
    spec = CompileSpec.from_model(model)
    assert (spec.optimizer_name, spec.metrics) == ("Adam", ("accuracy",))


def test_another_optimizer_comes_with_its_own_values():
    spec = CompileSpec()
    spec.update_optimizer(beta_1=0.5)
    spec.use_optimizer("Adam")  # the same one keeps what was chosen
    assert spec.optimizer["config"]["beta_1"] == 0.5
    spec.use_optimizer("SGD")
    assert spec.optimizer["config"]["learning_rate"] == 0.01


@pytest.mark.parametrize("value", [-1.0, "fast", float("nan")])
def test_an_impossible_value_is_refused_and_changes_nothing(value):
    spec = CompileSpec()
    before = spec.optimizer
    with pytest.raises(ValueError, match="learning_rate"):
        spec.update_optimizer(learning_rate=value)
    assert spec.optimizer is before


def test_unknown_names_are_refused():
    spec = CompileSpec()
    with pytest.raises(ValueError, match="There is no loss"):
        spec.use_loss("crossentropie")
    with pytest.raises(ValueError, match="There is no metric"):
        spec.use_metrics(["acuracy"])
    with pytest.raises(ValueError, match='function "my_loss"'):

        def my_loss(y_true, y_pred):
            return y_pred

        CompileSpec(loss=my_loss)


def test_a_finding_for_a_choice_that_cannot_be_made():
    spec = CompileSpec()
    assert spec.finding() is None
    spec.loss = {"module": "keras.losses", "class_name": "Nonsense", "config": {}}
    assert "Nonsense" in spec.finding().text


def test_metrics_that_came_from_code_are_kept_when_others_are_chosen():
    top_2 = kit.metrics.SparseTopKCategoricalAccuracy(k=2)
    spec = CompileSpec(metrics=["accuracy", top_2])
    spec.use_metrics(["SparseTopKCategoricalAccuracy"])
    assert spec.metrics[0]["config"]["k"] == 2
    assert spec.metric_choices[-1] == "SparseTopKCategoricalAccuracy"


def test_every_choice_of_the_menu_exists_and_is_explained():
    for name, words in menu.OPTIMIZERS.items():
        spec = CompileSpec(name)
        assert spec.optimizer_words == words
    for name, words in menu.LOSSES.items():
        spec.use_loss(name)
        assert (spec.loss_words, spec.finding()) == (words, None)
        assert spec.metric_choices[: len(menu.METRICS_OF[name])]
    for name, words in menu.METRICS.items():
        kit.metrics.get(name)
        spec.use_metrics([name])
        assert spec.metric_words == words


def test_what_is_not_in_the_menu_is_explained_by_its_docstring():
    assert (
        CompileSpec("lion").optimizer_words
        == kit.optimizers.Lion.__doc__.split("\n")[0].strip()
    )


@pytest.mark.parametrize("rate", [0.1, 0.001, 3e-5, 1.0, 0.3])
def test_tidy_gives_back_what_was_typed(rate):
    assert tidy(float(np.float32(rate))) == rate
    assert np.float32(tidy(float(np.float32(rate)))) == np.float32(rate)


def test_name_of():
    assert name_of({"class_name": "Huber", "config": {}}) == "Huber"
