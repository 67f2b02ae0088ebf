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
