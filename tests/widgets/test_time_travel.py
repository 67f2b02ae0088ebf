import numpy as np

from kit.studio.fit_panel import FitRun
from kit.studio.project import Project
from kit.widgets.studio import Studio
from kit.widgets.time_travel import TimeTravelPanel


def trained_studio():
    studio = Studio("moons", epochs=3)
    studio.fit_panel.run.threaded = False
    studio.time_travel.background.threaded = False
    studio.fit_panel.start_button.click()
    return studio


def test_a_slider_over_the_moments_appears_with_the_training():
    project = Project("moons")
    run = FitRun(project.prepare, threaded=False)
    panel = TimeTravelPanel(run, lambda: project.data)
    run.start(epochs=2)
    panel.follow(run.snapshot())
    assert panel.layout.display is None
    assert panel.slider.value == panel.slider.max == len(panel.travel.moments)
    assert "Now" in panel.label.value and panel.now_button.disabled
    panel.slider.value = 0
    assert "noise" in panel.label.value and panel.moved == 1
    panel.now_button.click()
    assert panel.is_now and panel.moved == 2


def test_every_view_of_a_studio_follows_the_slider():
    studio = trained_studio()
    confusion = studio.workbench.panel("Confusion")
    confusion.background.threaded = False
    now = studio.inspector.summary.value, studio.boundary.words.value
    counts = confusion.matrix.counts
    studio.time_travel.slider.value = 0
    assert studio.shown_model is not studio.model
    assert studio.inspector.summary.value != now[0]
    assert studio.boundary.words.value != now[1]
    assert confusion.matrix.counts != counts
    studio.time_travel.go(None)
    assert (studio.inspector.summary.value, studio.boundary.words.value) == now
    assert studio.shown_model is studio.model


def test_other_data_send_the_views_away_from_the_old_network():
    studio = trained_studio()
    studio.time_travel.slider.value = 0
    studio.use_data("mnist_sample")
    assert studio.time_travel.is_now and studio.shown_model is None
    assert "once there is a model" in studio.inspector.summary.value
    assert studio.inspector.finding_card.value == ""
    studio.use_data("xor")  # two numbers again: the old network has an opinion
    assert studio.shown_model is studio.model
    assert np.isfinite(studio.model.get_weights()[0]).all()
