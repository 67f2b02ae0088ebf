"""The colours of every picture, as CSS variables named `--kit-*`.

Stands at the bottom of `kit.visualization`; the widgets use the same names, so that
a chart and the panel around it always agree, in light and in dark pages.
"""

# Each colour meets WCAG AA (4.5 : 1) as text on its surface, except `grid`, `ramp`,
# `panel` and `warning`, which only ever lie behind dark or light text.
LIGHT = {
    "surface": "#ffffff",
    "text": "#1f2933",
    "muted": "#5b6770",
    "grid": "#e1e5e9",
    "panel": "#f3f6f8",
    "training": "#0072b2",
    "validation": "#b34700",
    "correct": "#00704f",
    "wrong": "#b34700",
    "warning": "#e69f00",
    "ramp": "#62a9da",
}
DARK = {
    "surface": "#1e1e1e",
    "text": "#e6eaee",
    "muted": "#a8b3bc",
    "grid": "#3a4147",
    "panel": "#272c31",
    "training": "#6cb8f0",
    "validation": "#ff9a57",
    "correct": "#3cc99a",
    "wrong": "#ff9a57",
    "warning": "#e69f00",
    "ramp": "#1f628f",
}

# For a lecture hall, where light falls on the screen: text has 7 : 1 (WCAG AAA).
PROJECTOR_LIGHT = {
    "text": "#000000",
    "muted": "#37424a",
    "grid": "#93a0aa",
    "training": "#004a77",
    "validation": "#7a2f00",
    "correct": "#004d37",
    "wrong": "#7a2f00",
}
PROJECTOR_DARK = {
    "text": "#ffffff",
    "muted": "#d5dde3",
    "grid": "#727d86",
    "training": "#9fd3ff",
    "validation": "#ffbd8e",
    "correct": "#74e5bf",
    "wrong": "#ffbd8e",
}

# One colour per class, readable on both surfaces (Okabe and Ito, without yellow).
CLASS_COLORS = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#b5588a",
    "#b98000",
    "#2f8fc4",
    "#7a6fbe",
    "#8a7560",
)

# Where the page has its own surface and text, the pictures take them over.
_HOST_VARIABLES = {
    "surface": ("--jp-layout-color0", "--vscode-editor-background"),
    "text": ("--jp-ui-font-color1", "--vscode-editor-foreground"),
}
_LIGHT_HOSTS = (
    '[data-jp-theme-light="true"]',
    ".vscode-light",
    "html[theme=light]",
    "[data-theme=light]",
)
_DARK_HOSTS = (
    '[data-jp-theme-light="false"]',
    ".vscode-dark",
    "html[theme=dark]",
    "[data-theme=dark]",
)
# Colour maps are made for white paper; a dark page makes them brighter.
_LIFT = "--kit-lift:brightness(1.35)"
_FONT = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
_RULES = (
    ".kit-svg{display:block;width:100%;height:auto;background:var(--kit-surface)}"
    f".kit-svg text{{font:12px {_FONT};font-variant-numeric:tabular-nums;"
    "fill:var(--kit-text);stroke:none}"
    ".kit-svg .kit-muted{fill:var(--kit-muted)}"
    ".kit-svg .kit-bold{font-weight:600}"
    ".kit-svg .kit-title{font-weight:600;font-size:13px}"
    ".kit-svg .kit-halo{paint-order:stroke;stroke:var(--kit-surface);"
    "stroke-width:4px;stroke-linejoin:round}"
    ".kit-svg .kit-pixels{image-rendering:pixelated}"
    ".kit-svg .kit-read{fill:none;pointer-events:all;stroke:none}"
    ".kit-svg .kit-r g{pointer-events:none;visibility:hidden}"
    ".kit-svg .kit-r:hover g{visibility:visible}"
    ".kit-svg .kit-read path{stroke:var(--kit-muted)}"
    ".kit-svg .kit-changes{stroke:var(--kit-muted);stroke-dasharray:2 3}"
    ".kit-svg .kit-signed{filter:var(--kit-lift)}"
)


def theme_css() -> str:
    """Return the style sheet that every picture carries.

    The page decides: JupyterLab and Notebook by `data-jp-theme-light`, VS Code and
    Colab by their own marks. Elsewhere the reader's system decides, and the picture
    brings its own background, so that its text is readable on any page.

    >>> "--kit-training:#0072b2" in theme_css()
    True
    """
    return _THEME_CSS


def projector_css() -> str:
    """Return the stronger colours for everything inside `.kit-projector`.

    >>> ".kit-projector" in projector_css()
    True
    """
    inside = (".kit-projector.kit-theme", ".kit-projector .kit-theme")
    light, dark = (
        ",".join(f"{host} {part}" for host in hosts for part in inside)
        for hosts in (_LIGHT_HOSTS, _DARK_HOSTS)
    )
    return (
        f"{','.join(inside)}{{{_tokens(PROJECTOR_LIGHT, False)}}}"
        "@media (prefers-color-scheme:dark)"
        f"{{{','.join(inside)}{{{_tokens(PROJECTOR_DARK, False)}}}}}"
        f"{light}{{{_tokens(PROJECTOR_LIGHT, False)}}}"
        f"{dark}{{{_tokens(PROJECTOR_DARK, False)}}}"
    )


def _tokens(colors: dict[str, str], follow_host: bool) -> str:
    """Return the variables as CSS, with the page's own colours first if asked."""
    parts = []
    for name, color in colors.items():
        if follow_host:
            for variable in reversed(_HOST_VARIABLES.get(name, ())):
                color = f"var({variable},{color})"
        parts.append(f"--kit-{name}:{color}")
    return ";".join(parts)


def _build_css() -> str:
    light_hosts = ",".join(f"{host} .kit-theme" for host in _LIGHT_HOSTS)
    dark_hosts = ",".join(f"{host} .kit-theme" for host in _DARK_HOSTS)
    return (
        f".kit-theme{{{_tokens(LIGHT, False)}}}"
        "@media (prefers-color-scheme:dark)"
        f"{{.kit-theme{{{_tokens(DARK, False)};{_LIFT}}}}}"
        f"{light_hosts}{{{_tokens(LIGHT, True)};--kit-lift:none}}"
        f"{dark_hosts}{{{_tokens(DARK, True)};{_LIFT}}}" + _RULES
    )


_THEME_CSS = _build_css()
