"""What two accounts may have in common, and what is kept of it."""

import pytest

from comments.domain.evasion import TraceKind, mailbox_of, network_of, trace_digest


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.17", "192.0.2.0/24"),
        ("::ffff:192.0.2.17", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("unix:", None),
        ("", None),
        (None, None),
    ],
)
def test_a_network_is_a_prefix_that_many_share(
    address: str | None, network: str | None
) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("email", "mailbox"),
    [
        ("Ana.Mill+news@GoogleMail.com", "anamill@gmail.com"),
        ("anamill@gmail.com", "anamill@gmail.com"),
        ("ana.mill+news@fastmail.com", "ana.mill@fastmail.com"),
        ("ana.mill+news@news.example", "ana.mill+news@news.example"),
        ("+@gmail.com", "+@gmail.com"),
        ("no address", None),
        ("@gmail.com", None),
        (None, None),
    ],
)
def test_a_mailbox_is_the_address_without_what_its_provider_ignores(
    email: str | None, mailbox: str | None
) -> None:
    assert mailbox_of(email) == mailbox


def test_a_digest_says_nothing_without_the_key_and_means_one_kind_of_thing() -> None:
    first = trace_digest(TraceKind.NETWORK, "192.0.2.0/24", b"key")
    assert "192" not in first
    assert first == trace_digest(TraceKind.NETWORK, "192.0.2.0/24", b"key")
    assert first != trace_digest(TraceKind.NETWORK, "192.0.2.0/24", b"other")
    assert first != trace_digest(TraceKind.MAIL, "192.0.2.0/24", b"key")
