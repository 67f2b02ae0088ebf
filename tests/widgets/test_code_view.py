import html
import re

from kit.studio.project import Project
from kit.widgets.code_view import CodeView, colored


def plain(markup):
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_it_shows_and_copies_the_program():
    view = CodeView(Project(seed=3))
    assert plain(view.code.value) == view.copy_button.text == view.project.code


def test_every_change_of_the_project_is_shown():
    view = CodeView()
    project = view.project
    project.epochs = 9
    project.model.use_preset("cnn", project.data)
    project.compile.use_loss("huber")
    assert "epochs=9" in view.copy_button.text
    assert "Conv2D(64, 3" in view.copy_button.text
    assert 'loss="huber"' in view.copy_button.text
    assert plain(view.code.value) == view.copy_button.text


def test_colors_do_not_change_the_text():
    code = 'x = f(1e-3, "a # <b>")  # not "this"\nimport y2k\n'
    shown = colored(code)
    assert plain(shown) == code
    assert '<i class="kit-string">&quot;a # &lt;b&gt;&quot;</i>' in shown
    assert '<i class="kit-comment"># not &quot;this&quot;</i>' in shown
    assert '<i class="kit-keyword">import</i> y2k' in shown
    assert '<i class="kit-number">1e-3</i>' in shown


def test_the_script_of_the_button_needs_nothing_from_elsewhere():
    script = CodeView().copy_button._esm
    assert "import " not in str(script) and "http" not in str(script)


def edited(view, old, new):
    view.edit_button.click()
    assert old in view.editor.value
    view.editor.value = view.editor.value.replace(old, new)
    view.apply_button.click()


def test_an_edit_changes_the_cards():
    view = CodeView()
    edited(view, "Dense(128", "Dense(7")
    assert view.project.model.layers[3]["config"]["units"] == 7
    assert "Dense(7" in view.copy_button.text
    assert "kit-note" in view.finding_card.value
    assert view.editor.layout.display == "none" and view.code.layout.display is None
    # The page would not notice if a widget with a script got another layout.
    assert view.copy_button.layout.model_id != view.code.layout.model_id


def test_an_error_is_a_card_with_its_line_and_the_text_stays():
    view = CodeView()
    edited(view, "Dense(128", "Dense(-8")
    assert "Line 14: units=-8" in view.finding_card.value
    assert "Dense(-8" in view.editor.value and view.editor.layout.display is None
    view.discard_button.click()
    assert view.finding_card.value == ""
    assert view.editor.layout.display == "none"


def test_what_was_typed_is_shown_as_text():
    view = CodeView()
    edited(view, "Dense(128", "Dense(<img src=x onerror=alert(1)>")
    assert "<img" not in view.finding_card.value


def test_cards_that_change_meanwhile_are_offered():
    view = CodeView()
    view.edit_button.click()
    view.editor.value += "# mine"
    view.project.seed = 8
    assert "cards have changed" in view.finding_card.value
    assert view.discard_button.description == "Take over cards"
    assert view.editor.value.endswith("# mine")
    view.discard_button.click()
    assert "seed(8)" in view.editor.value
    assert view.discard_button.description == "Discard"


def test_the_editor_has_a_name():
    view = CodeView()
    assert view.editor.description == "Program"
    for button in (view.edit_button, view.apply_button, view.discard_button):
        assert button.description and button.tooltip
