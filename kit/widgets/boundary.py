"""BoundaryPanel: where the network changes its mind, drawn live while it learns.

It shows a `Boundary` of `kit.studio.boundary`, and only for points in the plane.
"""

import math
import time
from typing import Any

import ipywidgets as widgets

from kit.studio.boundary import LEARN, NONE, TEST, Boundary, Sight
from kit.studio.data import StudioData
from kit.studio.fit_record import FitSnapshot
from kit.studio.probe import Probe
from kit.texts.language import translate
from kit.visualization.boundary import decision_boundary_svg
from kit.visualization.maps import map_grid_svg
from kit.widgets.clock import LONGEST_PAUSE
from kit.widgets.findings import safely
from kit.widgets.model_panel import offer
from kit.widgets.panel import Panel, dropdown, row, text
from kit.widgets.quiet import new

SECONDS = 0.25  # between two drawings while the network learns
_SIZE = 380


class BoundaryPanel(Panel):
    """The plane with the network's answer at every place, and with the points.

    Args:
        data: A StudioData; the panel hides itself if it is not about the plane.
        model: A model; with None only the points are drawn.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> panel = BoundaryPanel(StudioData.load("moons"))
    >>> "kit-points" in panel.picture.value
    True
    """

    def __init__(self, data: StudioData, model: Any = None, styled: bool = True):
        super().__init__(
            translate("Decision boundary"),
            "model.predict(grid)",
            "kit-boundary",
            styled=styled,
        )
        self.boundary: Boundary | None = None
        self.model: Any = None
        self._probe: Probe | None = None
        self._drawn_at = -math.inf
        self._is_drawing = False
        self.picture: Any = None
        self.use_data(data)
        self.update(model)

    def _make(self) -> None:
        """Make what is in the panel, once there is a plane to draw."""
        self.points_menu = dropdown(
            translate("Points"),
            translate("Which points to draw"),
            "kit-beside",
            options=[
                (translate("to learn from"), LEARN),
                (translate("to test"), TEST),
                (translate("none"), NONE),
            ],
        )
        self.layer_menu = dropdown(
            translate("Units of"), translate("Which hidden layer to draw"), "kit-beside"
        )
        for menu in (self.points_menu, self.layer_menu):
            menu.observe(self._on_menu, "value")
        self.picture = text(css_class="kit-plane")
        self.words = text(css_class="kit-sentence")
        self.units = text(css_class="kit-units")
        left = new(widgets.VBox, children=[self.points_menu, self.picture])
        parts = [self.layer_menu, self.units, self.words]
        right = new(widgets.VBox, children=parts)
        self.set_content([row([left, right], "kit-boundary-body")])

    @safely
    def use_data(self, data: StudioData) -> None:
        """Draw other points; what the network said about the old ones is gone."""
        self.layout.display = None if data.is_plane else "none"
        if data.is_plane and self.picture is None:
            self._make()
        self.boundary = Boundary(data) if data.is_plane else None
        self.model = self._probe = None
        self._draw()

    @safely
    def update(self, model: Any = None) -> None:
        """Ask a model with its weights of now."""
        self.model = model
        self._draw()

    def follow(self, model: Any, snapshot: FitSnapshot) -> None:
        """Draw what a network says while it learns, at most four times a second."""
        is_due = time.monotonic() - self._drawn_at >= SECONDS
        if self.boundary is not None and model is not None and is_due:
            if snapshot.total_steps_done:
                self.update(model)

    @safely
    def _on_menu(self, _) -> None:
        if not self._is_drawing:
            self._draw()

    # Drawing

    def _draw(self) -> None:
        boundary = self.boundary
        self._drawn_at = time.monotonic()
        if boundary is None:
            return
        points, labels = boundary.points(str(self.points_menu.value))
        sight = self._look(boundary)
        names = boundary.data.class_names
        waits = [[[1 / len(names)] * len(names)] * 2] * 2
        self.picture.value = str(
            decision_boundary_svg(
                waits if sight is None else sight.probabilities,
                points,
                labels.tolist(),
                extent=boundary.extent,
                class_names=[translate("class {name}", name=name) for name in names],
                size=_SIZE,
                title=translate("What the network says at every place"),
                note=translate("fainter: less sure"),
                style=False,
            )
        )
        self._draw_units(sight)

    def _look(self, boundary: Boundary) -> Sight | None:
        if self.model is None or self.model.input_shape != (None, 2):
            return None
        self._probe = Probe.of(self.model, self._probe)
        places = [(p.title, p.name) for p in boundary.places(self._probe)]
        self._is_drawing = True
        try:
            offer(self.layer_menu, places)
        finally:
            self._is_drawing = False
        return boundary.look(self._probe, self.layer_menu.value)

    def _draw_units(self, sight: Sight | None) -> None:
        has_units = sight is not None and len(sight.units) > 0
        self.layer_menu.layout.display = None if has_units else "none"
        self.units.value = ""
        if sight is None:
            self.words.value = "<p>{}</p>".format(
                translate("Press Start: the colours show what the network says.")
            )
            return
        if has_units:
            self.units.value = map_grid_svg(
                sight.units[:, ::-2, ::2],  # coarser: they are small
                columns=min(8, len(sight.units)),
                tile_size=52,
                title=translate("What each unit says at every place"),
            ).bare
        right = translate(
            "{percent} % of the test points lie on the right side.",
            percent=f"{100 * sight.right:.1f}",
        )
        explained = translate(
            "Every unit of the first layer cuts the plane with a line; the layers "
            "behind it put the pieces together."
        )
        help_ = f"<p class='kit-help'>{explained}</p>" if has_units else ""
        self.words.value = f"<p><b>{right}</b></p>{help_}"


def boundary_of(studio: Any) -> BoundaryPanel:
    """Make the panel for a studio; it follows the data and the training.

    >>> from kit.widgets.studio import Studio
    >>> boundary_of(Studio()).layout.display
    'none'
    """
    panel = BoundaryPanel(studio.project.data, styled=False)
    clock = studio.fit_panel.plot.clock

    def pace(data):
        # A motion is to be seen in the plane; there a slower training does no harm.
        clock.longest_pause = SECONDS if data.is_plane else LONGEST_PAUSE

    def use(data):
        panel.use_data(data)
        pace(data)

    pace(studio.project.data)
    studio.project.observe(lambda change: use(change["new"]), "data")

    def follow(snapshot):
        if not snapshot.is_over and studio.shown_model is studio.model:
            panel.follow(studio.model, snapshot)

    clock.listen(follow)
    return panel
