from kit.widgets.announcer import Announcer


def test_its_script_is_loaded():
    announcer = Announcer(text="Epoch 1 is over.")
    state = announcer.get_state()
    assert state["text"] == "Epoch 1 is over."
    assert "aria-live" in state["_esm"]
