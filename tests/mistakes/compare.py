"""What kit, Keras and PyTorch say about each of the 25 mistakes, side by side.

    python -m tests.mistakes.compare --keras PYTHON --torch PYTHON

runs the programs with all three, keeps what the others said in `peers.json`, and
writes the page `kit/docs/mistakes/compared.md`.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PEERS_FILE = HERE / "peers.json"
PAGE = ROOT / "kit" / "docs" / "mistakes" / "compared.md"
SECONDS = 400  # for all programs of one library
MOST = 160  # letters of a message

HEAD = """\
# What kit, Keras and PyTorch say about the same mistakes

Made by `python -m tests.mistakes.compare`, which runs every program of
`tests/mistakes/programs` with kit and with {keras}, and the same mistake with
{torch} where it can be made there. Shown is the first line; "silent" means that
the program ran to its end as if all were well.

| Mistake | kit | Keras | PyTorch |
|---|---|---|---|
"""

# Runs in the Python of the other library: reads {name: program}, prints {name: text}.
WORKER = r"""
import contextlib, io, json, math, sys, warnings
programs = json.loads(sys.stdin.read())
said = {}
for name, text in programs.items():
    names, out, error = {"__name__": "program"}, io.StringIO(), None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                exec(compile(text, "program.py", "exec"), names)
            except Exception as found:
                error = found
    texts = [str(w.message) for w in caught if w.category is UserWarning]
    # JAX says this of right programs too: it is about the number format of labels.
    messages = [text for text in texts if "requested dtype int64" not in text]
    history = getattr(getattr(names.get("model"), "history", None), "history", {})
    end = names.get("end", (history.get("loss") or [None])[-1])
    if error is not None:
        lines = [line for line in str(error).splitlines() if line.strip()]
        if len(lines) > 1 and lines[0].startswith("Exception encountered"):
            lines = lines[1:]  # where it happened; what it is comes next
        line = lines[0].replace("\x1b[1m", "").replace("\x1b[0m", "")
        said[name] = f"{type(error).__name__}: {line}"
    elif messages:
        said[name] = "warns: " + messages[0].strip().splitlines()[0]
    elif end is not None:
        said[name] = "silent: loss " + (f"{end:.3g}" if math.isfinite(end) else "nan")
    else:
        said[name] = "silent"
version = sys.modules[sys.argv[1]].__version__
print(json.dumps({"version": version, "said": said}))
"""


def programs() -> dict[str, str]:
    """The texts of all programs, by name."""
    return {path.stem: path.read_text() for path in sorted(HERE.glob("programs/*.py"))}


def for_keras(text: str) -> str:
    """The same program with Keras."""
    text = re.sub(r"^import kit as keras$", "import keras", text, flags=re.M)
    return re.sub(r"^from kit import", "from keras import", text, flags=re.M)


def ask(python: str, library: str, texts: dict[str, str]) -> dict:
    """Run programs in another Python, and return what it said."""
    run = subprocess.run(
        [python, "-c", WORKER, library],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
        env={**os.environ, "KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"},
    )
    return json.loads(run.stdout.splitlines()[-1])


def what_kit_says(name: str, text: str) -> str:
    """The first line of the Finding of a program that the table of tests expects."""
    import kit
    from tests.mistakes.running import sightings
    from tests.mistakes.test_mistakes import TABLE

    for seed in range(5):  # whether a validation looks easier is up to chance
        kit.utils.clear_session(free_memory=False)
        kit.utils.set_random_seed(seed)
        found, _ = sightings(text)
        fitting = [one for one in found if one.finding.code == TABLE[name][0]]
        if fitting:
            break
    seen = fitting[0]
    kind = {"error": "", "warning": "warns: ", "note": "notes: "}[seen.finding.level]
    return kind + seen.finding.what.replace("\n", " ")


def page(peers: dict) -> str:
    """The whole page, with kit's column made anew."""
    keras, torch = peers["keras"], peers["torch"]
    lines = [
        HEAD.format(
            keras=f"Keras {keras['version']} on JAX",
            torch=f"PyTorch {torch['version'].partition('+')[0]}",
        )
    ]
    for name, text in programs().items():
        title = text.split('"""')[1].rstrip(".")
        cells = [
            title,
            what_kit_says(name, text),
            keras["said"].get(name, ""),
            torch["said"].get(name, "does not apply"),
        ]
        lines.append("| " + " | ".join(map(_cell, cells)) + " |\n")
    return "".join(lines)


def _cell(text):
    text = text if len(text) <= MOST else text[: MOST - 3] + "..."
    return re.sub(r"\b0x[0-9a-f]{6,}", "0x...", text).replace("|", "\\|")


def main() -> None:
    """Ask the others, and write the page."""
    from tests.mistakes.torch_programs import PROGRAMS, START

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keras", default=sys.executable, help="a Python with Keras")
    parser.add_argument("--torch", default=sys.executable, help="one with PyTorch")
    chosen = parser.parse_args()
    keras = {name: for_keras(text) for name, text in programs().items()}
    torch = {name: START + text for name, text in PROGRAMS.items()}
    peers = {
        "keras": ask(chosen.keras, "keras", keras),
        "torch": ask(chosen.torch, "torch", torch),
    }
    PEERS_FILE.write_text(json.dumps(peers, indent=1, ensure_ascii=False) + "\n")
    PAGE.write_text(page(peers), encoding="utf-8")


if __name__ == "__main__":
    main()
