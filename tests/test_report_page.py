"""The HTML report in a real browser: with and without JavaScript, light and dark, by keyboard, and by axe."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inclusivelint.model import Report, Severity
from inclusivelint.reporters import Style, render
from tests.reports import HINT, SLUR, full_report, make_finding, make_rule, unplaced

playwright = pytest.importorskip("playwright.sync_api")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str | None:
    """A browser of the system's; a download of playwright's own would do, too, but needs the network."""
    return os.environ.get("INCLUSIVELINT_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)


def page_report() -> Report:
    report = full_report()
    report.files = 5
    chair = make_rule("gendered-language/chairman", Severity.WARNING, "The office is open to everyone.")
    report.findings += [
        make_finding("The chairman opens.", "chairman", chair, path="rules/house.md", line=2, suggestions=("chair",)),
        make_finding("a hint of it", "hint", HINT, path="rules/house.md", line=9),
        make_finding("the chairman <b>bold</b>", "chairman", chair, path="rules/other.md")._replace(certainty=0.75),
    ]
    return report


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = chromium()
    if path is None:
        pytest.skip("no browser; set INCLUSIVELINT_BROWSER to a Chromium")
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=path, args=["--no-sandbox"], timeout=120_000)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(render("html", page_report(), Style()), encoding="utf-8")
    return path.as_uri()


def opened(browser: Any, address: str, **options: Any) -> Any:
    """A page at `address`; what it complains of or asks the network for is kept on it."""
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(120_000)
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: page.complaints.append(request.url) if request.url != address else None)
    page.goto(address)
    return page


def shown(page: Any) -> list[str]:
    """The words of the findings that can be seen."""
    return [heading.text_content().split(None, 1)[1] for heading in page.locator("article:visible h4").all()]


def wait_for(page: Any, number: int) -> None:
    """Until the page says that it shows so many findings."""
    playwright.expect(page.locator("#shown")).to_have_text(f"{number} of 6 findings are shown.", timeout=120_000)


ALL = ["word", "slur here", "wheelchair-bound", "chairman", "hint", "chairman"]


def test_the_page_is_complete_and_asks_for_nothing(browser: Any, address: str) -> None:
    page = opened(browser, address)
    assert page.title() == "Inclusive language report"
    assert page.inner_text("header p").startswith("6 findings (1 error, 4 warnings, 1 suggestion) in 4 of 5 files")
    assert shown(page) == ALL
    assert page.locator("mark").first.inner_text() == "word"
    assert page.locator(".source").last.text_content() == "the chairman <b>bold</b>"
    assert page.locator("article").nth(2).locator(".place").text_content().startswith("page 3 · ")
    assert page.locator("li", has_text="lost.md").inner_text() == "lost.md: can't be read"
    bars = page.locator("svg[role=img]")
    assert bars.nth(0).get_attribute("aria-label")
    assert page.complaints == []


def test_a_finding_has_its_reason_its_alternatives_and_its_sources(browser: Any, address: str) -> None:
    article = opened(browser, address).locator("article").first
    assert article.locator(".try").inner_text() == "Try: kind, kinder"
    article.locator("summary").click()
    assert "Here is why." in article.locator("details").inner_text()
    assert article.locator("details a").get_attribute("href") == "https://example.org/guide"


def test_filters_narrow_what_is_shown_and_say_so(browser: Any, address: str) -> None:
    page = opened(browser, address)
    wait_for(page, 6)
    page.uncheck("input[value=warning]")
    wait_for(page, 2)
    assert shown(page) == ["slur here", "hint"]
    page.select_option("select[name=category]", "technology")
    wait_for(page, 1)
    page.click("button[type=reset]")
    wait_for(page, 6)
    page.select_option("select[name=file]", label="rules/house.md")
    wait_for(page, 2)
    page.fill("input[name=text]", "CHAIR")
    wait_for(page, 1)
    assert shown(page) == ["chairman"]
    assert page.locator("h3:visible").all_text_contents() == ["rules/house.md"]
    # A link to what is hidden shows it.
    page.click("a:text('rules/other.md')")
    assert shown(page) == ALL
    assert page.complaints == []


def test_without_javascript_everything_is_there_but_the_filters(browser: Any, address: str) -> None:
    page = opened(browser, address, java_script_enabled=False)
    assert shown(page) == ALL
    assert not page.locator("#filters").is_visible()
    page.locator("summary").first.click()
    assert page.locator("details").first.locator("a").is_visible()


def test_the_keyboard_reaches_everything_in_order(browser: Any, address: str) -> None:
    page = opened(browser, address)
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(e => e === document.body ? null : [e.tagName, e.name || e.textContent.trim(), "
            "getComputedStyle(e).outlineStyle])(document.activeElement)"
        )
        if focused is None:
            break
        seen.append(focused)
    names = [name for _, name, _ in seen]
    assert names[0] == "Skip to the findings"
    assert {"level", "category", "file", "text", "Show all"} <= set(names)
    assert [tag for tag, _, _ in seen].count("SUMMARY") == len(ALL)
    assert all(outline not in ("none", "") for _, _, outline in seen)
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "findings"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 320])
def test_axe_finds_nothing_by_wcag_aa(browser: Any, address: str, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = opened(browser, address, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    results = axe.Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}}).response
    problems = [(each["id"], [node["html"] for node in each["nodes"]]) for each in results["violations"]]
    assert problems == []
    assert "color-contrast" in {each["id"] for each in results["passes"]}
    # Nothing has to be scrolled sideways (WCAG 1.4.10).
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_dark_is_dark(browser: Any, address: str) -> None:
    grounds = {
        scheme: opened(browser, address, color_scheme=scheme).evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    }
    assert grounds == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 26)"}


def test_on_paper_reasons_are_open_and_filters_are_gone(browser: Any, address: str) -> None:
    page = opened(browser, address)
    page.emulate_media(media="print")
    assert not page.locator("#filters").is_visible()
    why = page.locator("details p").first
    assert why.bounding_box()["height"] > 5
    assert re.match(rb"%PDF-", page.pdf())


def test_a_page_without_findings_says_so(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "clean.html"
    path.write_text(render("html", Report(files=3, words=100), Style()), encoding="utf-8")
    page = opened(browser, path.as_uri())
    assert "No findings in 3 files (100 words)." in page.inner_text("main")
    assert page.locator("form, script").count() == 0


def test_the_policy_of_the_page_stops_a_script_that_is_not_its_own(browser: Any, tmp_path: Path) -> None:
    """Escaping is the first wall, and this is the second: it is tried by pulling the first one down."""
    text = render("html", Report([make_finding("a word", "word", SLUR), unplaced("x", None)], files=1), Style())
    path = tmp_path / "broken.html"
    path.write_text(text.replace("</main>", "<script>document.title = 'owned'</script></main>"), encoding="utf-8")
    page = opened(browser, path.as_uri())
    assert page.title() == "Inclusive language report"
    assert any("Content Security Policy" in complaint for complaint in page.complaints)
