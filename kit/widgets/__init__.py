"""What the studio shows: one panel for each step, and all of them together."""

from kit.widgets.builder import LayerBuilder
from kit.widgets.code_view import CodeView
from kit.widgets.compile_panel import CompilePanel
from kit.widgets.data_strip import DataStrip
from kit.widgets.draw_pad import DrawPad
from kit.widgets.fit_panel import FitPanel
from kit.widgets.inspector import PredictionInspector
from kit.widgets.studio import Studio

__all__ = [
    "CodeView",
    "CompilePanel",
    "DataStrip",
    "DrawPad",
    "FitPanel",
    "LayerBuilder",
    "PredictionInspector",
    "Studio",
]
