from kit.studio.builder import Row
from kit.studio.finding import Finding
from kit.widgets.layer_row import LayerRow


def shown(**changes):
    row = Row(1, "dense", "Dense", "5", (None, 5), 20, 5, None, True)
    pressed = []
    view = LayerRow(1, lambda: pressed.append(1))
    view.show(Row(**{**vars(row), **changes}), 100, False)
    view.button.click()
    assert pressed == [1]
    return view


def test_the_bar_is_the_share_of_all_parameters():
    assert 'style="width:25.0%"' in shown()._line.value


def test_a_layer_without_parameters_has_no_bar():
    assert "kit-bar" not in shown(trainable=0, frozen=0)._line.value


def test_what_is_unknown_is_a_question_mark():
    view = shown(shape=None, known=False)
    assert view._line.value.count("?") == 2
    assert "kit-unknown" in view._dom_classes


def test_texts_are_escaped():
    view = shown(class_name="<i>", summary="<u>", error=Finding("<s>"))
    html = view._line.value + view.error.value
    assert "<i>" not in html and "<u>" not in html and "<s>" not in html
