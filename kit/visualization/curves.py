"""Learning curves: how the loss and the metrics change from epoch to epoch.

Stands on `series` and `scale`; the live chart of the studio and `History.plot` are
both made here, from the same dictionary.
"""

import math
from collections.abc import Mapping, Sequence

from kit.texts.language import translate
from kit.visualization.chart import (
    empty_lines,
    end_labels,
    epoch_axis,
    epoch_marks,
    faint_curves,
    heading,
    plot_area,
    read_curves,
    strong_curve,
    value_axis,
    value_lines,
)
from kit.visualization.figure import PALETTE, log_values, new_figure, whole_numbers
from kit.visualization.readout import change_marks, readout, values_table
from kit.visualization.series import (
    describe_history,
    metric_names,
    plain_name,
    read_history,
    read_series,
)
from kit.visualization.svg import Picture, element, picture

_MOST_DOTS = 40  # more dots than this would hide the line


def learning_curves_svg(
    history,
    metric: str = "loss",
    *,
    total_epochs: int | None = None,
    log_y: bool = False,
    previous: Sequence | Mapping = (),
    changes: Sequence[tuple[float, str, str]] = (),
    readings: int = 0,
    width: int = 440,
    height: int = 240,
    empty_text: str = "Press Start to train",
    style: bool = True,
) -> Picture:
    """Draw one metric over the epochs, training and validation.

    Training is a solid line with round dots, validation a dashed line with square
    dots, and each is labelled where it ends. The picture always has the same height.

    Args:
        history: Dictionary from names such as `"loss"` and `"val_loss"` to lists of
            numbers (epochs 1, 2, ...) or of `(epoch, value)` pairs, where the epoch
            may be a fraction; or the `History` that `fit` returns.
        metric: The name to draw, without `val_`.
        total_epochs: How many epochs are planned; fixes the horizontal axis.
        log_y: Whether the vertical axis is logarithmic.
        previous: Histories of earlier runs, drawn faintly; with names if it is a
            dictionary.
        changes: `(epoch, short word, whole words)` of what was changed by hand; drawn
            as dotted lines.
        readings: At how many places, at most, the mouse reads values.
        width: Width in pixels.
        height: Height in pixels.
        empty_text: What to say before there is any point.
        style: Whether to include the style sheet; see `svg.picture`.

    >>> chart = learning_curves_svg({"loss": [0.9, 0.5]}, total_epochs=10)
    >>> chart.description
    'Epoch 2 of 10: loss 0.5.'
    """
    history = read_history(history)
    current = read_curves(history, metric, log_y)
    earlier = _earlier_curves(previous, metric, log_y)
    plot = plot_area(width, height)
    x = epoch_axis([*current, *earlier], total_epochs, plot)
    body = [heading(metric, log_y, len(previous) if earlier else 0)]
    if current or earlier:
        y, ticks = value_axis(current, earlier, log_y, plot)
        body += [value_lines(y, ticks, plot), epoch_marks(x, plot)]
        body.append(change_marks(changes, x, plot))
        body.append(faint_curves(earlier, x, y, plot))
        body += [strong_curve(curve, metric, x, y) for curve in current]
        body.append(end_labels(current, x, y, _named(earlier)))
        body.append(readout(current, x, y, plot, readings) if readings else "")
    else:
        known = total_epochs is not None
        body += [empty_lines(plot, empty_text), epoch_marks(x, plot, known)]
    description = describe_history(history, total_epochs, [metric])
    title = translate("Learning curve: {name}", name=plain_name(metric))
    return picture(width, height, body, title, description, style)


def _earlier_curves(previous, metric, log_y):
    named = previous if isinstance(previous, Mapping) else dict(enumerate(previous))
    return [
        curve
        for name, history in named.items()
        for curve in read_curves(
            read_history(history), metric, log_y, name if isinstance(name, str) else ""
        )
    ]


def _named(earlier):
    """Return one curve of each run, the one that is to carry its name."""
    return list({curve.run: curve for curve in earlier if curve.run}.values())


