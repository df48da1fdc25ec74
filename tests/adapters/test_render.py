"""What becomes of a reader's words when they are shown."""

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from comments.adapters.render import render_comment, render_line, render_marked
from tests.payloads import HOSTILE, corpus

ALLOWED = {
    *("p", "a", "br", "mark", "span", "bdi"),
    *("em", "strong", "blockquote", "ul", "ol", "li"),
}
ATTRIBUTES = {"dir", "href", "rel", "title", "class", "value"}
MARKUP = re.compile(r"[-*_\\\[\]>().0-9]")


# The one payload that is a proper link to a page: nothing is loaded from there.
LINKED = {"![x](https://evil.example/track.png)": "!x (evil.example)"}


class Tags(HTMLParser):
    """Every tag of a piece of HTML, with its attributes, and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(str(markup))  # Markup would escape what the parser takes apart
        self.close()

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, text: str) -> None:
        self.text += text

    def handle_comment(self, text: str) -> None:
        pytest.fail(f"a comment in HTML: {text}")


def assert_harmless(markup: str) -> None:
    for tag, attributes in Tags(markup).tags:
        assert tag in ALLOWED
        assert set(attributes) <= ATTRIBUTES
        if tag == "a":
            assert re.match(r"https?://", attributes["href"] or "", re.IGNORECASE)
            assert attributes["rel"] == "nofollow ugc noopener"


@pytest.mark.parametrize("payload", HOSTILE)
def test_a_payload_stays_text(payload: str) -> None:
    for markup in (
        render_comment(payload),
        render_marked(payload, [(0, 9, 'Be "Nice"')]),
        render_line(payload),
    ):
        assert_harmless(markup)
    shown = Tags(render_comment(payload)).text
    expected = payload.replace("\x00", "U+0000")
    assert shown == LINKED.get(payload, expected)


@pytest.mark.parametrize("name", ["xss_payloadbox.txt", "xss_dompurify.json"])
def test_public_lists_of_payloads_stay_text(name: str) -> None:
    for payload in corpus(name):
        assert_harmless(render_comment(payload))
        assert_harmless(render_marked(payload, [(1, len(payload) // 2, "Be Nice")]))


def test_naughty_strings_come_back_as_they_were_typed() -> None:
    for text in corpus("blns.json"):
        markup = render_comment(text)
        assert_harmless(markup)
        if not re.search(r"[\x00-\x1f\x7f-\x9f\\*_]", text):
            assert Tags(markup).text == text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_line_without_markup_comes_back_as_it_was_typed(text: str) -> None:
    plain = MARKUP.sub("", text)
    assert Tags(render_comment(plain)).text == plain


@given(st.text("ab*_[]()<>&\\\"' \n\r-1.:/htps", max_size=60))
def test_any_markup_makes_sound_html(text: str) -> None:
    markup = render_comment(text)
    assert_harmless(markup)
    open_tags: list[str] = []
    for closes, tag in re.findall(r"<(/?)([a-z]+)", markup):
        if closes:
            assert open_tags.pop() == tag
        elif tag != "br":
            open_tags.append(tag)
    assert not open_tags


@given(st.text(), st.lists(st.tuples(st.integers(-2, 40), st.integers(-2, 40))))
def test_marks_never_lose_or_add_a_character_of_the_text(
    text: str, spans: list[tuple[int, int]]
) -> None:
    marks = [(start, end, "Be Nice") for start, end in spans]
    markup = str(render_marked(text, marks))
    assert_harmless(markup)
    bare = re.sub(r'<span class="visually-hidden">.*?</span>', "", markup)
    assert re.sub(r"</?mark.*?>", "", bare) == render_marked(text, [])


def test_a_blank_line_parts_paragraphs_and_a_line_break_stays_one() -> None:
    markup = render_comment("one\r\ntwo\r\n\r\n\r\nthree\n \nfour")
    assert markup == (
        '<p dir="auto">one<br>two</p><p dir="auto">three</p><p dir="auto">four</p>'
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://news.example/a.", "https://news.example/a"),
        ("(https://news.example/a_(b))", "https://news.example/a_(b)"),
        ("HTTP://News.Example/?a=1&b=2!", "HTTP://News.Example/?a=1&b=2"),
        ("https://münchen.example/straße,", "https://münchen.example/straße"),
        ("https://[2001:db8::1]/x", None),
        ("http://[broken/x", None),
    ],
)
def test_an_address_becomes_a_link_without_the_sentence_around_it(
    text: str, address: str | None
) -> None:
    links = [a["href"] for tag, a in Tags(render_comment(text)).tags if tag == "a"]
    if address is not None:
        assert links == [address]
    assert Tags(render_comment(text)).text == text


@pytest.mark.parametrize(
    "text",
    [
        "https://bank.example@evil.example/",
        "https:///nowhere",
        "https://a.example:99999/",
        "ftp://a.example/",
        "www.a.example",
        "mailto:tom@a.example",
    ],
)
def test_what_could_mislead_is_no_link(text: str) -> None:
    assert "<a " not in render_comment(text)


def test_a_link_with_a_label_tells_its_site() -> None:
    markup = render_comment("See [the *minutes*](https://town.example/may_(1)).")
    assert markup == (
        '<p dir="auto">See <a href="https://town.example/may_(1)" '
        'rel="nofollow ugc noopener">the <em>minutes</em></a> '
        '(<bdi class="link-host">town.example</bdi>).</p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "[https://bank.example](https://evil.example/)",
        "[bank.example](https://evil.example/)",
        "[www.bank](https://evil.example/)",
        "[\u200b ](https://evil.example/)",
        "[x](https://bank.example@evil.example/)",
        "[x](javascript:alert(1))",
        "[x](//evil.example)",
        "[x](/comments/1)",
    ],
)
def test_a_label_that_could_mislead_makes_no_link(text: str) -> None:
    markup = render_comment(text)
    assert "<a " not in markup
    assert Tags(markup).text == text


def test_quotations_lists_and_emphasis_are_set_as_such() -> None:
    markup = render_comment("> *Who* said it?\n\nThe mayor:\n3. late\n7. **wrong**")
    assert markup == (
        '<blockquote><p dir="auto"><em>Who</em> said it?</p></blockquote>'
        '<p dir="auto">The mayor:</p>'
        '<ol><li value="3" dir="auto"><p dir="auto">late</p></li>'
        '<li value="7" dir="auto"><p dir="auto"><strong>wrong</strong></p></li></ol>'
    )


def test_a_mention_is_a_link_within_the_site_and_never_inside_another() -> None:
    people = {"tom": '/comments/1?a="b"&c'}
    markup = render_comment("**@Tom**, [@Tom](https://a.example) <@Tom>", people.get)
    mention = '<a class="mention" href="/comments/1?a=&#34;b&#34;&amp;c">@Tom</a>'
    assert f"<strong>{mention}</strong>" in markup
    assert f"&lt;{mention}&gt;" in markup
    assert ">@Tom</a> (<bdi" in markup
    assert markup.count('class="mention"') == 2


def test_an_address_cannot_hide_its_end_behind_a_direction_mark() -> None:
    markup = render_comment("https://a.example/\u202egpj.exe")
    assert 'href="https://a.example/"' in markup


def test_controls_are_to_be_seen() -> None:
    markup = render_comment("bell\x07 escape\x1b delete\x7f next\x85 tab\t.")
    for sign in ("U+0007", "U+001B", "U+007F", "U+0085"):
        assert f">{sign}</span>" in markup
    assert "tab\t." in markup


def test_marks_that_overlap_name_both_rules() -> None:
    markup = render_marked("you lying rat", [(4, 13, "Be Nice"), (4, 9, "Be Truthful")])
    first, second = re.findall(r'<mark title="(.*?)">', markup)
    assert first == "Be Nice, Be Truthful"
    assert second == "Be Nice"


def test_marks_count_code_points_and_keep_accents_with_their_letter() -> None:
    text = "😀😀 rat\u0301\u0301 end"
    markup = render_marked(text, [(3, 6, "Be Nice")])
    assert ">rat\u0301\u0301<span" in markup


def test_entities_are_not_decoded_on_the_way() -> None:
    assert html.unescape(str(render_line("&lt;b&gt;"))) == "&lt;b&gt;"


def test_a_text_that_calls_itself_safe_is_escaped_all_the_same() -> None:
    text = Markup("<b>bold</b>")
    assert "<b>" not in render_comment(text)
    assert "<b>" not in render_marked(text, [(0, 3, "Be Nice")])
    assert "<b>" not in render_line(text)
