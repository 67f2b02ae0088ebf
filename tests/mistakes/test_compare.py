"""The page that compares messages is up to date: kit's column is what kit says."""

import json
import re

from tests.mistakes.compare import PAGE, PEERS_FILE, page, programs
from tests.mistakes.torch_programs import PROGRAMS


def without_decimals(text):
    """Results of training differ from machine to machine."""
    return re.sub(r"\d+\.\d+|batch \d+|epoch \d+", "#", text)


def test_page_is_what_the_libraries_said_and_kit_says():
    """If not: python -m tests.mistakes.compare writes it anew."""
    peers = json.loads(PEERS_FILE.read_text(encoding="utf-8"))
    stored = PAGE.read_text(encoding="utf-8")
    assert without_decimals(page(peers)) == without_decimals(stored)


def test_each_program_was_tried_with_the_others():
    peers = json.loads(PEERS_FILE.read_text(encoding="utf-8"))
    assert list(peers["keras"]["said"]) == list(programs())
    assert set(peers["torch"]["said"]) == set(PROGRAMS) <= set(programs())
