"""One article, one address, however it is spelled; and whose word a title is."""

from datetime import UTC, datetime, timedelta

import pytest

from comments.domain.articles import (
    NoAddress,
    article_address,
    origin_of,
    read_signature,
    sign_title,
)

KEY = "k" * 32
NOW = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
BRIDGE = "https://news.example/bridge"


@pytest.mark.parametrize(
    "typed",
    [
        "https://news.example/bridge",
        "https://NEWS.example/bridge",
        "https://news.example:443/bridge",
        " https://news.example/bridge#comments ",
    ],
)
def test_an_article_is_found_under_each_spelling_of_its_address(typed: str) -> None:
    assert article_address(typed) == BRIDGE
    assert origin_of(typed) == "https://news.example"


def test_addresses_that_a_site_may_tell_apart_stay_apart() -> None:
    typed = ["/bridge", "/bridge/", "/Bridge", "/bridge?page=2", ":8443/bridge"]
    spelled = {article_address(f"https://news.example{end}") for end in typed}
    assert len(spelled) == len(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "news.example/bridge",
        "/bridge",
        "javascript:alert(1)",
        "ftp://news.example/bridge",
        "https://ana@news.example/bridge",
        "https://news.example/a b",
        "https://news.example/\x00",
        "https://news.example/<script>",
        "https://nëws.example/bridge",
        "https://news.example:port/bridge",
        "https:///bridge",
        "https://[::1/bridge",
        "https://news.example/" + "a" * 2000,
    ],
)
def test_what_is_no_address_of_an_article_is_refused(typed: str) -> None:
    with pytest.raises(NoAddress):
        article_address(typed)


def test_a_title_is_vouched_for_by_the_key_for_this_address_and_this_title() -> None:
    signature = read_signature(sign_title(BRIDGE, "The bridge", key=KEY, now=NOW))
    assert signature is not None
    assert signature.signed_at == NOW - timedelta(microseconds=NOW.microsecond)
    assert signature.vouches_for(BRIDGE, "The bridge", KEY)
    assert not signature.vouches_for(BRIDGE, "The Bridge", KEY)
    assert not signature.vouches_for(f"{BRIDGE}s", "The bridge", KEY)
    assert not signature.vouches_for(BRIDGE, "The bridge", "l" * 32)


def test_the_moment_of_a_signature_cannot_be_changed() -> None:
    _, digest = sign_title(BRIDGE, "The bridge", key=KEY, now=NOW).split(".")
    later = read_signature(f"{int(NOW.timestamp()) + 60}.{digest}")
    assert later is not None
    assert not later.vouches_for(BRIDGE, "The bridge", KEY)


@pytest.mark.parametrize(
    "token", ["", "junk", "-1.ab", "9" * 13 + ".ab", "٣.ab", "1.ä", "1e9.ab"]
)
def test_a_token_that_is_none_vouches_for_nothing(token: str) -> None:
    assert read_signature(token) is None


def test_the_documented_token_is_what_any_publishing_system_computes() -> None:
    token = sign_title(BRIDGE, "The bridge", key=KEY, now=NOW)
    assert token == (
        "1773480413.dc94084bc81ff112678540146046c250e2dac4620c08b5769732038ae81864eb"
    )
