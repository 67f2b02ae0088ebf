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

    def test_lines_of_fields_and_marks_can_be_seen(self, colors):
        """What `--kit-line` mixes: 78 % of muted on the surface; 3 : 1 for controls."""
        line = blend(colors["muted"], colors["surface"], 0.78)
        assert contrast(line, colors["surface"]) >= 3.0

    @pytest.mark.parametrize("name", ["text", "muted", "training", "correct"])
    def test_text_on_a_chosen_row(self, colors, name):
        """On `--kit-soft`, 9 % of blue."""
        soft = blend(colors["training"], colors["surface"], 0.09)
        assert contrast(colors[name], soft) >= 4.5

    @pytest.mark.parametrize("name", ["wrong", "warning", "correct"])
    def test_text_on_a_finding(self, colors, name):
        card = blend(colors[name], colors["surface"], 0.07)
        for text in ("text", "wrong"):
            assert contrast(colors[text], card) >= 4.5

    def test_words_on_the_main_button(self, colors):
        assert contrast(colors["surface"], colors["training"]) >= 4.5


@pytest.mark.parametrize(
    "plain, strong",
    [
        (theme.LIGHT, theme.PROJECTOR_LIGHT),
        (theme.DARK, theme.PROJECTOR_DARK),
    ],
    ids=["light", "dark"],
)
def test_the_projector_has_even_more_contrast(plain, strong):
    for name in strong.keys() - {"grid"}:
        for under in (plain["surface"], plain["panel"]):
            assert contrast(strong[name], under) >= 7.0
        assert contrast(strong[name], plain["surface"]) > contrast(
            plain[name], plain["surface"]
        )
    assert contrast(strong["text"], plain["ramp"]) >= 4.5
    assert contrast(strong["grid"], plain["surface"]) > contrast(
        plain["grid"], plain["surface"]
    )


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
