"""The tables of configurations, by the part of the library that they are about."""

from tests.parity.tables import (
    convolution,
    core,
    functions,
    graph_models,
    image_models,
    losses,
    merging,
    metrics,
    models,
    normalization,
    optimizers,
    pooling_and_shape,
    preprocessing,
    recurrent,
    sequence_models,
)

TABLES = {
    module.__name__.rpartition(".")[2]: module.CASES
    for module in (
        core,
        convolution,
        pooling_and_shape,
        normalization,
        recurrent,
        merging,
        preprocessing,
        functions,
        losses,
        metrics,
        optimizers,
        models,
        image_models,
        graph_models,
        sequence_models,
    )
}
