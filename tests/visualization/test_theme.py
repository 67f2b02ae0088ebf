import re

import pytest

from kit.visualization import theme


def luminance(color):
    """Relative luminance by the definition of WCAG 2."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def blend(over, under, opacity):
    pairs = [(int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(
        f"{round(a * opacity + b * (1 - opacity)):02x}" for a, b in pairs
    )


@pytest.mark.parametrize("colors", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
class TestContrast:
    @pytest.mark.parametrize(
        "name", ["text", "muted", "training", "validation", "correct", "wrong"]
    )
    def test_text_on_surface_and_panel(self, colors, name):
        assert contrast(colors[name], colors["surface"]) >= 4.5
        assert contrast(colors[name], colors["panel"]) >= 4.5

    @pytest.mark.parametrize("opacity", [0.1, 0.3, 0.5, 0.7, 0.9, 1.0])
    def test_text_on_every_shade_of_the_ramp(self, colors, opacity):
        shade = blend(colors["ramp"], colors["panel"], opacity)
        assert contrast(colors["text"], shade) >= 4.5

    def test_classes_can_be_told_from_the_surface(self, colors):
        for color in theme.CLASS_COLORS:
            assert contrast(color, colors["surface"]) >= 3.0


def test_dark_text_on_the_warning_bar():
    assert contrast(theme.LIGHT["text"], theme.LIGHT["warning"]) >= 4.5


def test_light_and_dark_have_the_same_names():
    assert theme.LIGHT.keys() == theme.DARK.keys()


def test_css_names_every_token_four_times():
    css = theme.theme_css()
    for name in theme.LIGHT:
        assert css.count(f"--kit-{name}:") == 4
    assert css.count("{") == css.count("}")


def test_css_never_reaches_outside_our_pictures():
    flat = theme.theme_css().replace("@media (prefers-color-scheme:dark){", "")
    for selectors in re.findall(r"([^{}]+)\{", flat):
        # A comma inside a colour or font never stands before a brace.
        for selector in selectors.split(","):
            assert ".kit-theme" in selector or selector.startswith(".kit-svg")


def test_no_text_is_smaller_than_twelve_pixels():
    sizes = re.findall(r"(?:font:|font-size:)(\d+)px", theme.theme_css())
    assert min(map(int, sizes)) == 12
