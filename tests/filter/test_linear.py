"""Twice the text takes at most about twice the steps, whatever the text."""

import sys
from types import FrameType
from typing import Any

import pytest

from comments.filter import check

FAMILIES = {
    "one letter": "a",
    "letters apart": "a ",
    "letters between dashes": "a-",
    "letters between dots": "a.b.",
    "lines": "a\n",
    "one insult": "idiot ",
    "insults run together": "youidiot",
    "obscenities": "fuck ",
    "near misses": "fuc ",
    "stars": "f** ",
    "marks for letters": "sh!t ",
    "threats": "I will kill you ",
    "half a threat": "I will ",
    "calls for harm": "kill them all ",
    "wishes": "hope that he ",
    "groups": "all muslims are ",
    "denials": "not ",
    "reports": "he said he would ",
    "quotation marks": '" ',
    "single quotation marks": " 'a",
    "opening marks": "«",
    "opening marks apart": "“a ",
    "entities": "&#98;",
    "broken entities": "&#",
    "addresses": "http:// ",
    "at signs": "a@",
    "zalgo": "e" + "\u0301" * 30,
    "invisible": "\u200d",
    "long ligatures": "\ufdfa",
    "look-alikes": "аa",
    "words run together": "theandyou",
    "stretched": "s" * 40 + " ",
    "blanks": "  ",
    "nothing known": "xq ",
}
SHORT = 1500


def steps(text: str) -> int:
    """Lines of Python that run for a text, after a warm-up that fills the caches."""
    check(text)
    count = 0

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        check(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("family", FAMILIES)
def test_steps_grow_no_faster_than_the_text(family: str) -> None:
    unit = FAMILIES[family]
    short = (unit * SHORT)[:SHORT]
    long = (unit * SHORT * 4)[: 4 * SHORT]
    assert steps(long) <= 4.4 * steps(short) + 2000
