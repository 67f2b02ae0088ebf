"""Random flips and rotations while training only."""

import numpy as np

import kit as keras
from kit import layers

augmentation = keras.Sequential(
    [
        layers.RandomFlip("horizontal"),
        layers.RandomRotation(0.1),
        layers.RandomZoom(0.1),
        layers.RandomTranslation(0.1, 0.1),
        layers.RandomContrast(0.1),
    ]
)
images = np.random.default_rng(0).random((4, 16, 16, 3)).astype("float32")
augmented = np.asarray(augmentation(images, training=True))
plain = np.asarray(augmentation(images, training=False))
print(augmented.shape, np.allclose(plain, images), np.allclose(augmented, images))
resized = layers.Resizing(8, 8)(images)
print(tuple(resized.shape))
