"""The still picture of a panel: what a saved notebook shows where nothing runs.

GitHub and nbconvert show no widgets, and GitHub takes scripts, styles and SVG away; so
a picture is plain HTML with headings, tables and PNG images.
"""

import base64
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from kit.studio.builder import ModelSpec, shape_text
from kit.studio.data import StudioData
from kit.studio.fit_record import FitSnapshot
from kit.studio.inspection import Inspection
from kit.texts.language import translate
from kit.visualization.curves import history_figure
from kit.visualization.png import png_data_uri
from kit.visualization.series import describe_history
from kit.visualization.svg import Picture, escape
from kit.widgets.progress import progress_words, status_words
from kit.widgets.sample_detail import tile_of

_MOST_TILES, _COLUMNS = 20, 10
_TILE = 56  # pixels on the page
_MOST_PIXELS = 48  # of a sample's sides in the file


def with_picture(bundle: Any, make: Callable[[], str]) -> Any:
    """Put a picture beside the live view of a widget.

    A notebook keeps both when the cell runs; where it cannot run, the picture is shown.

    Args:
        bundle: What `Widget._repr_mimebundle_` returned.
        make: Returns the picture.

    >>> with_picture({"text/plain": "Panel()"}, lambda: "<p>2 layers</p>").keys()
    dict_keys(['text/plain', 'text/html'])
    """
    if bundle is None:
        return None
    try:
        picture = make()
    except Exception as error:  # the live view is shown all the same
        picture = f"<p>{escape(error)}</p>"
    note = translate(
        "A picture of the moment when this cell ran; it is alive where the notebook "
        "runs. The method picture() returns one of now."
    )
    bundle["text/html"] = f"{picture}<p><i>{escape(note)}</i></p>"
    return bundle


def studio_picture(studio: Any) -> Picture:
    """Return everything that a studio shows now, from the data to the program."""
    project = studio.project
    snapshot = studio.fit_panel.run.snapshot()
    inspector = studio.inspector
    words = describe_history(snapshot.history, snapshot.epochs or None)
    parts = [
        data_html(project.data),
        model_html(project.model),
        fit_html(snapshot),
        inspection_html(inspector.inspection, inspector.images),
        _section(translate("Code"), f"<pre><code>{escape(project.code)}</code></pre>"),
    ]
    return Picture("".join(parts), words)


def data_html(data: StudioData) -> str:
    """Return what a network learns from.

    >>> "4,000 to learn from" in data_html(StudioData.load())
    True
    """
    words = translate(
        "{train} to learn from, {test} to test",
        train=f"{len(data.x_train):,}",
        test=f"{len(data.x_test):,}",
    )
    pictures = ""
    if data.is_images and data.class_names:
        images, classes = data.thumbnails()
        names = [[data.class_names[number]] for number in classes]
        pictures = _tiles_html(images, names)
    sentence = f"<p><b>{escape(words)}.</b> {escape(translate(data.sentence))}</p>"
    return _section(translate("Data"), sentence + pictures)


def model_html(model: ModelSpec) -> str:
    """Return the layers of a model as a table.

    >>> spec = ModelSpec.preset("linear", StudioData.load())
    >>> "7,850" in model_html(spec)
    True
    """
    rows = [
        (
            row.class_name,
            row.summary,
            shape_text(row.shape),
            "?" if row.params is None else f"{row.params:,}",
        )
        for row in model.rows()
    ]
    titles = [translate("Layer"), "", translate("Output"), translate("Parameters")]
    total = ("", "", "", f"{model.count_params():,}")
    return _section(translate("Model"), _table([*rows, total], titles))


def fit_html(snapshot: FitSnapshot) -> str:
    """Return how far a training is, and its curves.

    >>> "Nothing has been trained yet." in fit_html(FitSnapshot())
    True
    """
    progress = progress_words(snapshot)
    lines = [f"<p><b>{escape(status_words(snapshot))}</b> {escape(progress)}</p>"]
    if snapshot.finding:
        lines.append(f"<p>{escape(snapshot.finding.what)}</p>")
    if any(snapshot.history.values()):
        words = escape(describe_history(snapshot.history, snapshot.epochs or None))
        figure = history_figure(snapshot.history)
        address = base64.b64encode(figure._repr_png_()).decode("ascii")
        image = f'<img src="data:image/png;base64,{address}" alt="{words}" width="720">'
        lines.append(f"<p>{words}</p>{image}")
    return _section(translate("Fit"), "".join(lines))


def inspection_html(inspection: Inspection, images: Any = None) -> str:
    """Return the samples that are looked at, each with what the model says.

    Args:
        inspection: What was selected.
        images: The pictures of all samples, if they have any.

    >>> "once there is a model" in inspection_html(Inspection())
    True
    """
    found, tiles = inspection.predictions, ""
    if found is None:
        words = translate("The predictions appear here once there is a model.")
    else:
        words = found.summary
        items = inspection.items[:_MOST_TILES]
        is_known = found.kind != "unknown"
        samples = [tile_of(found, int(item)) for item in items] if is_known else []
        captions = [[sample["caption"], sample["second"]] for sample in samples]
        tiles = _tiles_html(None if images is None else images[items], captions)
    return _section(translate("Predict"), f"<p><b>{escape(words)}</b></p>{tiles}")


def _tiles_html(images: Any, captions: list[list[str]]) -> str:
    """Return small pictures in rows, each above its lines."""
    cells = []
    for place, lines in enumerate(captions):
        shown = "<br>".join(escape(line) for line in lines if line)
        if images is not None:
            address = png_data_uri(_small(np.asarray(images[place])))
            alt = escape(lines[0])
            image = f'<img src="{address}" alt="{alt}" width="{_TILE}">'
            shown = f"{image}<br>{shown}"
        cells.append(f'<td align="center">{shown}</td>')
    starts = range(0, len(cells), _COLUMNS)
    rows = "".join(f"<tr>{''.join(cells[i : i + _COLUMNS])}</tr>" for i in starts)
    return f"<table>{rows}</table>" if rows else ""


def _small(image: np.ndarray) -> np.ndarray:
    """Leave pixels out of a large image, so that the notebook stays small."""
    step = max(1, -(-max(image.shape[:2]) // _MOST_PIXELS))
    return image[::step, ::step]


def _table(rows: Iterable[Iterable[str]], titles: Iterable[str]) -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><tr>{head}</tr>{body}</table>"


def _section(title: str, content: str) -> str:
    return f"<h4>{escape(title)}</h4>{content}"
