"""What a studio leaves behind: nothing that grows from training to training."""

import gc
import threading

import numpy as np
from ipywidgets.widgets import widget

import kit
from kit.widgets.studio import Studio

RESTARTS = 10


def left():
    """How many threads and widgets there are."""
    gc.collect()
    return threading.active_count(), len(widget._instances)


def test_ten_trainings_leave_no_threads_and_no_widgets():
    random = np.random.default_rng(0)
    x = random.normal(size=(64, 6)).astype("float32")
    data = (x, (x[:, 0] > 0).astype(int))
    model = kit.Sequential([kit.Input((6,)), kit.layers.Dense(2, "softmax")])
    studio = Studio((data, data), model, epochs=2)
    studio.workbench.choose("Compare")
    panel, found = studio.fit_panel, []
    for _ in range(RESTARTS):
        panel.start_button.click()
        panel.run.wait(60)
        panel.plot.clock.wait()
        studio.workbench.wait()
        found.append(left())
    assert len(set(found[1:])) == 1, found
    assert len(studio.runs) == RESTARTS
