"""Mail as its reader gets it, in a folder and over SMTP."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from comments.adapters.mailer import (
    FolderMailer,
    Letter,
    SmtpMailer,
    Undeliverable,
    WrongMailAddress,
    mailer_for,
)
from tests.letterbox import Letterbox, open_letterbox

SITE = "https://talk.example"
LETTER = Letter("marta@mail.example", "Your comment waits", "Grüße.\n\nA line.\n")


def test_a_folder_collects_plain_text_messages(tmp_path: Path) -> None:
    mailer = mailer_for(str(tmp_path / "mail"), public_url=SITE)
    assert isinstance(mailer, FolderMailer)
    mailer.send(LETTER)
    mailer.send(LETTER)
    files = sorted((tmp_path / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    message = email.message_from_bytes(
        files[0].read_bytes(), policy=email.policy.default
    )
    assert message["To"] == "marta@mail.example"
    assert message["From"] == "noreply@talk.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert not message.is_multipart()
    assert message.get_content().splitlines() == LETTER.text.splitlines()


@pytest.mark.parametrize(
    "to",
    [
        "marta@mail.example, tom@mail.example",
        "marta@mail.example\nBcc: tom@mail.example",
        "Marta <marta@mail.example>",
        "",
    ],
)
def test_an_address_that_means_more_than_one_reader_is_refused(
    tmp_path: Path, to: str
) -> None:
    mailer = FolderMailer(tmp_path, "noreply@talk.example")
    with pytest.raises((ValueError, IndexError)):
        mailer.send(Letter(to, "Hello", "Text"))
    assert list(tmp_path.glob("*.eml")) == []


def test_a_newline_in_a_subject_makes_no_header(tmp_path: Path) -> None:
    mailer = FolderMailer(tmp_path, "noreply@talk.example")
    with pytest.raises(ValueError, match=r"newline|linefeed"):
        mailer.send(Letter("a@b.example", "Hi\nBcc: c@d.example", "Text"))


def test_no_address_means_no_mail() -> None:
    assert mailer_for("", public_url=SITE) is None


def test_an_smtp_address_says_server_sender_and_password() -> None:
    mailer = mailer_for(
        "smtps://u%40x:p%2Fw@mail.example?from=board@news.example", public_url=SITE
    )
    assert mailer == SmtpMailer(
        host="mail.example",
        port=465,
        sender="board@news.example",
        user="u@x",
        password="p/w",
        tls_from_start=True,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "http://mail.example",
        "smtp://",
        "smtp://mail.example:port",
        "smtp://mail.example?from=two@a.example,three@a.example",
    ],
)
def test_a_wrong_mail_address_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        mailer_for(wrong, public_url=SITE)


def test_a_wrong_scheme_is_named() -> None:
    with pytest.raises(WrongMailAddress, match="smtps://"):
        mailer_for("ftp://mail.example", public_url=SITE)


@pytest.fixture
def server() -> Iterator[Letterbox]:
    with open_letterbox() as listening:
        yield listening


def test_a_server_is_handed_the_message_for_one_reader(
    server: Letterbox,
) -> None:
    mailer = mailer_for(server.mail_url, public_url=SITE)
    assert mailer is not None
    mailer.send(LETTER)
    heard = server.heard
    assert "rcpt TO:<marta@mail.example>" in heard
    assert sum(line.startswith("rcpt") for line in heard) == 1
    assert all(line.isascii() for line in heard)


@pytest.mark.parametrize("asked", ["rcpt", "data"])
def test_what_a_server_refuses_for_good_is_not_offered_again(
    server: Letterbox, asked: str
) -> None:
    server.answers[asked] = "550 no such reader"
    mailer = mailer_for(server.mail_url, public_url=SITE)
    assert mailer is not None
    with pytest.raises(Undeliverable):
        mailer.send(LETTER)


@pytest.mark.parametrize("asked", ["rcpt", "data", "mail"])
def test_what_a_server_refuses_for_now_is_an_error_to_try_again(
    server: Letterbox, asked: str
) -> None:
    server.answers[asked] = "451 come back later"
    mailer = mailer_for(server.mail_url, public_url=SITE)
    assert mailer is not None
    with pytest.raises(OSError, match="451"):
        mailer.send(LETTER)


def test_a_letter_that_can_be_stopped_says_how(tmp_path: Path) -> None:
    stop = "https://talk.example/unsubscribe/abc"
    FolderMailer(tmp_path, "a@b.example").send(replace(LETTER, unsubscribe=stop))
    (file,) = tmp_path.glob("*.eml")
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert message["List-Unsubscribe"] == f"<{stop}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_password_is_never_sent_without_tls() -> None:
    mailer = SmtpMailer("mail.example", 25, "a@b.example", user="u", password="p")

    class Plain:
        def ehlo_or_helo_if_needed(self) -> None: ...

        def has_extn(self, name: str) -> bool:
            return False

    assert mailer._must_encrypt(Plain())  # type: ignore[arg-type]


def test_a_server_that_is_away_is_an_error_to_try_again() -> None:
    mailer = SmtpMailer("127.0.0.1", 1, "a@b.example")
    with pytest.raises(ConnectionRefusedError):
        mailer.send(LETTER)
