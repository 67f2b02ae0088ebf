"""kit: a small Keras-like module on JAX for learning neural networks."""
