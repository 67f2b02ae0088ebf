"""The first layers of every course: Input, Dense, Activation, Embedding."""

from typing import Any

import jax.numpy as jnp

from kit import activations, constraints, initializers, regularizers
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer
from kit.layers.shapes import positive_integer
from kit.layers.symbolic import KerasTensor, Node
from kit.naming import auto_name
from kit.serialization import register


@register("keras.layers")
class InputLayer(Layer):
    """The place where data enters a model; `Input` is the usual way to make one.

    Args:
        shape: Sizes of one sample, without the batch.
        batch_size: A fixed batch size, or None.
        dtype: Number format that the data is turned into.
        batch_shape: The shape with its batch, instead of `shape`.
        name: A name, which a dict of inputs uses as its key.

    >>> InputLayer(shape=(784,)).output
    <KerasTensor shape=(None, 784), dtype=float32, name=input_layer>
    """

    def __init__(
        self,
        shape: tuple | None = None,
        batch_size: int | None = None,
        dtype: str | None = None,
        sparse: bool = False,
        ragged: bool = False,
        batch_shape: tuple | None = None,
        input_tensor: Any = None,
        optional: bool = False,
        name: str | None = None,
        **kwargs,
    ):
        super().__init__(name=name or auto_name("input_layer"), dtype=dtype, **kwargs)
        if batch_shape is None:
            batch_shape = (batch_size, *_sample_shape(shape))
        self.batch_shape = tuple(batch_shape)
        self.sparse, self.ragged, self.optional = False, False, bool(optional)
        self.built = True
        Node(self, (), {}, KerasTensor(self.batch_shape, self.dtype_policy, self.name))

    @property
    def dtype(self) -> str:
        """Number format that the data is turned into."""
        return self.dtype_policy

    def call(self, inputs):
        """Return the data unchanged."""
        return inputs

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make the same input."""
        return {
            "batch_shape": list(self.batch_shape),
            "dtype": self.dtype_policy,
            "sparse": False,
            "ragged": False,
            "name": self.name,
            "optional": self.optional,
        }


def Input(  # noqa: N802 - Keras's name
    shape: tuple | None = None,
    batch_size: int | None = None,
    dtype: str | None = None,
    sparse: bool | None = None,
    batch_shape: tuple | None = None,
    name: str | None = None,
    tensor: Any = None,
    optional: bool = False,
) -> KerasTensor:
    """Say what one sample looks like; models begin with it.

    Args:
        shape: Sizes of one sample, without the batch: `(28, 28)` for a digit.
        batch_size: A fixed batch size; by default any.
        dtype: Number format that the data is turned into, `"float32"` by default.
        sparse: Accepted for Keras's signature; only False is possible.
        batch_shape: The shape with its batch, instead of `shape`.
        name: A name, which a dict of inputs uses as its key.
        tensor: Not available.
        optional: Whether the input may be left out.

    >>> Input(shape=(784,), name="pixels")
    <KerasTensor shape=(None, 784), dtype=float32, name=pixels>
    """
    layer = InputLayer(
        shape=shape,
        batch_size=batch_size,
        dtype=dtype,
        batch_shape=batch_shape,
        name=name,
        optional=optional,
    )
    return layer.output


def _sample_shape(shape):
    if isinstance(shape, int):
        return (shape,)
    valid = isinstance(shape, list | tuple) and all(
        n is None or (hasattr(n, "__index__") and n >= 0) for n in shape
    )
    if not valid:
        raise ValueError(
            f"Input received shape={shape!r}.\n"
            "Expected the sizes of one sample, without the batch.\n"
            "Write for example Input(shape=(784,)) or Input(shape=(28, 28, 1))."
        )
    return tuple(n if n is None else int(n) for n in shape)


@register("keras.layers")
class Dense(Layer):
    """Connects every input to every unit.

        outputs = activation(inputs @ kernel + bias)

    Args:
        units: Number of outputs.
        activation: Name or function; `None` leaves the sums unchanged.
        use_bias: Whether to add a bias to each unit.
        kernel_initializer: How the kernel starts.
        bias_initializer: How the bias starts.
        kernel_regularizer: A penalty on the kernel.
        bias_regularizer: A penalty on the bias.
        activity_regularizer: A penalty on the outputs.
        kernel_constraint: A projection of the kernel after every update.
        bias_constraint: A projection of the bias after every update.

    Input shape: `(batch, ..., features)`.  Output shape: `(batch, ..., units)`.

    >>> Dense(10).compute_output_shape((None, 784))
    (None, 10)
    """

    supports_masking = True

    def __init__(
        self,
        units: int,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs,
    ):
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.units = positive_integer(units, "units")
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.input_spec = InputSpec(min_ndim=2)

    def build(self, input_shape):
        """Make a kernel (features, units) and a bias (units,)."""
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(self.units,),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        self.input_spec = InputSpec(min_ndim=2, axes={-1: input_shape[-1]})

    def call(self, inputs):
        """Return activation(inputs @ kernel + bias)."""
        outputs = inputs @ self.kernel  # (batch, ..., units)
        if self.bias is not None:
            outputs = outputs + self.bias
        return self.activation(outputs)

    def compute_output_shape(self, input_shape):
        """Replace the size of the last axis by `units`."""
        return (*input_shape[:-1], self.units)


@register("keras.layers")
class Activation(Layer):
    """Applies a function to every number, or along the last axis for softmax.

        outputs = activation(inputs)

    Args:
        activation: Name or function, such as `"relu"`.

    Output shape: the input's.

    >>> import numpy as np
    >>> Activation("relu")(np.array([[-1.0, 2.0]])).tolist()
    [[0.0, 2.0]]
    """

    supports_masking = True

    def __init__(self, activation: Any, **kwargs):
        super().__init__(**kwargs)
        self.activation = activations.get(activation)

    def call(self, inputs):
        """Return activation(inputs)."""
        return self.activation(inputs)

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        return input_shape


@register("keras.layers")
class Identity(Layer):
    """Returns its input unchanged.

        outputs = inputs

    >>> import numpy as np
    >>> Identity()(np.array([1.0])).tolist()
    [1.0]
    """

    _keeps_dtype = True
    supports_masking = True

    def call(self, inputs):
        """Return the input."""
        return inputs

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        return input_shape


@register("keras.layers")
class Embedding(Layer):
    """Looks up a vector for every whole number, such as a word's index.

        outputs[..., :] = embeddings[inputs[...], :]

    Args:
        input_dim: How many different numbers there are: 0 to `input_dim - 1`.
        output_dim: Length of each vector.
        embeddings_initializer: How the vectors start: evenly within -0.05 and 0.05.
        embeddings_regularizer: A penalty on the vectors.
        embeddings_constraint: A projection of the vectors after every update.
        mask_zero: Whether 0 means "nothing here", which later layers then skip.
        weights: Vectors to start from, `(input_dim, output_dim)`.

    Input shape: `(batch, ...)` of whole numbers.
    Output shape: `(batch, ..., output_dim)`.

    >>> import numpy as np
    >>> Embedding(1000, 16)(np.array([[4, 20]])).shape
    (1, 2, 16)
    """

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        embeddings_initializer: Any = "uniform",
        embeddings_regularizer: Any = None,
        embeddings_constraint: Any = None,
        mask_zero: bool = False,
        weights: Any = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.input_dim = positive_integer(input_dim, "input_dim")
        self.output_dim = positive_integer(output_dim, "output_dim")
        self.embeddings_initializer = initializers.get(embeddings_initializer)
        self.embeddings_regularizer = regularizers.get(embeddings_regularizer)
        self.embeddings_constraint = constraints.get(embeddings_constraint)
        self.mask_zero = mask_zero
        self.autocast = False
        if weights is not None:
            self.build(None)
            self.set_weights(weights if isinstance(weights, list) else [weights])

    def build(self, input_shape):
        """Make the table of vectors, (input_dim, output_dim)."""
        self.embeddings = self.add_weight(
            name="embeddings",
            shape=(self.input_dim, self.output_dim),
            initializer=self.embeddings_initializer,
            regularizer=self.embeddings_regularizer,
            constraint=self.embeddings_constraint,
        )

    def call(self, inputs):
        """Return the vector of every number."""
        # A number that is too large gets NaN, which shows, and not another's vector.
        return jnp.take(self.embeddings.value, inputs.astype("int32"), axis=0)

    def compute_mask(self, inputs, previous_mask=None):
        """Mark the places that are not 0, if `mask_zero`."""
        return inputs != 0 if self.mask_zero else None

    def compute_output_shape(self, input_shape):
        """Add an axis of `output_dim`."""
        return (*input_shape, self.output_dim)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make the same layer, without the vectors."""
        config = super().get_config()
        del config["weights"]
        return config
