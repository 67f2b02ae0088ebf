"""Studio: data, model, compile, fit and predict side by side, in one cell.

It puts the panels together around one `Project` of `kit.studio.project`; what they
show and do is in their own files.
"""

from typing import Any

import ipywidgets as widgets
from traitlets import link

from kit.studio.advice import advise
from kit.studio.data_recipe import DataRecipe
from kit.studio.fixes import can_fix, fix
from kit.studio.lock import Lock
from kit.studio.project import Project
from kit.studio.runs import Runs, StudioRun, keep_runs
from kit.studio.share import load_project, read_line, save_project, to_line
from kit.texts.language import set_language, translate
from kit.visualization.svg import Picture
from kit.widgets.boundary import boundary_of
from kit.widgets.builder import LayerBuilder
from kit.widgets.code_view import CodeView
from kit.widgets.compile_panel import CompilePanel
from kit.widgets.data_strip import DataStrip
from kit.widgets.fit_panel import FitPanel
from kit.widgets.history_bar import HistoryBar
from kit.widgets.inspector import PredictionInspector
from kit.widgets.lock import LockView, also_of, controls_of
from kit.widgets.next_cell import insert_cell
from kit.widgets.picture import studio_picture, with_picture
from kit.widgets.quiet import new
from kit.widgets.root import Root
from kit.widgets.share_panel import share_panel_of
from kit.widgets.theme import style_widget
from kit.widgets.time_travel import TimeTravelPanel
from kit.widgets.workbench import PANELS, Workbench


