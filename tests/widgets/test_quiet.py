from collections import Counter

import ipywidgets as widgets
from ipywidgets.embed import dependency_state

from kit.widgets import quiet
from kit.widgets.panel import button, row, text
from kit.widgets.quiet import new, one_for_all


def state_of(widget, name):
    """What the page knows of a widget's layout or style."""
    state = dependency_state([widget], drop_defaults=True)
    address = state[widget.model_id]["state"][name]
    return state[address.removeprefix("IPY_MODEL_")]["state"]


def test_what_is_hidden_hides_nothing_that_shared_its_layout():
    hidden, other = text("a"), button("b", "")
    box = row([hidden, other])
    state = dependency_state([box], drop_defaults=True)
    kinds = Counter(one["model_name"] for one in state.values())
    assert kinds["LayoutModel"] == 1  # for the row and what is in it
    hidden.layout.display = "none"
    assert state_of(hidden, "layout") == {"display": "none"}
    assert state_of(other, "layout") == state_of(box, "layout") == {}
    hidden.layout.display = None
    assert state_of(hidden, "layout") == {}


def test_a_layout_of_its_own_may_be_given_at_any_time():
    one, other = new(widgets.Checkbox), new(widgets.Checkbox)
    one.layout = widgets.Layout(width="9px")
    assert state_of(one, "layout") == {"width": "9px"}
    assert state_of(other, "layout") == {}


def test_widgets_can_be_made_after_the_shared_layout_was_closed(monkeypatch):
    # One that this test has made: a kernel that another test started in this process
    # does not know the older one, and would not close it.
    monkeypatch.setattr(quiet, "_shared", {})
    before = text("a").layout.model_id
    one_for_all(widgets.Layout).close()  # as Widget.close_all() does
    assert text("b").layout.model_id != before
