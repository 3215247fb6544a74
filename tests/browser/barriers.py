"""What shuts people out of a page: axe's findings, and what runs over the edge."""

from functools import cache

from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE
from tests.servers import AXE

# All violations are told in full; what passes is told once a rule, for nobody reads it.
RUN_AXE = """
() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: {"color-contrast-enhanced": {enabled: true}, "target-size": {enabled: true}},
  resultTypes: ["violations"],
}).then((found) => found.violations.flatMap((violation) =>
  violation.nodes.map((node) => `${violation.id}: ${node.html} ${node.failureSummary}`)))
"""
UNFOLD = "() => document.querySelectorAll('details').forEach((d) => { d.open = true; })"
OVER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The page has its new width, and colours that fade from one scheme to the other have arrived.
SETTLED = """async (width) => {
  const drawn = () => new Promise((done) => requestAnimationFrame(done));
  await drawn();
  for (let frames = 0; innerWidth !== width && frames < 1800; frames++) await drawn();
  const fading = document.getAnimations().filter((each) => each instanceof CSSTransition);
  await Promise.all(fading.map((each) => each.finished.catch(() => null)));
  return innerWidth === width;
}"""


@cache
def axe() -> str:
    """The script of axe-core."""
    assert AXE.exists(), "axe-core is not here: run npm ci in tests/browser"
    return AXE.read_text()


def barriers(page: Page) -> list[str]:
    """What is wrong with the page as it looks now, and in the other size and scheme.

    Every fold is open then; at the end the page looks as before, with its folds open.
    """
    page.evaluate(UNFOLD)
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
        page.add_init_script(axe())  # the pages that this window opens next bring it along
    dark = bool(page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
    size = page.viewport_size
    assert size is not None
    before = size["width"], size["height"]
    found = _found(page)
    _look(page, DESK if before == PHONE else PHONE, dark=not dark)
    found += _found(page)
    _look(page, before, dark=dark)
    return found


def too_wide(page: Page, *widths: int) -> list[str]:
    """At which of these widths the page runs over the edge; it has its size back at the end."""
    size = page.viewport_size
    assert size is not None
    found = []
    for width in widths:
        _resize(page, (width, 800))
        found += _over(page)
    _resize(page, (size["width"], size["height"]))
    return found


def _over(page: Page) -> list[str]:
    over: int = page.evaluate(OVER)
    return [f"At {page.viewport_size}: {over} pixels too wide"] if over > 0 else []


def _found(page: Page) -> list[str]:
    found: list[str] = page.evaluate(RUN_AXE)
    return [f"At {page.viewport_size}: {each}" for each in found] + _over(page)


def _resize(page: Page, size: tuple[int, int]) -> None:
    """Give the window this size, and wait until the page has it."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert page.evaluate(SETTLED, size[0]), f"the page is not {size[0]} pixels wide"


def _look(page: Page, size: tuple[int, int], *, dark: bool) -> None:
    page.emulate_media(color_scheme="dark" if dark else "light")
    _resize(page, size)
