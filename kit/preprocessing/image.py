"""`keras.preprocessing.image`, the older address of `load_img` and its relatives."""

from kit.utils.image import array_to_img, img_to_array, load_img, save_img

__all__ = ["array_to_img", "img_to_array", "load_img", "save_img"]
