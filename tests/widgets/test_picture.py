"""What a saved notebook shows of the studio where nothing runs."""

import base64
import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest

import kit
from kit.studio.builder import ModelSpec
from kit.texts.language import set_language
from kit.widgets.fit_panel import FitPanel
from kit.widgets.inspector import PredictionInspector
from kit.widgets.picture import model_html, with_picture
from kit.widgets.studio import Studio

WIDGET = "application/vnd.jupyter.widget-view+json"
LIMIT = 300_000  # bytes that a saved notebook may grow by
NOTEBOOK = [
    "from kit.widgets import Studio\nstudio = Studio(epochs=1)\nstudio",
    "studio.fit_panel._press('start')\n"
    "studio.fit_panel.run.wait()\nstudio.fit_panel.plot.clock.wait()\n"
    "words = studio.inspector.inspection.predictions.summary",
    "studio.picture()",
]


class Reader(HTMLParser):
    """What is left of HTML without scripts and styles: its words and images."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.images, self.words = set(), [], ""
        self.feed(str(markup))

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag == "img":
            self.images.append(dict(attributes))

    def handle_data(self, data):
        self.words += data


def pixels(image):
    """The size of an image in the text, as Pillow reads it."""
    from PIL import Image

    head, data = image["src"].split(",")
    assert head == "data:image/png;base64"
    return Image.open(io.BytesIO(base64.b64decode(data))).size


@pytest.fixture
def trained():
    random = np.random.default_rng(0)
    x = random.random((64, 6, 6)).astype("float32")
    y = (x[:, 0, 0] > 0.5).astype(int)
    layers = [kit.Input((6, 6)), kit.layers.Flatten(), kit.layers.Dense(2, "softmax")]
    studio = Studio(((x, y), (x, y)), kit.Sequential(layers), epochs=2)
    studio.fit_panel.start_button.click()
    studio.fit_panel.run.wait(60)
    studio.fit_panel.plot.clock.wait()
    return studio


def test_the_picture_tells_everything_without_script_style_or_svg(trained):
    bundle = trained._repr_mimebundle_(include=None, exclude=None)
    assert bundle[WIDGET]["model_id"] == trained.model_id
    assert bundle["text/html"].startswith(trained.picture())
    assert len(bundle["text/html"]) < LIMIT
    found = Reader(trained.picture())
    assert not found.tags & {"script", "style", "svg", "iframe"}
    assert "style=" not in trained.picture()
    for words in ("64 to learn from", "Flatten", "74", "Epoch 2 of 2", "of 64 right"):
        assert words in found.words, words
    assert trained.project.code.splitlines()[-1] in found.words
    curves = [image for image in found.images if image["alt"].startswith("Epoch 2")]
    assert len(curves) == 1 and pixels(curves[0])[0] > 600
    # one thumbnail for each of two classes, then the first samples
    assert [pixels(i) for i in found.images if i not in curves] == [(6, 6)] * 22


def test_before_the_first_training():
    found = Reader(Studio()._repr_mimebundle_()["text/html"])
    assert "Nothing has been trained yet." in found.words
    assert "once there is a model" in found.words
    assert "101,770" in found.words


def test_panels_alone_have_pictures_too(trained):
    panel = FitPanel(run=trained.fit_panel.run)
    assert "Epoch 2 of 2" in panel._repr_mimebundle_()["text/html"]
    x = np.zeros((3, 200, 100, 3), np.uint8)

    class Known:
        def predict(self, x, verbose=0):
            return np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]])

    inspector = PredictionInspector(Known(), x, [0, 1, 1], ["a & b", "c"])
    found = Reader(inspector._repr_mimebundle_()["text/html"])
    assert "2 of 3 right" in found.words and "✗ a & bis c" in found.words
    assert [pixels(image) for image in found.images] == [(20, 40)] * 3  # large ones


def test_a_wrong_layer_has_no_numbers():
    spec = ModelSpec()
    spec.use_input((4,))
    spec.add("Dense", units=3)
    spec.update(1, units=-1)
    assert Reader(model_html(spec)).words.count("?") == 2


def test_a_picture_that_fails_leaves_the_live_view():
    def broken():
        raise ValueError("no <picture>")

    bundle = with_picture({WIDGET: {}}, broken)
    assert WIDGET in bundle and "no &lt;picture&gt;" in bundle["text/html"]
    assert with_picture(None, broken) is None


def test_it_speaks_the_language():
    set_language("de")
    try:
        assert "wo das Notebook läuft" in Studio()._repr_mimebundle_()["text/html"]
    finally:
        set_language("en")


def test_a_notebook_that_is_run_saved_and_converted(tmp_path, monkeypatch):
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    nbconvert = pytest.importorskip("nbconvert")
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("PYTHONPATH", str(kit.__path__[0] + "/.."))
    cells = [nbformat.v4.new_code_cell(source) for source in NOTEBOOK]
    notebook = nbformat.v4.new_notebook(cells=cells)
    before = len(nbformat.writes(notebook))
    # As JupyterLab saves it: without what the widgets know.
    nbclient.NotebookClient(notebook, timeout=60, store_widget_state=False).execute()
    saved = nbformat.writes(notebook)
    assert len(saved) - before < LIMIT
    live, still = (cell.outputs[0].data for cell in notebook.cells if cell.outputs)
    assert {WIDGET, "text/html"} <= live.keys()
    assert WIDGET not in still and "text/html" in still

    page, _ = nbconvert.HTMLExporter().from_notebook_node(notebook)
    page = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.S)
    words = Reader(page).words
    assert words.count("101,770") == 2 and "Nothing has been trained yet." in words
    assert "Epoch 1 of 1: loss" in words and "of 1,000 right" in words
