"""Mail as its reader gets it, in a folder and over SMTP."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from comments.adapters.mailer import (
    FolderMailer,
    Letter,
    SmtpMailer,
    WrongMailAddress,
    mailer_for,
)

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


class Dialogue(socketserver.StreamRequestHandler):
    """Enough of SMTP (RFC 5321) to take one message; no TLS, no log-in."""

    def handle(self) -> None:
        self._say("220 ready")
        while command := self.rfile.readline().decode().strip():
            self.server.heard.append(command)  # type: ignore[attr-defined]
            if command.lower() == "data":
                self._say("354 go on")
                self._read_message()
                self._say("250 taken")
            elif command.lower() == "quit":
                return self._say("221 bye")
            else:
                self._say("250 fine")
        return None

    def _read_message(self) -> None:
        while (line := self.rfile.readline()) != b".\r\n":
            self.server.heard.append(line.decode())  # type: ignore[attr-defined]

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server() -> Iterator[socketserver.TCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Dialogue) as listening:
        listening.heard = []  # type: ignore[attr-defined]
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening
        listening.shutdown()


def test_a_server_is_handed_the_message_for_one_reader(
    server: socketserver.TCPServer,
) -> None:
    port = server.server_address[1]
    mailer = mailer_for(f"smtp://127.0.0.1:{port}", public_url=SITE)
    assert mailer is not None
    mailer.send(LETTER)
    heard = server.heard  # type: ignore[attr-defined]
    assert "rcpt TO:<marta@mail.example>" in heard
    assert sum(line.startswith("rcpt") for line in heard) == 1
    assert all(line.isascii() for line in heard)


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
