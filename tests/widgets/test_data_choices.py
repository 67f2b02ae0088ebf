import numpy as np
import pytest

from kit.studio.data import StudioData
from kit.widgets.data_strip import DataStrip
from kit.widgets.studio import Studio


@pytest.fixture
def strip(monkeypatch):
    for name in ("mnist", "fashion_mnist"):
        monkeypatch.setattr(f"kit.datasets.{name}.is_cached", lambda: False)
    return DataStrip()


def test_sliders_choose_how_many_to_learn_from_and_to_test(strip):
    choices = strip.choices
    choices.samples.value = 500
    assert len(strip.data.x_train) == 500 and len(strip.data.x_test) == 1000
    choices.tested.value = 40
    assert len(strip.data.x_test) == 2000 and len(strip.data.x_train) == 500
    choices.samples.value = choices.samples.max
    assert len(strip.data.x_train) == 3000
    assert "3,000 to learn from, 2,000 to test" in strip.words.value


def test_labels_are_made_wrong_and_the_words_say_it(strip):
    strip.choices.wrong.value = 20
    assert "20 % of the labels to learn from are wrong" in strip.words.value
    before = strip.data
    strip.anew_button.click()
    assert (before.y_train != strip.data.y_train).any()
    strip.choices.menu.value = "xor"
    assert strip.data.recipe.wrong_labels == 20 and strip.data.is_plane
    assert "kit-points" in strip.pictures.value


def test_points_keep_their_split_when_there_are_more(strip):
    strip.choices.menu.value = "circles"
    assert strip.choices.tested.value == 30
    strip.choices.samples.value = 1000
    assert (len(strip.data.x_train), len(strip.data.x_test)) == (700, 300)


def test_data_from_the_web_are_offered_and_not_fetched(strip):
    fetched = []
    before = strip.data
    strip.choices.menu.value = "mnist"
    assert strip.data is before
    assert "MNIST, all digits is not on this computer" in strip.finding_card.value
    assert strip.download_button.description == "Download MNIST, all digits"
    assert strip.download_button.layout.display is None and not fetched
    strip.choices.menu.value = "moons"
    assert strip.download_button.layout.display == "none"
    assert strip.finding_card.value == ""


def test_a_download_that_fails_is_told_and_can_be_repeated(strip, monkeypatch):
    def fail():
        raise OSError("no network")

    monkeypatch.setattr("kit.datasets.mnist.download", fail)
    strip.choices.menu.value = "mnist"
    strip._fetch("mnist")  # what the button does in a thread
    assert "no network" in strip.finding_card.value
    assert not strip.download_button.disabled


def test_arrays_of_ones_own_can_be_chosen_again(strip):
    strip.choices.menu.value = "own"
    assert "studio.use_data(" in strip.finding_card.value
    x, y = np.zeros((60, 4)), np.arange(60) % 3
    strip.show(StudioData.of(((x, y), (x, y))))
    strip.choices.menu.value = "moons"
    strip.choices.menu.value = "own"
    assert strip.data.name is None and len(strip.data.x_train) == 60


def test_labels_in_rows_cannot_be_made_wrong(strip):
    x, y = np.zeros((6, 4)), np.eye(3)[[0, 1, 2, 0, 1, 2]]
    strip.show(StudioData.of(((x, y), (x, y))))
    assert strip.choices.wrong.disabled
    strip.show(StudioData.load())
    assert not strip.choices.wrong.disabled


def test_a_studio_follows_its_data_and_undo_brings_both_back():
    studio = Studio()
    studio.data_strip.choices.menu.value = "moons"
    assert studio.project.model.layers[0]["config"]["batch_shape"] == [None, 2]
    assert studio.fit_panel.epochs == 60
    assert "toy.moons(num_samples=500" in studio.project.code
    studio.history_bar.undo_button.click()
    assert studio.data_strip.data.name == "mnist_sample"
    assert studio.data_strip.choices.menu.value == "mnist_sample"
    studio.use_data("xor")
    assert studio.data_strip.choices.menu.value == "xor"
