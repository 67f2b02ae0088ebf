"""Fast pure functions on arrays, which the layers call and which need only JAX.

geometry: `Geometry`, `make_geometry`, `transpose_geometry`: where windows land.
windows: `window_views`, `scatter_views`: arrays as a sliding window sees them.
canonical: `canonical_convolution`: the form of a convolution that XLA is fast at.
convolution: `convolution`, `convolution_transpose`.
depthwise: `depthwise_convolution`.
pooling: `max_pool`, `average_pool`.
random: `hash_bits`, `uniform`, `normal`, `bernoulli_keep`.
relu: `relu`.
compiler_options: `compiler_options`: settings for `jax.jit`.
compilation_cache: compiled programs kept between sessions.
collector: `collector_paused`: Python's garbage collector rests for a moment.
allocator: `tune_allocator`, `release_memory`: settings of the C library.
"""
