import numpy as np
import pytest

from kit.visualization.matrix import confusion_matrix_figure, confusion_matrix_svg

COUNTS = np.array([[50, 0, 0], [0, 47, 3], [1, 4, 45]])


def test_every_cell_has_its_number_in_place(parse):
    cells = parse(confusion_matrix_svg(COUNTS)).all("g", "kit-cell")
    numbers = [int(cell.find("{*}text").text) for cell in cells]
    np.testing.assert_array_equal(np.reshape(numbers, (3, 3)), COUNTS)
    corners = [
        (float(cell.find("{*}rect").get("y")), float(cell.find("{*}rect").get("x")))
        for cell in cells
    ]
    assert corners == sorted(corners)


def test_shade_grows_with_the_share_of_the_row(parse):
    cells = parse(confusion_matrix_svg(COUNTS)).all("g", "kit-cell")
    shades = [float(cell.find("{*}rect").get("fill-opacity")) for cell in cells]
    shares = (COUNTS / COUNTS.sum(axis=1, keepdims=True)).ravel()
    order = np.argsort(shares, kind="stable")
    assert np.all(np.diff(np.array(shades)[order]) >= 0)
    assert np.all((np.array(shades) == 0) == (shares == 0))


def test_diagonal_is_outlined(parse):
    drawing = parse(confusion_matrix_svg(COUNTS))
    outlines = drawing.inside("kit-diagonal").all("rect")
    cells = drawing.all("g", "kit-cell")[::4]
    for outline, cell in zip(outlines, cells, strict=True):
        rect = cell.find("{*}rect")
        assert float(outline.get("x")) - float(rect.get("x")) == 1
        assert float(outline.get("y")) - float(rect.get("y")) == 1


def test_accuracy_and_row_shares(parse):
    picture = confusion_matrix_svg(COUNTS)
    assert picture.description == (
        "142 of 150 are right (94.7 %); most often 2 is taken for 1 (4 times)."
    )
    assert {"100 %", "94 %", "90 %"} <= set(parse(picture).texts())


def test_empty_rows_and_no_counts(parse):
    assert "–" in parse(confusion_matrix_svg([[0, 0], [1, 3]])).texts()
    assert "Nothing" in confusion_matrix_svg(np.zeros((2, 2))).description


def test_shares_instead_of_counts(parse):
    assert "0.25" in parse(confusion_matrix_svg([[0.75, 0.25], [0.0, 1.0]])).texts()


def test_labels_are_escaped_and_shortened(parse):
    markup = confusion_matrix_svg([[1, 0], [0, 1]], ["<script>", "x" * 30])
    assert "<script" not in markup
    texts = parse(markup).texts()
    assert texts.count("<script>") == 2
    assert texts.count("x" * 11 + "…") == 2


def test_everything_is_inside(parse):
    drawing = parse(confusion_matrix_svg(COUNTS * 100000, ["setosa", "b", "virginica"]))
    for rect in drawing.all("rect"):
        assert 0 <= float(rect.get("x"))
        right = float(rect.get("x")) + float(rect.get("width"))
        assert right <= drawing.size[0]


@pytest.mark.parametrize("draw", [confusion_matrix_svg, confusion_matrix_figure])
def test_mistakes_are_explained(draw):
    with pytest.raises(ValueError, match=r"shape \(2, 3\) are not a confusion matrix"):
        draw(np.zeros((2, 3)))
    with pytest.raises(ValueError, match="3 classes but 2 labels"):
        draw(COUNTS, ["a", "b"])


def test_figure_has_numbers_and_names():
    (panel,) = confusion_matrix_figure(COUNTS, ["a", "b", "c"]).axes
    numbers = [int(text.get_text()) for text in panel.texts]
    np.testing.assert_array_equal(np.reshape(numbers, (3, 3)), COUNTS)
    assert [label.get_text() for label in panel.get_xticklabels()] == ["a", "b", "c"]
    assert panel.get_ylabel() == "true"
