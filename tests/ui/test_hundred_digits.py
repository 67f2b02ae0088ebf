"""A hundred digits, drawn on the real pad, read by a network that knows MNIST.

It needs all of MNIST and a minute, so it runs only when asked for:

    KIT_MNIST=path/to/mnist.npz pytest tests/ui/test_hundred_digits.py -n 0 -s
"""

import os

from draw_page import Draw
from scripted_digits import drawn_digits

MNIST = os.environ.get("KIT_MNIST")
EPOCHS = 3
LEARN = """
from benchmarks.drawn_digits import train
from kit.widgets import DrawPad
model, accuracy = train({path!r}, {epochs})
pad = DrawPad(model)
pad"""


def test_nine_of_ten_digits_are_read(lab):
    lab.open([LEARN.format(path=MNIST, epochs=EPOCHS)])
    lab.run_all(timeout=600)
    draw, wrong = Draw(lab.page), []
    draw.paper.wait_for()
    draw.watch()
    digits = drawn_digits(100)
    for digit, strokes in digits:
        draw.by_mouse(strokes, step=2)
        read = draw.settle(lab, strokes)
        if read != digit:
            wrong.append((digit, read))
        draw.press("Clear")
        draw.wait_for_answer("Draw a digit")
    draw.print_latencies("at rest")
    accuracy = lab.python("accuracy")
    print(f"{100 - len(wrong)} of 100 are read right; wrong: {wrong}")
    print(f"Of MNIST's test digits {100 * accuracy:.2f} %")
    assert len(digits) == 100 and len(wrong) <= 10
