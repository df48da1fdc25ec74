"""What other sites' pages, and the frames on them, ask for."""

import re
from typing import Final

from werkzeug.datastructures import MultiDict

from comments.domain.articles import (
    LONGEST_ADDRESS,
    LONGEST_TITLE,
    NoAddress,
    article_address,
    read_signature,
)
from comments.domain.phrases import Phrase
from comments.services.log_in_code import HandOver, Redemption
from comments.services.see_article import Sighting
from comments.web.forms import Fields, InvalidField, read_text

MOST_COUNTS: Final = 100
# RFC 7636: 43 to 128 unreserved characters; the digest of one always has 43.
VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}", re.ASCII)
CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
LONGEST_ORIGIN: Final = 255


def read_sighting(fields: Fields) -> Sighting:
    """The article that a page says it is about."""
    title = read_text(fields, "title", LONGEST_ADDRESS, required=False)
    return Sighting(
        address=_address(read_text(fields, "url", LONGEST_ADDRESS)),
        title=" ".join(title.split())[:LONGEST_TITLE],
        signature=read_signature(read_text(fields, "token", 100, required=False)),
    )


def read_addresses(fields: MultiDict[str, str]) -> dict[str, str]:
    """The articles whose comments are to be counted: as asked, and as stored."""
    asked = fields.getlist("url")
    if not 0 < len(asked) <= MOST_COUNTS:
        raise InvalidField(
            "url",
            Phrase(
                "Ask for 1 to %(most_counts)s articles at once.",
                most_counts=MOST_COUNTS,
            ),
        )
    return {
        one: _address(read_text({"url": one}, "url", LONGEST_ADDRESS)) for one in asked
    }


def read_hand_over(fields: Fields) -> HandOver:
    """The frame that asks for a log-in."""
    return HandOver(
        origin=read_text(fields, "origin", LONGEST_ORIGIN),
        challenge=_matching(fields, "challenge", CHALLENGE),
    )


def read_redemption(fields: Fields) -> Redemption:
    """What a frame shows for the log-in that it was handed."""
    return Redemption(
        code=read_text(fields, "code", 100),
        verifier=_matching(fields, "verifier", VERIFIER),
        origin=read_text(fields, "origin", LONGEST_ORIGIN),
    )


def _address(typed: str) -> str:
    try:
        return article_address(typed)
    except NoAddress:
        raise InvalidField(
            "url", Phrase("Give the article's full http or https address.")
        ) from None


def _matching(fields: Fields, field: str, pattern: re.Pattern[str]) -> str:
    text = read_text(fields, field, 200)
    if pattern.fullmatch(text) is None:
        raise InvalidField(
            field,
            Phrase("%(field)s is not one that the frame would send.", field=field),
        )
    return text
