import io
import subprocess
import sys

import pytest

from kit.visualization.figure import new_figure


def test_panels_are_a_flat_list():
    figure, panels = new_figure(3, 2, (6, 4))
    assert len(panels) == 6 == len(figure.axes)


def test_notebook_gets_a_png():
    image = pytest.importorskip("PIL.Image")
    figure, _ = new_figure(1, 1, (2, 1))
    picture = image.open(io.BytesIO(figure._repr_png_()))
    assert picture.format == "PNG"
    assert picture.width == 2 * picture.height


def test_pictures_load_neither_matplotlib_nor_jupyter():
    program = """
import sys
import kit.visualization
from kit.visualization import curves, images, matrix
curves.learning_curves_svg({"loss": [1.0]})
for name in ("matplotlib", "IPython", "ipywidgets", "PIL"):
    assert name not in sys.modules, name
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_figures_never_load_pyplot():
    program = """
import sys
from kit.visualization.curves import history_figure
history_figure({"loss": [1.0, 0.5]})._repr_png_()
assert "matplotlib.figure" in sys.modules
assert "matplotlib.pyplot" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
