"""Which passwords protect something."""

import pytest

from comments.domain.passwords import UnfitPassword, check_password

POPULAR = frozenset({"hardcore", "password", "butterfly"})


def is_fit(password: str, name: str = "Marta R.") -> bool:
    try:
        check_password(password, name, POPULAR.__contains__)
    except UnfitPassword:
        return False
    return True


@pytest.mark.parametrize(
    "password",
    [
        "orange lamp on stilts",
        "k8Jd0-2lsQ",
        "Größe 🦆 中文 x",
        "x" * 40 + "butterfly" + "q" * 30 + "zebra",
    ],
)
def test_a_password_that_is_hard_to_guess_is_let_through(password: str) -> None:
    assert is_fit(password)


@pytest.mark.parametrize(
    "password",
    [
        "seven77",
        "hardcore",
        "HardCore",
        "hardcore1!",
        "2026butterfly",
        "p4ssw0rd",
        "p@$$w0rd!",
        "passwordpassword",
        "12345678",
        "87654321",
        "qwertyuiop",
        "abcd1234",
        "1qaz2wsx",
        "aaaaaaaaaa",
        "abababababab",
        "martar99",
        "Marta-R-2026",
        "parley2026",
        "moderator!",
        "x" * 129,
    ],
)
def test_a_password_that_anybody_would_try_is_refused(password: str) -> None:
    assert not is_fit(password)


def test_the_longest_password_is_let_through() -> None:
    assert is_fit("a b c d e f g h " * 8)
