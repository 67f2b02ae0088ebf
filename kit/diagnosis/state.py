"""Rules for what was done before: compiled, trained, frozen, or not."""

from kit.diagnosis.book import mistake
from kit.diagnosis.facts import LayerFacts, OptimizerFacts
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import count, library, listing, number, short

# Above these rates an optimizer usually diverges.
HIGHEST = {"SGD": 10.0, "Adadelta": 10.0}
USUAL = {"SGD": 0.01, "Adagrad": 0.01, "Adadelta": 1.0, "Lion": 1e-4, "Lamb": 1e-3}
_DENSE = LayerFacts("dense", "Dense", "linear", weights=True)
_HEAD = LayerFacts("dense_1", "Dense", "softmax", weights=True)


@mistake("not-compiled", "write", method="fit", loss="mse")
def not_compiled(method: str, loss: str) -> Finding:
    """The model does not know yet how it should learn.

    Symptom: An error that the model must be compiled.

    Cause: Layers say what is computed. `compile` says how wrong an answer is (the loss)
        and how weights change (the optimizer). Training needs both.

    Picture:
        Sequential([...])  ->  compile(optimizer, loss)  ->  fit(x, y)

    Exercise: Which of predict, evaluate and fit work without compile, and why?
    """
    return Finding(
        f"{method} was called before compile.",
        "Expected an optimizer and a loss.",
        "Call compile first:",
        line=f'model.compile(optimizer="adam", loss="{loss}")',
        change={"before": method, "run": f'model.compile("adam", "{loss}")'},
    )


@mistake("no-loss", "start", method="fit", classes=None)
def no_loss(method: str, classes: int | None) -> Finding:
    """There is nothing to learn, as compile was given no loss.

    Symptom: Elsewhere none: the loss is 0, and the weights stay as they are.

    Cause: Without a loss there is nothing that could get better. Only models that add
        a loss of their own, or have their own `train_step`, do without.

    Picture:
        loss = 0 for all weights  ->  gradient 0  ->  no step

    Exercise: Which loss fits prices, which fits digits, and which fits yes or no?
    """
    loss = "mse" if classes is None else "sparse_categorical_crossentropy"
    return Finding(
        f"{method} has nothing to make smaller: compile was given no loss.",
        "Expected a loss, or a layer that adds one.",
        "Name one in compile, for amounts or for classes:",
        line=f'loss="{loss}"',
        change={"set": ("loss", loss)},
    )


@mistake("loss-is-missing", "compile", layers=[_DENSE, _HEAD])
def loss_is_missing(layers: list[LayerFacts]) -> Finding:
    """The loss was forgotten in compile.

    Symptom: `fit` cannot train.

    Cause: `loss` has no default, as no loss fits all questions.

    Picture:
        prices      loss="mse"
        digits      loss="sparse_categorical_crossentropy"
        yes or no   loss="binary_crossentropy"

    Exercise: What is the loss of a model that predicts tomorrow's temperature?
    """
    last = next((layer for layer in reversed(layers) if layer.weights), None)
    loss = "mse"
    if last is not None and last.activation == "softmax":
        loss = "sparse_categorical_crossentropy"
    if last is not None and last.activation == "sigmoid":
        loss = "binary_crossentropy"
    return Finding(
        "compile was given no loss, so fit will not know what to learn.",
        "Predictions work without one.",
        "Name a loss:",
        level="note",
        line=f'loss="{loss}"',
        change={"set": ("loss", loss)},
    )


@mistake("no-labels", "start", method="fit")
def no_labels(method: str) -> Finding:
    """There is a loss, but no labels.

    Symptom: An error about None.

    Cause: A loss compares predictions with labels. An autoencoder, whose labels are its
        inputs, gets them twice.

    Picture:
        model.fit(x_train, y_train)
        autoencoder.fit(x_train, x_train)

    Exercise: What does an autoencoder learn if its layers are wide enough?
    """
    return Finding(
        f"{method} got inputs x, but no labels y.",
        "The loss compares predictions with labels.",
        "Pass both; for an autoencoder pass x twice:",
        line=f"model.{method}(x, y)",
        change={"call": method, "set": ("y", "y")},
    )


