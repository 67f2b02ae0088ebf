"""Data to learn with: digits and clothes as in Keras, and two-dimensional toy sets.

Ground floor of kit: these modules need NumPy and the standard library alone.

    mnist          load_data(), load_sample(): handwritten digits, also without network
    fashion_mnist  load_data(), class_names: pieces of clothing
    toy            moons(), circles(), spirals(), xor(): points in the plane
    get_file       get_file(): a file from the web, kept in Keras's cache folder
    download       download(): one file from the web, complete or not at all
    npz            read_arrays(): arrays of an .npz file, never unpickled
    idx            read_idx(): one array of a gzipped IDX file
"""

from kit.datasets import fashion_mnist, mnist, toy
from kit.diagnosis.names import unknown_attribute as _unknown

__all__ = ["fashion_mnist", "mnist", "toy"]


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
