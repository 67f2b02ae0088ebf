"""What the studio knows: the state behind every panel, without a screen."""

from kit.studio.builder import ModelSpec
from kit.studio.compile_panel import CompileSpec
from kit.studio.data import StudioData
from kit.studio.finding import Finding
from kit.studio.project import Project

__all__ = ["CompileSpec", "Finding", "ModelSpec", "Project", "StudioData"]