@mistake("fit-goes-on", "start", epochs=5)
def fit_goes_on(epochs: int) -> Finding | None:
    """A second fit goes on where the first one ended.

    Symptom: The second training starts with a low loss, and compares unfairly.

    Cause: The weights belong to the model, and `fit` changes them. Calling `compile`
        again gives a new optimizer, but no new weights.

    Picture:
        fit(epochs=5)   1 2 3 4 5
        fit(epochs=5)             6 7 8 9 10

    Exercise: Run a cell with fit twice. What is the first loss of the second run?
    """
    if epochs < 1:
        return None
    return Finding(
        f"fit goes on with the weights of {count(epochs, 'epoch')} of training.",
        "A second fit does not start anew.",
        "For a fresh start, make the model again, or take:",
        level="note",
        line=f"model = {library()}.models.clone_model(model)  # then compile",
        change={
            "before": "fit",
            "run": f"model = {library()}.models.clone_model(model)",
            "repeat": "compile",
        },
    )


@mistake("compile-keeps-weights", "compile", epochs=5)
def compile_keeps_weights(epochs: int) -> Finding | None:
    """Compiling again does not make the model forget.

    Symptom: After a second `compile`, the first loss is already low.

    Cause: `compile` chooses optimizer, loss and metrics. It leaves the weights alone,
        and only the optimizer's memory, such as its momentum, starts anew.

    Picture:
                      weights    optimizer
        first fit     learned    has momentum
        compile       learned    forgets

    Exercise: Compare `model.get_weights()` before and after `compile`.
    """
    if epochs < 1:
        return None
    return Finding(
        f"compile keeps the weights of {count(epochs, 'epoch')} of training.",
        "Only the optimizer's memory starts anew.",
        "For new weights, make the model again, or take:",
        level="note",
        line=f"model = {library()}.models.clone_model(model)  # then compile",
    )


@mistake("trainable-changed", "start", before=4, now=2)
def trainable_changed(before: int, now: int) -> Finding | None:
    """Layers were frozen or thawed after compile.

    Symptom: Elsewhere none: frozen layers go on learning.

    Cause: `compile` notes which weights may change, as the optimizer keeps numbers for
        each of them. A change of `trainable` afterwards is not noticed.

    Picture:
        compile            2 layers learn
        trainable = False
        fit                still 2 layers learn, or none, or an error

    Exercise: In which order do freeze, compile and fit come in fine-tuning?
    """
    if before == now:
        return Finding(
            "The optimizer belongs to other weights: those of another model?",
            f"It remembers something for each of {before} weights.",
            "Make a new optimizer for each model, and compile:",
            line='model.compile(optimizer="adam", ...)',
            change={"before": "fit", "repeat": "compile"},
        )
    return Finding(
        f"The trainable weights changed after compile: {before} then, {now} now.",
        "Expected the same weights, as the optimizer remembers something for each.",
        "Call model.compile(...) again after changing `trainable` or the layers:",
        line="model.compile(...)",
        change={"before": "fit", "repeat": "compile"},
    )


@mistake("nothing-to-train", "start", weights=4)
def nothing_to_train(weights: int) -> Finding:
    """All layers are frozen, or none has weights.

    Symptom: The loss is the same in every epoch.

    Cause: Only weights that are trainable change. `model.trainable = False` freezes
        all of them, and layers such as Flatten have none.

    Picture:
        summary:   Trainable params: 0

    Exercise: How do you freeze all layers but the last?
    """
    of = "has no weights" if not weights else f"froze all {weights} weights"
    return Finding(
        f"fit cannot change anything: the model {of}.",
        "Expected at least one trainable weight.",
        "Let layers learn, then compile again:",
        level="warning",
        line="model.trainable = True",
        change={"before": "compile"},
    )


@mistake("no-epoch-to-train", "start", initial_epoch=5, epochs=5)
def no_epoch_to_train(initial_epoch: int, epochs: int) -> Finding | None:
    """There is no epoch left to train.

    Symptom: `fit` returns at once with an empty history.

    Cause: `epochs` is the number of the last epoch, not how many more there are. With
        `initial_epoch=5` and `epochs=5` training is over before it begins.

    Picture:
        initial_epoch=5, epochs=8     trains the epochs 6, 7 and 8

    Exercise: Which arguments train ten more epochs after the first twenty?
    """
    if initial_epoch < epochs:
        return None
    return Finding(
        f"There is no epoch to train: from {initial_epoch} up to {epochs}.",
        "epochs is the number of the last one, and initial_epoch counts as well.",
        "To train one more:",
        level="warning",
        line=f"epochs={initial_epoch + 1}",
        change={"call": "fit", "set": ("epochs", initial_epoch + 1)},
    )


