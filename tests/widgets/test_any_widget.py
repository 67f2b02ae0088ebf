from pathlib import Path

import pytest

from kit.widgets import any_widget
from kit.widgets.any_widget import AnyWidget

SCRIPTS = sorted(Path(any_widget.__file__).parent.glob("*.js"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_loses_nothing_but_comments_and_indentation(path):
    whole = path.read_text(encoding="utf-8").splitlines()
    assert all(line.count("`") % 2 == 0 for line in whole)  # no text of many lines
    wanted = [line.strip() for line in whole]
    wanted = [line for line in wanted if line and not line.startswith("//")]
    sent = type("Toy", (AnyWidget,), {"_esm": path})().get_state()["_esm"]
    assert sent.splitlines() == wanted
