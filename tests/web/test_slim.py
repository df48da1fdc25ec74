"""Scripts and styles go out bundled and slim, and say what their sources say."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium

from comments.web.slim import BUNDLES
from tests.web.conftest import Browser

STATIC = Path(__file__).parent.parent.parent / "static"
SCRIPTS = sorted(path.name for path in STATIC.glob("*.js"))
STYLES = sorted(path.name for path in STATIC.glob("*.css"))
SAID = re.compile(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`""")
REMARK = re.compile(r"/\*.*?\*/|(?:^|\s)//[^\n]*", re.DOTALL)
# What a browser makes of a style, rule by rule; what holds a variable it keeps as text.
UNDERSTOOD = r"""text => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map(({ cssText }) =>
    cssText.replace(/\s+/g, " ").replace(/([,(]) /g, "$1").replace(/ \)/g, ")"));
}"""


@pytest.mark.parametrize("name", STYLES)
def test_a_browser_understands_a_slim_style_as_its_source(
    visitor: Browser, chromium: Chromium, name: str
) -> None:
    source = (STATIC / name).read_text(encoding="utf-8")
    slim = visitor.get(f"/static/{name}").text
    assert len(slim) < 0.9 * len(source)
    page = chromium.new_page()
    understood = page.evaluate(UNDERSTOOD, source)
    assert len(understood) > 3
    assert page.evaluate(UNDERSTOOD, slim) == understood
    page.close()


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_a_script_says_survives_its_slimming(
    visitor: Browser, chromium: Chromium, name: str
) -> None:
    source = REMARK.sub("", (STATIC / name).read_text(encoding="utf-8"))
    slim = visitor.get(f"/static/{name}").text
    assert len(slim) < 0.9 * len(source)
    assert SAID.findall(slim) == SAID.findall(source)
    page = chromium.new_page()
    page.evaluate("text => { new Function(text); }", slim)
    page.close()


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_is_its_files_one_after_another(visitor: Browser, name: str) -> None:
    parts = [visitor.get(f"/static/{part}").text for part in BUNDLES[name]]
    assert visitor.get(f"/static/{name}").text == "\n".join(parts)


def test_a_page_asks_for_no_file_twice_over(visitor: Browser) -> None:
    page = visitor.get("/").text
    asked = re.findall(r'/static/([^?"]+)\?v=', page)
    files = [part for name in asked for part in BUNDLES.get(name, (name,))]
    assert len(files) == len(set(files)) > 3


def test_a_file_that_a_browser_has_is_not_sent_again(visitor: Browser) -> None:
    first = visitor.get("/embed.js")
    again = visitor.get("/embed.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert visitor.get("/static/../app.py").status_code == 404
    assert visitor.get("/static/nothing.js").status_code == 404