def learning_curves_table(history, metrics: Sequence[str] | None = None) -> str:
    """Return the curves as an HTML table of at most 40 rows, for those who read.

    Args:
        history: As in `learning_curves_svg`.
        metrics: The names of the columns, without `val_`; all of them by default.

    >>> learning_curves_table({"loss": [0.9, 0.5]}).count("<tr>")
    3
    """
    history = read_history(history)
    names = metric_names(history) if metrics is None else list(metrics)
    curves = [read_curves(history, name, False) for name in names]
    return values_table(history, names, curves)


def learning_curves_pair(
    history,
    metrics: Sequence[str] | None = None,
    *,
    log_loss: bool = False,
    gap: int = 16,
    **options,
) -> Picture:
    """Draw two charts side by side: the loss, and the first other metric.

    In a narrow place the second chart moves below the first.

    Args:
        history: As in `learning_curves_svg`.
        metrics: The names to draw; by default the loss and the first other metric.
            Name them to keep both places free before training starts.
        log_loss: Whether charts of a loss have a logarithmic axis.
        gap: Pixels between the charts.
        **options: Any other argument of `learning_curves_svg`.

    >>> learning_curves_pair({}, ("loss", "accuracy")).count("<svg")
    2
    """
    history = read_history(history)
    if metrics is None:
        metrics = metric_names(history)[:2] or ["loss"]
    style = options.pop("style", True)
    charts = []
    for index, metric in enumerate(metrics):
        log_y = log_loss and metric.endswith("loss")
        chart = learning_curves_svg(
            history, metric, log_y=log_y, style=style and index == 0, **options
        )
        limits = f"flex:1 1 320px;max-width:{options.get('width', 440)}px"
        charts.append(element("div", chart, style=limits))
    row = element(
        "div",
        *charts,
        class_="kit-theme kit-row",
        style=f"display:flex;flex-wrap:wrap;gap:{gap}px",
    )
    total_epochs = options.get("total_epochs")
    return Picture(row, describe_history(history, total_epochs, metrics))


def history_figure(history):
    """Return a matplotlib `Figure` of a finished training.

    One panel shows the losses and one panel each other metric; validation is dashed.

    Args:
        history: The `History` that `fit` returns, or its dictionary.

    Raises:
        ValueError: If there is nothing to draw yet.

    >>> figure = history_figure({"loss": [0.9, 0.5], "val_loss": [1.0, 0.7]})
    >>> len(figure.axes)
    1
    """
    history = read_history(history)
    if not any(len(values) for values in history.values()):
        raise ValueError(
            "There is no history to plot: no epoch has been trained.\n"
            'Expected a dictionary such as {"loss": [0.9, 0.5]}.\n'
            "Call `history = model.fit(...)` first, then plot that history."
        )
    panels = _panels(metric_names(history))
    columns = min(3, len(panels))
    rows = math.ceil(len(panels) / columns)
    figure, axes = new_figure(columns, rows, (4.6 * columns, 3.2 * rows))
    for panel, names in zip(axes, panels, strict=False):
        _draw_panel(panel, history, names)
    for unused in axes[len(panels) :]:
        unused.set_axis_off()
    return figure


def _panels(names: list[str]) -> list[list[str]]:
    """Return the names panel by panel: all losses together, then each metric."""
    losses = [name for name in names if name.endswith("loss")]
    others = [[name] for name in names if not name.endswith("loss")]
    return ([losses] if losses else []) + others


def _draw_panel(panel, history: dict, names: list[str]) -> None:
    for index, name in enumerate(names):
        single = len(names) == 1
        for key, label, style in (
            (name, "training", {"linestyle": "-", "marker": "o", "markersize": 4}),
            (
                f"val_{name}",
                "validation",
                {"linestyle": "--", "marker": "s", "markersize": 4},
            ),
        ):
            series = read_series(history.get(key, ()), key)
            if not len(series.x):
                continue
            color = PALETTE[(key != name) if single else index % len(PALETTE)]
            if len(series.x) > _MOST_DOTS:
                style["markersize"] = 0
            label = label if single else plain_name(key)
            panel.plot(series.x, series.y, color=color, label=label, **style)
    panel.set_title(plain_name(names[0]) if len(names) == 1 else "losses")
    panel.set_xlabel("epoch")
    whole_numbers(panel.xaxis)
    if names == ["learning_rate"]:
        log_values(panel)
    else:
        panel.legend(fontsize="small", edgecolor="none", framealpha=0.8)
