"""Fast pure functions on arrays, which the layers call and which need only JAX.

geometry: `Geometry`, `make_geometry`: where a sliding window lands.
convolution: `convolution`, `convolution_transpose`, `depthwise_convolution`.
pooling: `max_pool`, `average_pool`.
random: `hash_bits`, `uniform`, `normal`, `bernoulli_keep`.
relu: `relu`.
compiler_options: `compiler_options`, settings for `jax.jit`.
allocator: `tune_allocator`, `release_memory`, settings of the C library.
"""
