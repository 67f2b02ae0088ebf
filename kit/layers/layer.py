"""Layer: weights with a rule that turns inputs into outputs.

`__init__` stores the choices, `build` makes the weights once the input shape is known,
`call` computes. Everything else here serves these three.
"""

import functools
import inspect
from typing import Any

import jax
import jax.numpy as jnp

from kit import constraints, initializers, regularizers
from kit.layers import weight_budget
from kit.layers.arguments import as_arrays
from kit.layers.call_context import CallContext, current_context, running_layer
from kit.layers.failing_row import check_call, marks_its_row
from kit.layers.input_spec import assert_input_compatibility
from kit.layers.layer_config import (
    captured_arguments,
    check_unknown,
    check_words,
    dtype_name,
    first_layer_shape,
    layer_config,
)
from kit.layers.masks import give_masks, keep_masks, parameter_names
from kit.layers.shape_tracing import trace_outputs
from kit.layers.shapes import from_shapes, is_shape, kept_dtype, shapes_of
from kit.layers.symbolic import Node, symbolic_leaves
from kit.layers.weight_tracking import WeightTracking
from kit.naming import auto_name
from kit.serialization import deserialize, find_custom, snake_case
from kit.variables import ComputeDtype, Scope, Variable


class Layer(WeightTracking):
    """The base of all layers.

        outputs = layer(inputs)

    Args:
        activity_regularizer: A penalty on the outputs, added to the loss.
        trainable: Whether the optimizer may change the weights.
        dtype: Number format, or a policy such as `"mixed_bfloat16"`.
        name: A name; by default the class's name and a number.

    A layer of your own has up to three methods:

    >>> import numpy as np
    >>> class Scale(Layer):
    ...     def build(self, input_shape):
    ...         self.factor = self.add_weight(shape=(input_shape[-1],),
    ...                                       initializer="ones")
    ...     def call(self, inputs):
    ...         return inputs * self.factor
    >>> Scale()(np.array([[1.0, 2.0]])).tolist()
    [[1.0, 2.0]]
    """

    supports_masking = False
    _keeps_dtype = False  # of whole numbers; True where they are only arranged anew
    training_by_default = False  # what `call` gets where nobody says `training`

    def __new__(cls, *args, **kwargs):
        """Keep the arguments as they were given, for `get_config`."""
        check_words(cls, args, kwargs)
        layer = super().__new__(cls)
        layer._arguments = captured_arguments(cls, args, kwargs)
        return layer

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "build" in cls.__dict__:
            cls.build = _build_once(cls.build)

    def __init__(
        self,
        *,
        activity_regularizer: Any = None,
        trainable: bool = True,
        dtype: Any = None,
        autocast: bool = True,
        name: str | None = None,
        **kwargs,
    ):
        kind = type(self).__name__
        self.name = str(name) if name else auto_name(snake_case(kind))
        self.dtype_policy = dtype_name(dtype)
        self.autocast = autocast
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.input_spec = None
        self.built = False
        self._trainable = bool(trainable)
        self._inbound_nodes: list[Node] = []
        self._latest_losses: list[jax.Array] = []
        self._build_shapes: dict[str, Any] = {}
        self._first_shape = first_layer_shape(kind, kwargs)
        check_unknown(kind, type(self), kwargs)

    # What a layer of one's own overrides

    def build(self, input_shape: Any) -> None:
        """Make the weights for inputs of this shape (the batch is `None`)."""

    def call(self, inputs: Any) -> Any:
        """Compute the outputs."""
        raise NotImplementedError(
            f'Layer "{self.name}" has no call method.\n'
            "Expected a method that computes the outputs.\n"
            f"Write def call(self, inputs): ... in {type(self).__name__}."
        )

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the outputs for inputs of this shape.

        By default `call` itself is traced, without computing anything.
        """
        tensors = from_shapes(input_shape, self.compute_dtype)
        return shapes_of(trace_outputs(self, (tensors,), {}))

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Return the mask of the outputs: the inputs' own, where a layer keeps it."""
        return previous_mask if self.supports_masking else None

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make the same layer, as plain values.

        They are read from the signature of `__init__`, whose every argument a layer
        stores under its own name.
        """
        return layer_config(self)

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Layer":
        """Make a layer from what `get_config` returned."""
        config = dict(config)
        for key, value in config.items():
            if isinstance(value, dict) and _describes_layer(value):
                config[key] = deserialize(value, "keras.layers", "layer")
        return cls(**config)

    # Weights

    def add_weight(
        self,
        shape: tuple | int | None = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        name: str | None = None,
        **unused,
    ) -> Variable:
        """Make a weight of this shape; call it in `build` or `__init__`.

        Args:
            shape: Size along every axis; `()` for one number.
            initializer: How it starts; by default `"glorot_uniform"`.
            dtype: Number format; by default the layer's.
            trainable: Whether the optimizer may change it.
            regularizer: A penalty on it, added to the loss.
            constraint: A projection applied after every update.
            name: A word for summaries and files.
            **unused: Accepted for Keras's signature.

        >>> Layer().add_weight(shape=(2, 3), name="kernel").shape
        (2, 3)
        """
        shape = (shape,) if isinstance(shape, int) else tuple(shape or ())
        if None in shape:
            raise ValueError(
                f'Layer "{self.name}" cannot make a weight of shape {shape}.\n'
                "Expected a known size along every axis; None has no size.\n"
                "Give Input a shape without None along that axis."
            )
        weight_budget.spend(shape, self.name)
        dtype = dtype or self.variable_dtype
        make = initializers.get(initializer or _default_initializer(dtype))
        variable = Variable(
            make(shape, dtype=dtype),
            name=name or "variable",
            trainable=trainable,
            dtype=dtype,
            regularizer=regularizers.get(regularizer),
            constraint=constraints.get(constraint),
        )
        variable.path = f"{self.name}/{variable.name}"
        self._own_variables.append(variable)
        return variable

    def add_loss(self, loss: Any) -> None:
        """Add a penalty to the loss of the run that is going on; use it in `call`."""
        with running_layer(None) as context:
            losses = list(loss) if isinstance(loss, list | tuple) else [loss]
            context.losses.extend(jnp.sum(jnp.asarray(one)) for one in losses)

    @property
    def losses(self) -> list[jax.Array]:
        """Penalties that this or the latest run added, and those on weights."""
        context = current_context()
        added = self._latest_losses if context is None else context.losses
        return added + self.weight_penalties()

    def weight_penalties(self) -> list[jax.Array]:
        """Return the regularizers' penalties on the weights as they are now."""
        return [v.regularizer(v.value) for v in self.trainable_weights if v.regularizer]

    @property
    def compute_dtype(self) -> str:
        """The number format that `call` computes in."""
        return self.dtype_policy.removeprefix("mixed_")

    @property
    def variable_dtype(self) -> str:
        """The number format that weights are kept in."""
        return "float32" if "mixed_" in self.dtype_policy else self.dtype_policy

    dtype = variable_dtype

    # Calling

    def __call__(self, *args, **kwargs) -> Any:
        """Build the layer if needed, check the inputs and compute the outputs."""
        if symbolic_leaves((args, kwargs)):
            return self._call_symbolic(args, kwargs)
        dtype = self.compute_dtype if self.autocast else None
        args, kwargs = as_arrays((args, kwargs), dtype)
        self._check_inputs(args)
        self._build_for(args, kwargs)
        training = kwargs.pop("training", None)
        outermost = current_context() is None
        with running_layer(training) as context:
            outputs = self._run(context, args, kwargs)
        if outermost:
            # Inside of jax.jit they are not numbers, and must not outlive the run.
            self._latest_losses = [
                loss for loss in context.losses if not isinstance(loss, jax.core.Tracer)
            ]
        return outputs

    def _run(self, context: CallContext, args, kwargs):
        call = type(self).call
        if "training" in parameter_names(call):
            given = context.training
            kwargs["training"] = self.training_by_default if given is None else given
        inputs = args[0] if args else next(iter(kwargs.values()), None)
        mask = give_masks(context, call, args, kwargs)
        around = ComputeDtype.in_force() or self.variable_dtype
        if self.compute_dtype != around:  # mixed, or inside of a layer that is
            with ComputeDtype(self.compute_dtype):
                outputs = self.call(*args, **kwargs)
        else:
            outputs = self.call(*args, **kwargs)
        makes_masks = type(self).compute_mask is not Layer.compute_mask
        if mask is not None or makes_masks:
            keep_masks(context, outputs, self.compute_mask(inputs, mask))
        if self.activity_regularizer is not None:
            for tensor in jax.tree.leaves(outputs):
                rows = tensor.shape[0] if tensor.ndim else 1
                context.losses.append(self.activity_regularizer(tensor) / rows)
        return outputs

    @marks_its_row
    def _call_symbolic(self, args, kwargs):
        self._check_inputs(args)
        self._build_for(args, kwargs)
        outputs = self.compute_output_spec(*args, **kwargs)
        Node(self, args, kwargs, outputs)
        return outputs

    def compute_output_spec(self, *args, **kwargs) -> Any:
        """Return KerasTensors with the shapes of the outputs."""
        own_rule = type(self).compute_output_shape is not Layer.compute_output_shape
        if own_rule and len(args) == 1 and not symbolic_leaves(kwargs):
            shape = self.compute_output_shape(shapes_of(args[0]))
            dtype = kept_dtype(args[0]) if self._keeps_dtype else None
            return from_shapes(shape, dtype or self.compute_dtype)
        return trace_outputs(self, args, kwargs)

    def _build_for(self, args, kwargs):
        if self.built:
            return
        names = list(inspect.signature(self.call).parameters)
        given = dict(zip(names, args, strict=False)) | kwargs
        wanted = list(inspect.signature(self.build).parameters)
        shapes = {f"{name}_shape": shapes_of(value) for name, value in given.items()}
        if len(wanted) == 1 or not shapes:
            inputs = args[0] if args else next(iter(kwargs.values()), None)
            self._build_shapes = {"input_shape": shapes_of(inputs)}
            self.build(shapes_of(inputs))
        else:
            self._build_shapes = {
                name: shape
                for name, shape in shapes.items()
                if name in wanted and shape is not None
            }
            self.build(**self._build_shapes)
        self.built = True

    def _check_inputs(self, args):
        check_call(self, args)
        if self.input_spec is not None and args:
            assert_input_compatibility(self.input_spec, args[0], self.name)

    def stateless_call(
        self,
        trainable_variables: list[jax.Array],
        non_trainable_variables: list[jax.Array],
        *args,
        return_losses: bool = False,
        **kwargs,
    ) -> tuple:
        """Call the layer as a pure function of its variables.

        Returns:
            `(outputs, non_trainable_variables)`, and with `return_losses` a list of
            penalties behind them.

        >>> layer = Layer.from_config({}); layer.call = lambda inputs: inputs + 1
        >>> layer.stateless_call([], [], jnp.zeros(2))[0].tolist()
        [1.0, 1.0]
        """
        non_trainable = self.non_trainable_variables
        variables = self.trainable_variables + non_trainable
        values = [*trainable_variables, *non_trainable_variables]
        with Scope(variables, values) as scope, running_layer(None) as context:
            outputs = self(*args, **kwargs)
            losses = self.weight_penalties() + context.losses if return_losses else []
        result = (outputs, scope.values(non_trainable))
        return (*result, losses) if return_losses else result

    # The symbolic side

    @property
    def input(self) -> Any:
        """The symbolic input of the layer's one place in a model."""
        node = self._only_node()
        return node.arguments[0] if len(node.arguments) == 1 else node.input_tensors

    @property
    def output(self) -> Any:
        """The symbolic output of the layer's one place in a model."""
        return self._only_node().outputs

    def _only_node(self) -> Node:
        if not self._inbound_nodes:
            raise AttributeError(
                f'Layer "{self.name}" has not been called yet.\n'
                "Expected a layer inside a model whose input shape is known.\n"
                "Begin the model with Input(shape=(...)), or call it on data once."
            )
        return self._inbound_nodes[0]

    def _shown_class(self) -> str:
        """The name of the class, as summaries show it."""
        return type(self).__name__

    def __repr__(self):
        return f"<{self._shown_class()} name={self.name}, built={self.built}>"


def _build_once(build):
    """Let `build` run once, and mark the layer as built."""

    @functools.wraps(build)
    def wrapper(self, *args, **kwargs):
        if self.built:
            return
        build(self, *args, **kwargs)
        if args and not self._build_shapes and is_shape(args[0]):
            self._build_shapes = {"input_shape": args[0]}
        self.built = True

    wrapper.__signature__ = inspect.signature(build)
    return wrapper


def _default_initializer(dtype):
    floating = jnp.issubdtype(jnp.dtype(dtype), jnp.floating)
    return "glorot_uniform" if floating else "zeros"


def _describes_layer(value):
    if "class_name" not in value or "config" not in value:
        return False
    custom = find_custom(value.get("registered_name"), value["class_name"])
    if custom is not None:
        return isinstance(custom, type) and issubclass(custom, Layer)
    if value["class_name"] in ("Sequential", "Functional", "Model"):
        return True
    return str(value.get("module")).startswith("keras.layers")