class Studio(widgets.VBox):
    """The whole workshop in one cell.

    `studio.project` holds every choice, `studio.model` the network that was trained,
    and `studio.runs` the trainings that are over.

    Args:
        data: Arrays `((x_train, y_train), (x_test, y_test))`; by default handwritten
            digits that kit brings along. A model may stand here too: `Studio(model)`.
        model: A model made in code; by default a small Dense network.
        seed: Where all random numbers start.
        epochs: How often fit goes through the data.
        batch_size: Samples per step.
        project: A Project to show instead of all these.
        language: A language of `kit.texts`, such as `"de"`; by default that of now.
        projector: Whether to begin with large type and strong colours, for a lecture
            hall; a button switches it as well.
        lock: What to hide and to fix, such as `{"hide": ["code"], "fix": ["seed"]}`;
            see `lock()`.

    >>> studio = Studio(epochs=2)
    >>> studio.project.epochs
    2
    """

    def __init__(
        self,
        data: Any = None,
        model: Any = None,
        seed: int = 0,
        epochs: int = 5,
        batch_size: int = 32,
        project: Project | None = None,
        language: str | None = None,
        projector: bool = False,
        lock: Any = None,
    ):
        if language is not None:
            set_language(language)
        if model is None and hasattr(data, "get_config"):
            data, model = None, data
        self.project = project = project or Project(
            data, model, seed=seed, epochs=epochs, batch_size=batch_size
        )
        self.runs = Runs()
        self._make_panels(project)
        left = _box("kit-column", self.data_strip, self.builder)
        right = _box("kit-column", self.compile_panel, self.code_view)
        top = _box("kit-top", left, right)
        looking = [self.time_travel, self.boundary, self.inspector, self.workbench]
        parts = [top, self.fit_panel, *looking]
        bar = _box("kit-topbar", self.history_bar, self._make_projector())
        self.lock_view = LockView(controls_of(self), also_of(self))
        head = [style_widget(), Root.of_now(), bar, self.lock_view]
        super().__init__([*head, *parts], _dom_classes=["kit-theme", "kit-studio"])
        self._connect(project)
        if lock is not None:
            project.lock = Lock.of(lock)
        self.projector_toggle.value = projector

    def _make_panels(self, project):
        self.history_bar = HistoryBar(project)
        self.data_strip = DataStrip(project.data, styled=False)
        self.builder = LayerBuilder(project.model, project.data, styled=False)
        self.compile_panel = CompilePanel(
            project.compile, seed=project.seed, styled=False
        )
        self.code_view = CodeView(project, styled=False)
        self.fit_panel = FitPanel(
            prepare=project.prepare,
            epochs=project.epochs,
            batch_size=project.batch_size,
            compile=project.compile,
            runs=self.runs,
            styled=False,
        )
        self.inspector = PredictionInspector(
            x=project.data.x_test,
            y=project.data.y_test,
            class_names=project.data.class_names or None,
            styled=False,
        )
        self.time_travel = TimeTravelPanel(
            self.fit_panel.run, lambda: self.project.data, styled=False
        )
        self.boundary = boundary_of(self)
        self.workbench = Workbench(self, [*PANELS, ("Share", share_panel_of)])

    def _make_projector(self):
        self.projector_toggle = new(
            widgets.ToggleButton,
            "kit-button kit-quiet kit-projector-toggle",
            description=translate("Projector"),
            tooltip=translate("Large type and strong colours, for a lecture hall"),
        )
        self.projector_toggle.observe(self._project_large, "value")
        return self.projector_toggle

    def _project_large(self, change):
        (self.add_class if change["new"] else self.remove_class)("kit-projector")

    def _connect(self, project):
        link((self.compile_panel, "seed"), (project, "seed"))
        link((self.fit_panel, "epochs"), (project, "epochs"))
        link((self.fit_panel, "batch_size"), (project, "batch_size"))
        keep_runs(self.fit_panel.run, self.runs, lambda: project.prepared)
        self.fit_panel.observe(self._light_up, "status")
        self.fit_panel.observe(self._look_at_model, "rested")
        self.fit_panel.plot.clock.listen(self.time_travel.follow, seldom=True)
        self.time_travel.observe(self._look_at_model, "moved")
        link((self.fit_panel, "changes"), (project, "by_hand"))
        project.on_change(self._advise)
        self.compile_panel.fix = lambda change: fix(project, change)
        self.builder.allow_fixes(
            self.compile_panel.fix, lambda change: can_fix(project, change)
        )
        project.observe(self._show_lock, "lock")
        self.lock_view.show(project.lock)
        project.observe(self._show_data, "data")
        self.data_strip.observe(self._use_chosen, "data")
        self._advise()

    @property
    def model(self) -> Any:
        """The model that was trained last; None before the first training."""
        return self.fit_panel.run.model

    @property
    def shown_model(self) -> Any:
        """The model that the views look at: a copy while they look at the past.

        None as long as no model has learned from samples such as those of now.
        """
        is_now, travel = self.time_travel.is_now, self.time_travel.travel
        model = self.model if is_now else travel.shown
        shape = getattr(model, "input_shape", None)
        fits = shape is None or tuple(shape[1:]) == self.project.data.input_shape
        return model if fits else None

    def use_data(self, data: Any) -> None:
        """Learn from other data; the model changes if it has to.

        Args:
            data: Arrays `((x_train, y_train), (x_test, y_test))`, or the name of a
                data set.
        """
        self.project.use_data(data)

    def _use_chosen(self, change):
        try:
            self.use_data(change["new"])
        except ValueError:  # the lock keeps something that these data would change
            self.data_strip.show(self.project.data)
            raise

    def restore_run(self, run: StudioRun) -> None:
        """Bring an earlier training back: its choices, and its weights if kept.

        Args:
            run: One of `studio.runs`.

        Raises:
            RuntimeError: If a training is going on.
        """
        fit = self.fit_panel.run
        if not fit.is_over:
            raise RuntimeError(
                "A training is going on.\n"
                "Expected it to be over before another run comes back.\n"
                "Press Stop first."
            )
        is_own = DataRecipe.of_content(run.content["data"]).name is None
        self.project.restore(run.content, self.data_strip.own if is_own else None)
        fit.reset()
        if run.weights is not None and self.model is not None:
            self.model.set_weights(list(run.weights))
        self.time_travel.go(None)
        self._look_at_model()

    # The teacher's lock

    def lock(self, hide: Any = (), fix: Any = ()) -> None:
        """Hide or fix controls, so that a class looks at one thing.

        It is saved and shared with the project. It helps to teach and protects
        nothing: `unlock` is a line of code away.

        Args:
            hide: Names of what is not to be seen, of `kit.studio.lock.NAMES`: panels
                such as `"code"`, fields such as `"seed"`, buttons such as `"step"`.
            fix: Names of what is to be seen, but not to be changed.

        Raises:
            ValueError: If there is no control of a name.
        """
        self.project.lock = self.project.lock | Lock(tuple(hide), tuple(fix))

    def unlock(self) -> None:
        """Show everything, and let everything be changed."""
        self.project.lock = Lock()

    # Keeping and sharing

    def save(self, filepath: Any) -> None:
        """Write every choice and the seed to a small JSON file, without weights.

        Args:
            filepath: A name that ends in `.json`.
        """
        save_project(self.project, filepath)

    @classmethod
    def load(cls, filepath: Any, data: Any = None) -> "Studio":
        """Open what `save` wrote.

        Args:
            filepath: The file.
            data: The arrays, if the studio was about arrays of your own.
        """
        return cls(project=load_project(filepath, data))

    @property
    def line(self) -> str:
        """Every choice and the seed as one line of text, to hand on."""
        return to_line(self.project)

    def open_line(self, line: str) -> None:
        """Show what a line from someone else's studio holds."""
        self.project.restore(read_line(line))

    def insert_cell(self) -> None:
        """Put the program into a new cell below the one that calls this."""
        insert_cell(self.project.code)

    def picture(self) -> Picture:
        """Return what the studio shows now, as a still picture for a saved notebook.

        A notebook that is saved keeps the picture of the moment when the cell with the
        studio ran; this one, in a cell of its own, shows what came after.
        """
        return studio_picture(self)

    def _repr_mimebundle_(self, **kwargs):
        return with_picture(super()._repr_mimebundle_(**kwargs), self.picture)

    # Following changes

    def _show_data(self, _):
        data = self.project.data
        self.data_strip.show(data)
        self.builder.data = data
        names = data.class_names or None
        self.inspector.use_data(data.x_test, data.y_test, names)
        self.time_travel.go(None)
        self._look_at_model()

    def _show_lock(self, change):
        self.lock_view.show(change["new"])
        self._advise()

    def _advise(self):
        project = self.project
        finding = advise(project.model, project.compile, project.data)
        can_apply = can_fix(project, finding.change)
        self.compile_panel.show_advice(finding, can_apply)

    def _light_up(self, change):
        if change["new"] in ("running", "pausing", "paused", "stopping"):
            self.fit_panel.add_class("kit-active")
        else:
            self.fit_panel.remove_class("kit-active")

    def _look_at_model(self, _=None):
        model = self.shown_model
        self.boundary.update(model)
        self.inspector.update(model)
        self.workbench.update()


def _box(css_class: str, *children: widgets.Widget) -> widgets.Box:
    return new(widgets.Box, css_class, children=children)
