import numpy as np

from kit.widgets.data_strip import DataStrip


def test_every_class_has_a_picture_its_name_and_its_count():
    strip = DataStrip()
    html = strip.pictures.value
    assert html.count("<img") == html.count("alt=") == 10
    assert all(f"<b>{number}</b> <span>400</span>" in html for number in range(10))
    assert "4,000 to learn from, 1,000 to test, 10 classes" in strip.words.value


def test_other_pictures_are_shown_and_the_counts_stay():
    strip = DataStrip()
    before = strip.pictures.value
    strip.other_button.click()
    assert strip.pictures.value != before
    assert strip.pictures.value.count("400") == 10


def test_data_that_are_no_pictures_are_described_in_words():
    x, y = np.zeros((6, 4)), np.array([0, 1, 2, 0, 1, 2])
    strip = DataStrip(((x, y), (x, y)))
    assert strip.pictures.value == ""
    assert "One sample is 4 numbers" in strip.words.value
    assert strip.other_button.layout.display == "none"


def test_names_of_classes_are_escaped():
    x, y = np.zeros((2, 3, 3, 1)), np.array([0, 1])
    strip = DataStrip(((x, y), (x, y)), ["<i>", "b"])
    assert "&lt;i&gt;" in strip.pictures.value and "<i>" not in strip.pictures.value
