from kit.studio.data import StudioData
from kit.studio.project import Project
from kit.widgets.boundary import BoundaryPanel
from kit.widgets.studio import Studio


def trained():
    project = Project("moons", epochs=1)
    model, data = project.prepare()
    model.fit(*data.train, epochs=1, verbose=0)
    return model, data


def test_points_then_the_network_and_its_units():
    model, data = trained()
    panel = BoundaryPanel(data)
    assert "Press Start" in panel.words.value and "<image" in panel.picture.value
    panel.update(model)
    assert "of the test points lie on the right side" in panel.words.value
    assert panel.units.value.count("kit-tile") == 16
    before = panel.units.value
    panel.layer_menu.value = "dense_1"
    assert panel.units.value != before
    panel.points_menu.value = "none"
    assert panel.picture.value.count("a4,4") == 2  # one circle, in the legend


def test_it_hides_for_other_data_and_comes_back():
    panel = BoundaryPanel(StudioData.load())
    assert panel.layout.display == "none"
    panel.use_data(StudioData.load("xor"))
    assert panel.layout.display is None and "kit-points" in panel.picture.value
    picture = panel.picture
    panel.use_data(StudioData.load())
    panel.use_data(StudioData.load("moons"))
    assert panel.layout.display is None and panel.picture is picture


def test_it_draws_at_most_four_times_a_second(monkeypatch):
    from kit.studio.fit_record import FitSnapshot

    now = [0.0]
    monkeypatch.setattr("kit.widgets.boundary.time.monotonic", lambda: now[0])
    model, data = trained()
    panel = BoundaryPanel(data)
    drawn = []
    panel.picture.observe(drawn.append, "value")
    for step in range(1, 17):  # two seconds, eight looks in each
        now[0] += 0.125
        model.set_weights([w + 0.1 for w in model.get_weights()])
        panel.follow(model, FitSnapshot("running", total_steps_done=step))
    assert len(drawn) == 8


def test_pictures_of_the_plane_come_more_often_than_others():
    studio = Studio()
    clock = studio.fit_panel.plot.clock
    usual = clock.longest_pause
    studio.use_data("moons")
    assert clock.longest_pause < usual
    studio.use_data(StudioData.load())
    assert clock.longest_pause == usual
    moons = StudioData.load("moons")
    assert Studio(moons).fit_panel.plot.clock.longest_pause < usual
