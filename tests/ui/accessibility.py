"""What axe-core and the keyboard find in the studio, without regard to JupyterLab."""

import pytest

SERIOUS = ("serious", "critical")

# What has the focus: what it is, whether it is the studio's, whether one sees it.
FOCUSED = """() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const name = element.getAttribute('aria-label')
        || element.labels?.[0]?.textContent || element.textContent || element.title;
    return {
        name: name.trim().replace(/\\s+/g, ' ').slice(0, 60),
        tag: element.tagName.toLowerCase(),
        classes: element.getAttribute('class') || '',
        inside: Boolean(element.closest('.kit-studio')),
        seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
    };
}"""
FIRST = """() => [...document.querySelectorAll('.kit-studio button:enabled')]
    .find(button => button.offsetParent).focus()"""

# In the reader's own colours: controls without edge or ring, pictures without paper.
UNSEEN = """() => {
    const seen = [...document.querySelectorAll('.kit-studio *')].filter(
        element => element.checkVisibility() && !element.closest('.kit-layer'));
    const all = (selector, test) => seen.filter(element => element.matches(selector)
        && !test(getComputedStyle(element), element));
    const hasEdge = style => style.borderTopStyle !== 'none'
        && parseFloat(style.borderTopWidth) >= 1 && style.borderTopColor !== canvas;
    const hasRing = (_, element) => {
        element.focus({focusVisible: true});
        const style = getComputedStyle(element);
        return style.outlineStyle !== 'none' && style.outlineColor !== canvas;
    };
    const panel = document.querySelector('.kit-panel');
    const canvas = getComputedStyle(panel).backgroundColor;
    return [
        ...all('button:enabled:not(.kit-more), select, .noUi-target', hasEdge),
        ...all('button:enabled, select, input, .noUi-handle', hasRing),
        ...all('.kit-svg', style => style.forcedColorAdjust === 'none'
            && style.backgroundColor !== 'rgba(0, 0, 0, 0)'),
        ...all('img, .kit-digit', style => style.forcedColorAdjust === 'none'),
    ].map(element => element.outerHTML.slice(0, 200));
}"""
MOVING = """() => [...document.querySelectorAll('.kit-studio *')].filter(element => {
    const style = getComputedStyle(element);
    return style.animationName !== 'none'
        || style.transitionDuration.split(',').some(time => parseFloat(time) > 0);
}).length"""


def violations(page, part=".kit-studio"):
    """Return what axe-core finds serious or critical in a part of the page, as text."""
    reason = "pip install -e '.[test]' brings it"
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason=reason)
    context = {"include": [[part]]}
    found = axe.Axe().run(page, context).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['target'][-1]} {node['failureSummary']}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"][:3]
    ]


class Keyboard:
    """A person who has no mouse.

    Args:
        page: Playwright's page.
    """

    MOST = 120  # presses of Tab until a test gives up

    def __init__(self, page):
        self.page = page
        self.hidden: list[str] = []  # what had the focus and did not show it

    def begin(self):
        """Put the focus on the first button of the studio."""
        self.page.evaluate(FIRST)

    def press(self, *keys):
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab(self, key="Tab"):
        """Press Tab and return what has the focus now."""
        self.page.keyboard.press(key)
        found = self.page.evaluate(FOCUSED)
        if found["inside"] and not found["seen"]:
            self.hidden.append(f"{found['tag']} {found['name']} {found['classes']}")
        return found

    def to(self, name, tag="", key="Tab"):
        """Press Tab until the thing with a name that begins like this has the focus."""
        passed = []
        for _ in range(self.MOST):
            found = self.tab(key)
            if found["name"].startswith(name) and found["tag"].startswith(tag):
                return found
            passed.append(found["name"])
        raise AssertionError(f"Tab never came to {tag} {name}, but to {passed}")

    def through(self):
        """Press Tab until the focus leaves the studio; return what was passed."""
        passed = []
        for _ in range(self.MOST):
            found = self.tab()
            if not found["inside"]:
                return passed
            passed.append(found["name"])
        raise AssertionError(f"The focus never leaves: {passed[-5:]}")