@mistake("rate-of-zero", "compile", optimizer=OptimizerFacts("Adam", 0.0))
def rate_of_zero(optimizer: OptimizerFacts) -> Finding | None:
    """The learning rate is 0.

    Symptom: The loss is the same in every epoch.

    Cause: Every step is the learning rate times something, so it is 0 too.

    Picture:
        new weight = old weight - 0 * gradient

    Exercise: Which learning rate does Adam have if you leave it out?
    """
    if optimizer.rate != 0:
        return None
    usual = USUAL.get(optimizer.kind, 0.001)
    line = f"learning_rate={usual}"
    return Finding(
        f"{optimizer.kind} has learning_rate=0, so no weight will change.",
        "Every step is the learning rate times the gradient.",
        "Write for example:",
        level="warning",
        line=line,
        change={"optimizer": True, "set": ("learning_rate", usual)},
    )


@mistake("unusual-rate", "compile", optimizer=OptimizerFacts("Adam", 100.0))
def unusual_rate(optimizer: OptimizerFacts) -> Finding | None:
    r"""The learning rate is far from what is usual.

    Symptom: The loss jumps or becomes NaN (too high), or hardly moves (too low).

    Cause: The rate is the length of a step. Too long a step jumps across the valley,
        too short a one never gets there.

    Picture:
        loss  \         /            too high:  \ -> /  -> higher still
               \_______/             too low:   .....

    Exercise: Train one epoch with the rates 1, 0.1, 0.01 and 0.001, and plot the
        losses.
    """
    rate, kind = optimizer.rate, optimizer.kind
    if not rate or kind not in USUAL and not kind.startswith(("Ad", "Na", "RMS")):
        return None
    if rate < HIGHEST.get(kind, 1.0):
        return None
    usual = USUAL.get(kind, 0.001)
    return Finding(
        f"{kind} has learning_rate={number(rate)}, which is very high.",
        f"Usual is about {usual}; with long steps the loss jumps or becomes NaN.",
        "Begin with:",
        level="note",
        line=f"learning_rate={usual}",
        change={"optimizer": True, "set": ("learning_rate", usual)},
    )


@mistake("layers-without-activation", "compile", layers=[_DENSE, _DENSE, _HEAD])
def layers_without_activation(layers: list[LayerFacts]) -> Finding | None:
    """Several Dense layers follow each other without an activation.

    Symptom: More layers do not make the model better.

    Cause: Without an activation a Dense layer is a matrix, and two matrices after each
        other are one matrix. Only what is bent in between adds something.

    Picture:
        Dense -> Dense           =  one Dense
        Dense -> relu -> Dense   =  more than one Dense can do

    Exercise: Show with numbers that A(Bx) is (AB)x.
    """
    kinds = {"Dense", "Dropout", "Flatten", "InputLayer", "Rescaling", "Reshape"}
    if not layers or any(layer.kind not in kinds for layer in layers):
        return None
    dense = [layer for layer in layers if layer.kind == "Dense"]
    hidden, last = dense[:-1], dense[-1:]
    if not hidden or last[0].activation not in ("softmax", "sigmoid"):
        return None
    if any(layer.activation != "linear" for layer in hidden):
        return None
    names = listing([f'"{short(layer.name, 20)}"' for layer in hidden], most=2)
    layer = hidden[0].name
    return Finding(
        f"No activation in {names}: all Dense layers together act as one.",
        "Without a bend in between, several matrices are one matrix.",
        "Add activations:",
        level="note",
        line=f'activation="relu"  # in "{layer}"',
        change={"layer": layer, "set": ("activation", "relu")},
    )


@mistake(
    "dropout-at-the-end",
    "compile",
    layers=[_HEAD, LayerFacts("dropout", "Dropout")],
)
def dropout_at_the_end(layers: list[LayerFacts]) -> Finding | None:
    """Dropout stands behind the last layer.

    Symptom: The training loss is high and jumps; the validation is much better.

    Cause: Dropout sets numbers to 0 during training. Behind the last layer these are
        the answers themselves, so right answers are deleted at random.

    Picture:
        Dense(10, softmax)   [0.1, 0.8, 0.1]
        Dropout(0.5)         [0.2, 0.0, 0.2]      the right answer is gone

    Exercise: Between which layers does Dropout belong?
    """
    if not layers or layers[-1].kind not in ("Dropout", "SpatialDropout1D"):
        return None
    name = layers[-1].name
    return Finding(
        f'"{short(name)}" is the last layer and deletes answers at random.',
        "In training it sets outputs to 0, the right ones too.",
        "Move it before the last Dense layer:",
        level="warning",
        line=f"Dropout(...)  # before the layer that is above {name!r} now",
        change={"move": name, "before_last": "Dense"},
    )
