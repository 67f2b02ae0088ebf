"""Fast pure functions on arrays, which the layers call and which need only JAX.

convolution: `convolution`, `convolution_transpose`, `depthwise_convolution`.
pooling: `max_pool`, `average_pool`.
random: `hash_bits`, `uniform`, `normal`, `bernoulli_keep`.
relu: `relu`.
geometry: where a sliding window lands (shared by convolution and pooling).
compiler_options, allocator: settings of the compiler and of the memory allocator.
"""
