import re
import threading

import numpy as np
import pytest

from kit.layers.core import Dense, Input
from kit.models.sequential import Sequential
from kit.optimizers.schedules.exponential_decay import ExponentialDecay
from kit.optimizers.sgd import SGD
from kit.studio.compile_panel import CompileSpec
from kit.studio.fit_panel import FitRun
from kit.studio.fit_record import FitSnapshot
from kit.widgets.fit_panel import FitPanel
from kit.widgets.progress import progress_html, progress_words

SECONDS = 60


def some_data():
    x = np.random.default_rng(0).normal(size=(64, 3))
    y = (x[:, 0] > 0).astype(int)
    return (x, y), (x, y)


def some_model():
    model = Sequential([Input((3,)), Dense(2, "softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def prepare():
    return some_model(), some_data()


def press_start(panel):
    panel.buttons.start.click()
    panel.run._is_over.wait(SECONDS)
    panel.plot.clock.wait()


class Hold:
    """Data that arrives when a test says so: the training stands still until then."""

    def __init__(self):
        self.opened = threading.Event()

    def __call__(self):
        (x, y), test = some_data()

        def batches():
            while True:
                yield x, y
                self.opened.wait(SECONDS)

        return some_model(), ((batches(), None), test)


def test_pressing_start_trains_and_shows_it():
    panel = FitPanel(prepare=prepare, epochs=3, batch_size=16)
    seen = []
    panel.observe(lambda change: seen.append(change["new"]), "status")
    press_start(panel)
    assert panel.status == "finished" and seen[-1] == "finished"
    assert panel.run.snapshot().total_steps_done == 12
    assert "Epoch 3 of 3 · step 4 of 4 · took" in panel.plot.value
    assert panel.plot.value.count("<svg") == 2
    assert panel.announcer.text.startswith("Finished. Epoch 3 of 3: loss 0.")
    assert "validation accuracy" in panel.announcer.text
    assert panel.finding_card.value == ""


def test_fresh_model_begins_anew():
    panel = FitPanel(prepare=prepare, epochs=2)
    press_start(panel)
    first = panel.run.model
    assert panel.buttons.start.description == "Start"
    press_start(panel)
    assert panel.run.model is not first
    assert panel.run.snapshot().epoch == 2


def test_given_model_goes_on_and_the_button_says_so():
    model = some_model()
    panel = FitPanel(model, some_data(), epochs=2)
    assert panel.buttons.start.description == "Start"
    press_start(panel)
    assert panel.buttons.start.description == "Continue"
    assert panel.buttons.start.tooltip == "Train the same model further"
    press_start(panel)
    assert panel.run.model is model
    assert "Epoch 4 of 4" in panel.plot.value


def test_buttons_follow_the_training():
    panel = FitPanel(prepare=prepare)

    def usable():
        return [b.description for b in panel.buttons.children if not b.disabled]

    assert usable() == ["Start", "One step", "One epoch"]
    panel._draw(FitSnapshot("running", 1, 5, total_steps_done=1))
    assert usable() == ["Pause", "Stop", "Reset"]
    assert panel.epochs_field.disabled and panel.batch_size_field.disabled
    panel._draw(FitSnapshot("pausing", 1, 5, total_steps_done=1))
    assert usable() == ["Resume", "Stop", "Reset"]
    panel._draw(FitSnapshot("paused", 1, 5, total_steps_done=1))
    assert usable() == ["Resume", "One step", "One epoch", "Stop", "Reset"]
    assert panel.buttons.pause.icon == "play"
    panel._draw(FitSnapshot("stopping", 1, 5, total_steps_done=1))
    assert usable() == []
    panel._draw(FitSnapshot("failed", 1, 5))
    assert usable() == ["Start", "One step", "One epoch"]
    assert panel.buttons.pause.icon == "pause"


def rested(panel):
    """Wait until a training rests and everything is drawn."""
    while panel.run.status in ("running", "pausing"):
        panel.run.wait_for_end(0.01)
    while panel.status != panel.run.status:
        panel.run.wait_for_end(0.01)
    return panel.run.snapshot()


def test_one_step_one_epoch_and_fresh_weights():
    panel = FitPanel(prepare=prepare, epochs=3, batch_size=16)
    seen = []
    panel.observe(lambda change: seen.append(panel.status), "rested")
    panel.buttons.step.click()
    assert rested(panel).total_steps_done == 1
    panel.buttons.epoch.click()
    after = rested(panel)
    assert (after.epochs_done, after.total_steps_done) == (1, 4)
    assert seen[0] == "paused"
    panel.buttons.reset.click()
    panel.plot.clock.wait()
    assert panel.status == "idle" and panel.run.snapshot().history == {}
    assert panel.buttons.reset.disabled and seen[-1] == "idle"


def test_only_a_panel_that_prepares_can_give_fresh_weights():
    assert FitPanel().buttons.reset not in FitPanel().buttons.children


def test_the_rate_before_while_and_after():
    spec = CompileSpec("sgd")
    panel = FitPanel(prepare=prepare, compile=spec, epochs=3, batch_size=16)
    slider = panel.rate.slider
    slider.value = 0.05
    assert spec.optimizer["config"]["learning_rate"] == 0.05
    panel.buttons.step.click()
    rested(panel)
    assert slider.value == 0.01  # of the model that learns
    slider.value = 0.2
    assert (spec.optimizer["config"]["learning_rate"], slider.value) == (0.05, 0.2)
    panel.buttons.step.click()
    rested(panel)
    panel.stop_button.click()
    panel.run.wait(SECONDS)
    panel.plot.clock.wait()
    assert [change.after for change in panel.changes] == [0.2]
    assert slider.value == 0.05


def test_other_numbers_can_be_changed_only_while_it_learns():
    model = some_model()
    model.compile(SGD(0.01, momentum=0.9, weight_decay=0.001), model.loss)
    panel = FitPanel(model, some_data(), epochs=3, batch_size=16)
    numbers = panel.numbers
    assert numbers.layout.display == "none"
    panel.buttons.step.click()
    rested(panel)
    assert numbers.layout.display is None
    assert (numbers.choice.options, numbers.field.value) == (
        ("momentum", "weight_decay"),
        0.9,
    )
    numbers.choice.value = None  # as a page may say of a new list
    assert numbers.choice.value == "momentum"
    numbers.choice.value = "weight_decay"
    assert (numbers.field.value, numbers.field.max) == (0.001, 10)
    numbers.field.value = 0.5
    panel.buttons.step.click()
    rested(panel)
    panel.stop_button.click()
    panel.run.wait(SECONDS)
    panel.plot.clock.wait()
    assert [one.words for one in panel.changes] == ["weight_decay 0.001 → 0.5"]
    assert "weight_decay 0.5" in panel.plot.value and numbers.layout.display == "none"


def test_a_rate_with_a_plan_cannot_be_moved():
    plan = ExponentialDecay(0.1, 10, 0.5)
    spec = CompileSpec(SGD(plan))
    panel = FitPanel(prepare=prepare, compile=spec)
    assert panel.rate.slider.disabled
    assert "plan of its own" in panel.rate.slider.tooltip


def test_a_guess_and_what_came_out():
    panel = FitPanel(prepare=prepare, epochs=1)
    press_start(panel)
    assert panel.guess.words.value == ""  # nobody asked for it
    panel.guess.tick.value = True
    panel.guess.slider.value = 100
    press_start(panel)
    assert "You guessed 100.0 %" in panel.guess.words.value


def test_pause_resume_and_stop():
    hold = Hold()
    panel = FitPanel(prepare=hold)
    panel.buttons.start.click()
    panel.buttons.pause.click()
    assert panel.run.status == "pausing"
    panel.buttons.pause.click()
    assert panel.run.status == "running"
    panel.buttons.stop.click()
    assert panel.run.status == "stopping"
    hold.opened.set()
    assert panel.run._is_over.wait(SECONDS)
    panel.plot.clock.wait()
    assert panel.status == "finished"


def test_a_failed_training_shows_why_and_may_be_tried_again():
    (x, y), test = some_data()
    panel = FitPanel(some_model(), ((x, y[:-1]), test))
    for _ in range(2):
        press_start(panel)
        assert panel.status == "failed"
        assert 'role="alert"' in panel.finding_card.value
    panel.data = some_data()
    press_start(panel)
    assert panel.status == "finished" and panel.finding_card.value == ""


def test_without_a_model_it_says_what_to_do():
    panel = FitPanel()
    press_start(panel)
    assert "There is no model to train" in panel.finding_card.value


def test_a_second_start_is_shown_as_an_error():
    hold = Hold()
    panel = FitPanel(prepare=hold)
    panel.buttons.start.click()
    panel.buttons.start.click()
    assert "still going on" in panel.finding_card.value
    panel.run.stop()
    hold.opened.set()
    assert panel.run._is_over.wait(SECONDS)
    panel.plot.clock.wait()


def test_an_error_of_an_observer_is_shown():
    def trip(change):
        raise OSError("the disk is full")

    panel = FitPanel(prepare=prepare)
    panel.observe(trip, "status")
    press_start(panel)
    assert "the disk is full" in panel.finding_card.value


def test_fields_and_traits_are_one():
    panel = FitPanel(prepare=prepare, epochs=4, batch_size=8)
    assert (panel.epochs_field.value, panel.batch_size_field.value) == (4, 8)
    panel.epochs_field.value = 2
    panel.batch_size = 64
    assert (panel.epochs, panel.batch_size_field.value) == (2, 64)
    assert "epochs=2, batch_size=64" in panel.heading.value
    press_start(panel)
    assert panel.run.snapshot().total_steps_done == 2


def test_one_sentence_for_each_epoch():
    panel = FitPanel(prepare=prepare)
    said = []
    panel.announcer.observe(lambda change: said.append(change["new"]), "text")
    for epoch in (1, 2):
        for step in (5, 10):
            history = {"loss": [(i, 1 / i) for i in range(1, epoch)]}
            history["loss"].append((epoch - 1 + step / 10, 0.25))
            done = epoch if step == 10 else epoch - 1
            snapshot = FitSnapshot("running", epoch, 5, done, step, 10, history=history)
            panel._speak(snapshot)
    assert said == ["Epoch 1 of 5: loss 0.25.", "Epoch 2 of 5: loss 0.25."]


def test_a_run_may_be_shared():
    run = FitRun(prepare)
    panels = [FitPanel(run=run), FitPanel(run=run)]
    run.start()
    run.wait(SECONDS)
    for panel in panels:
        panel.plot.clock.wait()
        assert panel.status == "finished"


def test_without_threads():
    panel = FitPanel(run=FitRun(prepare, threaded=False), epochs=2)
    panel.buttons.start.click()
    assert panel.status == "finished"
    assert "Epoch 2 of 2" in panel.plot.value


@pytest.mark.parametrize(
    ("snapshot", "words"),
    [
        (FitSnapshot(), ""),
        (FitSnapshot("running", 0, 5), "Epoch 0 of 5 · step 0"),
        (
            FitSnapshot("running", 2, 5, 1, 1234, 1875, eta_seconds=61.2),
            "Epoch 2 of 5 · step 1,234 of 1,875 · about 1 min 2 s left",
        ),
        (
            FitSnapshot("finished", 5, 5, 5, 10, 10, elapsed=12.1),
            "Epoch 5 of 5 · step 10 of 10 · took 13 s",
        ),
    ],
)
def test_progress_in_words(snapshot, words):
    assert progress_words(snapshot) == words


def test_progress_bar_for_eyes_and_for_screen_readers():
    markup = progress_html(FitSnapshot("running", 2, 4, 1, 5, 10))
    assert 'aria-valuenow="37"' in markup
    assert re.search(r'style="width:37\.5%"', markup)
