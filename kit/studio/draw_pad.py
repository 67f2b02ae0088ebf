"""Drawing: what is on the draw pad, what the network sees of it, and what it says.

The panel draws it; a program may use it without any screen.
"""

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from traitlets import HasTraits, Int

from kit.studio.drawn_set import DrawnSet
from kit.studio.inspector import Predictions
from kit.studio.mnist_form import FIELD, mnist_form, shrunk
from kit.studio.strokes import BRUSH, ink_of
from kit.studio.way import WAY
from kit.texts.language import translate

DIGITS = tuple("0123456789")
_MOST_CLASSES = 100  # an output with more numbers is rather a picture
_FORMS = {
    (FIELD, FIELD): (FIELD, FIELD),
    (FIELD, FIELD, 1): (FIELD, FIELD, 1),
    (FIELD**2,): (FIELD**2,),
}
_SCALES = ("Rescaling", "Normalization")  # layers that take numbers from 0 to 255


class Drawing(HasTraits):
    """A drawing, the picture that is made of it, and a model's prediction for it.

    `revision` grows with every change; it is the one thing to observe.

    Args:
        model: A model that takes pictures of 28 by 28; None to wait for `use`.
        class_names: One name for each class; by default the ten digits.
        full_ink: The number that stands for ink, 255 or 1; by default 255 where the
            model begins with a Rescaling or Normalization layer, else 1.
        kept: Drawings that were kept before.

    Attributes:
        picture: What the network sees, uint8, (28, 28), 0 (paper) to 255 (ink).
        probabilities: One number for each class; None without a drawing or a model.
        kept: The DrawnSet of the drawings that were kept.
        centred: Whether drawings are prepared as MNIST was.

    >>> drawing = Drawing()
    >>> drawing.draw([{"points": [[140, 60], [140, 220]]}])
    >>> drawing.picture.shape, int(drawing.picture.max()), drawing.probabilities
    ((28, 28), 255, None)
    """

    revision = Int(0)

    def __init__(
        self,
        model: Any = None,
        class_names: Sequence[str] | None = None,
        full_ink: float | None = None,
        kept: DrawnSet | None = None,
    ):
        super().__init__()
        self.class_names = tuple(class_names or DIGITS)
        self.full_ink = full_ink
        self.brush: float = BRUSH
        self.centred = True
        self.kept = DrawnSet() if kept is None else kept
        self._lock = threading.RLock()  # the pad and a training may both ask
        self.model: Any = None
        self._ink = ink_of([])
        self.picture = mnist_form(self._ink)
        self.prediction: Predictions | None = None
        self.kept_predictions: Predictions | None = None
        self.use(model)

    # What changes it

    def use(self, model: Any) -> None:
        """Ask another model from now on, or the same one anew.

        Its first prediction is made here, so that the first stroke need not wait for
        the compiler.

        Raises:
            ValueError: If the model takes something else than such pictures.
        """
        with self._lock:
            self.model = model
            self._predict()
            self._predict_kept()
            self.revision += 1

    def draw(self, strokes: Sequence[dict[str, Any]]) -> None:
        """Take the strokes that are on the pad now, as in `ink_of`."""
        with WAY.first(hurry=True), self._lock:
            self._ink = ink_of(strokes, self.brush)
            self._look()

    def take(self, ink: np.ndarray) -> None:
        """Take ink that was drawn elsewhere.

        Args:
            ink: Image of any size, uint8, from 0 (paper) to 255 (ink).
        """
        with self._lock:
            self._ink = ink
            self._look()

    def centre(self, wanted: bool) -> None:
        """Choose whether drawings are scaled and centred, or only made small."""
        with self._lock:
            self.centred = wanted
            self._look()

    def refresh(self) -> None:
        """Ask the model again about the drawing: its weights may have changed."""
        with self._lock:
            with WAY.first():  # so that a stroke need not wait for the lock
                self._predict()
            self.revision += 1

    def keep(self, label: int) -> None:
        """Keep the picture, with what it is meant to be.

        Raises:
            ValueError: If there is nothing on the pad.
        """
        if self.is_empty:
            raise ValueError(
                "There is no drawing to keep.\n"
                "Expected some ink on the pad.\n"
                "Draw first, then press the number that it is meant to be."
            )
        self.kept.add(self.picture, label)
        self._predict_kept()
        self.revision += 1

    def remove(self, place: int) -> None:
        """Throw away one of the drawings that were kept."""
        self.kept.remove(place)
        self._predict_kept()
        self.revision += 1

    # What it says

    @property
    def is_empty(self) -> bool:
        """Whether the network would see only paper."""
        return not self.picture.any()

    @property
    def probabilities(self) -> np.ndarray | None:
        """One number for each class; None without a drawing or a model."""
        found = self.prediction
        known = found is not None and found.kind == "classes"
        return found.probabilities[0] if known and not self.is_empty else None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the classes that the model knows."""
        found = self.prediction
        count = len(found.probabilities[0]) if found and found.kind == "classes" else 0
        more = map(str, range(len(self.class_names), count))
        return (*self.class_names, *more)[: count or None]

    @property
    def sentence(self) -> str:
        """What the network says, in one sentence."""
        if self.model is None:
            return translate("The network's answer appears here once there is a model.")
        if self.is_empty:
            return translate(
                "Draw a digit, and the network says at every stroke what it reads."
            )
        if self.probabilities is None:
            return translate(
                "The model's outputs are no classes, so there is nothing to show."
            )
        if self.prediction.is_lost(0):
            return translate(
                "The network says nothing: its output is not a number (NaN)."
            )
        guess = int(self.probabilities.argmax())
        percent = 100 * self.probabilities[guess]
        return translate(
            "The network reads {name}, {percent:.1f} % sure.",
            name=self.names[guess],
            percent=percent,
        )

    def inputs(self, pictures: np.ndarray) -> np.ndarray:
        """Return pictures as the model takes them.

        Args:
            pictures: uint8, `(n, 28, 28)`.

        Raises:
            ValueError: If the model takes something else.
        """
        shape = getattr(self.model, "input_shape", None) or (None, FIELD, FIELD)
        form = _FORMS.get(tuple(shape[1:]))
        if form is None:
            raise ValueError(
                f"The model takes inputs of shape {shape}, which no drawing has.\n"
                "Expected (None, 28, 28), (None, 28, 28, 1) or (None, 784).\n"
                "Train a model on pictures of 28 by 28, such as mnist.load_data()."
            )
        scale = self.full_ink or (255 if _scales(self.model) else 1)
        x = pictures.reshape(len(pictures), *form)
        return x if scale == 255 else x * np.float32(scale / 255)

    def _look(self) -> None:
        self.picture = mnist_form(self._ink) if self.centred else shrunk(self._ink)
        self._predict()
        self.revision += 1

    def _predict(self) -> None:
        self.prediction = self._ask(self.picture[None])

    def _predict_kept(self) -> None:
        pictures, labels = self.kept.arrays()
        known = self._ask(pictures, labels, self.names) if len(labels) else None
        self.kept_predictions = known

    def _ask(self, pictures, labels=None, names=None) -> Predictions | None:
        if self.model is None:
            return None
        outputs = self.model.predict(self.inputs(pictures), verbose=0)
        if labels is None and 2 <= np.shape(outputs)[-1] <= _MOST_CLASSES:
            # Nobody knows the label yet; any says that the outputs are classes, also
            # where they are logits.
            labels = np.zeros(len(pictures), int)
        return Predictions(outputs, labels, names)


def _scales(model: Any) -> bool:
    """Whether a model makes numbers from 0 to 255 small itself."""
    first = getattr(model, "layers", [])[:4]
    return any(type(layer).__name__ in _SCALES for layer in first)
