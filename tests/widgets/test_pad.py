from kit.widgets.pad import Pad


def test_its_state_is_what_the_script_needs():
    strokes = [{"erases": False, "points": [[140, 60], [140, 220]]}]
    state = Pad(strokes=strokes).get_state()
    assert state["strokes"] == [{"sheet": 0, **strokes[0]}]
    for name in ("strokes", "sheet", "brush", "words", "label"):
        assert name in state and f'"{name}"' in state["_esm"]
