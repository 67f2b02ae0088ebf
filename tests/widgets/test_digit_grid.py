from kit.widgets.digit_grid import DigitGrid


def test_its_state_is_what_the_script_needs():
    tile = {"caption": "✓ 7", "second": "is 7", "state": "right", "label": "Sample 0"}
    state = DigitGrid(tiles=[tile], chosen=0, label="Samples").get_state()
    assert state["tiles"] == [tile]
    for name in ("tiles", "pictures", "chosen", "label"):
        assert name in state and f'"{name}"' in state["_esm"]
