"""Small helpers that write safe SVG text.

Every picture of `kit.visualization` is made from these few functions: plain numbers
go in, one string comes out, and every piece of text in it is escaped.
"""

import re
from collections.abc import Iterable

from kit.visualization.theme import theme_css

_NAMESPACE = "http://www.w3.org/2000/svg"
# XML allows neither control characters nor lone surrogates.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)
_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
)


class Picture(str):
    """SVG or HTML text that a notebook shows as a picture.

    It is an ordinary string, so a widget or a file takes it as it is.

    Args:
        markup: The SVG or HTML text.
        description: One sentence that says what the picture shows.

    >>> Picture("<svg/>", "An empty picture.").description
    'An empty picture.'
    """

    description: str

    def __new__(cls, markup: str, description: str = "") -> "Picture":
        """Make the string and attach its description."""
        picture = super().__new__(cls, markup)
        picture.description = description
        return picture

    @property
    def bare(self) -> str:
        """The same without its style sheet, for a page that has it: 3 KB less."""
        return self.replace(f"<style>{theme_css()}</style>", "")

    def _repr_html_(self) -> str:
        return str(self)

    def _repr_pretty_(self, printer, cycle) -> None:
        # What a terminal or a screen reader gets instead of the picture.
        printer.text(self.description)


def escape(value: object) -> str:
    """Return any value as text that is safe inside SVG and its attributes.

    >>> escape('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return _FORBIDDEN.sub("", str(value)).translate(_ENTITIES)


def number(value: float) -> str:
    """Return a coordinate with at most two decimals.

    >>> number(3.0), number(2.345)
    ('3', '2.35')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(tag: str, *children: str, **attributes: object) -> str:
    """Return one SVG element; the children are markup, the attributes are escaped.

    Underscores in attribute names become dashes; `class_` is `class`; an attribute
    that is `None` is left out.

    >>> element("circle", cx=1.5, cy=2, stroke_width=None)
    '<circle cx="1.5" cy="2"/>'
    """
    parts = [tag]
    for name, value in attributes.items():
        if value is None:
            continue
        text = number(value) if isinstance(value, float) else escape(value)
        parts.append(f'{name.rstrip("_").replace("_", "-")}="{text}"')
    opening = " ".join(parts)
    if not children:
        return f"<{opening}/>"
    return f"<{opening}>{''.join(children)}</{tag}>"


def text(x: float, y: float, content: object, **attributes: object) -> str:
    """Return escaped text whose baseline starts at a point.

    >>> text(1, 2, "a < b")
    '<text x="1" y="2">a &lt; b</text>'
    """
    return element("text", escape(content), x=float(x), y=float(y), **attributes)


def hover(content: object) -> str:
    """Return a `<title>` element: what the browser shows under the mouse.

    >>> hover("epoch 1")
    '<title>epoch 1</title>'
    """
    return f"<title>{escape(content)}</title>"


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> str:
    """Return a straight line between two points."""
    ends = {"x1": float(x1), "y1": float(y1), "x2": float(x2), "y2": float(y2)}
    return element("line", **ends, **attributes)


def rectangle(
    x: float, y: float, width: float, height: float, *children: str, **attributes
) -> str:
    """Return a rectangle given by its upper left corner and its size."""
    box = {"x": float(x), "y": float(y), "width": float(width), "height": float(height)}
    return element("rect", *children, **box, **attributes)


def points(xs: Iterable[float], ys: Iterable[float]) -> str:
    """Return coordinates in the form that `<polyline points=...>` takes.

    >>> points([0, 1], [2, 3.25])
    '0.0,2.0 1.0,3.2'
    """
    return " ".join(map("%.1f,%.1f".__mod__, zip(xs, ys, strict=True)))


def text_width(content: object, size: float = 12.0) -> float:
    """Return about how many pixels a text takes in the system font.

    >>> text_width("loss") > text_width("los")
    True
    """
    return 0.57 * size * len(str(content))


def shorten(content: object, length: int) -> str:
    """Return the text, cut with an ellipsis when it is longer than `length`.

    >>> shorten("Ankle boot", 6)
    'Ankle…'
    """
    whole = str(content)
    return whole if len(whole) <= length else whole[: length - 1].rstrip() + "…"


def picture(
    width: float,
    height: float,
    body: Iterable[str],
    title: str,
    description: str = "",
    style: bool = True,
) -> Picture:
    """Return a whole SVG picture that scales down with its container.

    Args:
        width: Width in pixels at natural size; the picture never grows beyond it.
        height: Height in pixels at natural size.
        body: The elements, in drawing order.
        title: A short name of the picture.
        description: One sentence that says what the picture shows.
        style: Whether to include the style sheet. A page that already has
            `theme_css()` may leave it out, so that a live chart stays small.

    >>> picture(100, 50, [], "Nothing").startswith("<svg ")
    True
    """
    spoken = f"{title}. {description}" if description else title
    head = f"<style>{theme_css()}</style>" if style else ""
    markup = element(
        "svg",
        head,
        *body,
        xmlns=_NAMESPACE,
        class_="kit-theme kit-svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width="100%",
        style=f"max-width:{number(width)}px",
        role="img",
        aria_label=spoken,
    )
    # The title must be the first child to name the picture for screen readers.
    start = markup.index(">") + 1
    return Picture(markup[:start] + hover(title) + markup[start:], description or title)
