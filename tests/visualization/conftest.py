"""What the tests of pictures share: reading them as XML."""

import xml.etree.ElementTree as ElementTree

import pytest

NAMESPACE = "{http://www.w3.org/2000/svg}"


class Drawing:
    """A picture, parsed, with short ways to ask what is in it."""

    def __init__(self, markup):
        self.markup = markup
        self.root = ElementTree.fromstring(markup)

    def all(self, tag, class_=None):
        """Return the elements of a tag, also those whose classes include one."""
        return [
            element
            for element in self.root.iter(NAMESPACE + tag)
            if class_ is None or class_ in element.get("class", "").split()
        ]

    def texts(self, class_=None):
        return ["".join(element.itertext()) for element in self.all("text", class_)]

    def inside(self, class_):
        """Return the part of the picture with a class, as a drawing of its own."""
        (found,) = [e for e in self.root.iter() if e.get("class") == class_]
        return Drawing(ElementTree.tostring(found, encoding="unicode"))

    @property
    def size(self):
        _, _, width, height = map(float, self.root.get("viewBox").split())
        return width, height


def coordinates(polyline):
    """Return the points of a polyline as pairs of numbers."""
    return [tuple(map(float, p.split(","))) for p in polyline.get("points").split()]


@pytest.fixture
def parse():
    return Drawing


@pytest.fixture
def read_points():
    return coordinates
