"""How many drawn digits does the tutorial's network read?

    python -m benchmarks.drawn_digits --data mnist.npz

A hundred digits, drawn by scripted strokes in five hands, go the way of every drawing
on the pad: strokes, ink, the form of MNIST, `model.predict`. The network is the small
convolutional one of the tutorials, trained on the 60,000 digits of MNIST.
"""

import argparse
import time

import numpy as np

import kit as keras
from kit import layers
from kit.datasets import mnist
from kit.studio.draw_pad import Drawing
from tests.ui.scripted_digits import drawn_digits


def train(data: str, epochs: int) -> tuple[keras.Sequential, float]:
    """Return the trained network and its accuracy on the 10,000 test digits."""
    (x_train, y_train), (x_test, y_test) = mnist.load_data(data)
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train[..., None], y_train, batch_size=64, epochs=epochs, verbose=0)
    return model, model.evaluate(x_test[..., None], y_test, verbose=0)[1]


def read(model: keras.Sequential, count: int) -> tuple[list, list[float]]:
    """Return `(digit, what was read)` pairs, and the seconds from strokes to answer."""
    drawing, answers, seconds = Drawing(model), [], []
    for digit, strokes in drawn_digits(count):
        start = time.perf_counter()
        drawing.draw(strokes)
        answers.append((digit, int(drawing.probabilities.argmax())))
        seconds.append(time.perf_counter() - start)
    return answers, seconds


def main() -> None:
    """Train, read, and print the share that is right."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="the path of mnist.npz")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--digits", type=int, default=100)
    options = parser.parse_args()
    model, accuracy = train(options.data, options.epochs)
    answers, seconds = read(model, options.digits)
    wrong = [f"{digit} as {found}" for digit, found in answers if digit != found]
    print(f"MNIST's test digits: {100 * accuracy:.2f} % right")
    share = 100 * (1 - len(wrong) / len(answers))
    print(f"Drawn digits: {share:.1f} % of {len(answers)} right", *wrong, sep="\n  ")
    middle, late = 1000 * np.percentile(seconds, [50, 95])
    print(f"From strokes to answer: median {middle:.1f} ms, p95 {late:.1f} ms")


if __name__ == "__main__":
    main()
