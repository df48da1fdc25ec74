"""Mail: plain text to one address, by SMTP or into a folder that collects messages."""

import smtplib
import ssl
import uuid
from contextlib import suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime, make_msgid
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from comments.settings import LOOPBACK

SECONDS: Final = 10  # for a mail server that does not answer
SEVEN_BIT: Final = SMTP.clone(cte_type="7bit")  # not every server takes eight
PORTS: Final = {"smtp": 587, "smtps": 465}


class WrongMailAddress(ValueError):
    """MAIL_URL is neither an SMTP server nor a folder."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: to one address, text only.

    `about_account` letters are never kept waiting by other mail, nor are `urgent` ones.
    `unsubscribe` is the page that stops letters of this kind (RFC 8058).
    """

    to: str
    subject: str
    text: str
    about_account: bool = False
    urgent: bool = False
    unsubscribe: str = ""


class Undeliverable(ValueError):
    """The server will not take this letter, however often it is asked."""


class Mailer(Protocol):
    """Sends a letter, or raises OSError (try again) or ValueError (never will)."""

    def send(self, letter: Letter) -> None: ...


@dataclass(frozen=True, slots=True)
class FolderMailer:
    """Collects messages as .eml files, for a newsroom that tries Parley."""

    folder: Path
    sender: str

    def send(self, letter: Letter) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = uuid.uuid4().hex
        unfinished = self.folder / f"{name}.part"
        unfinished.write_bytes(_message(letter, self.sender).as_bytes())
        unfinished.rename(self.folder / f"{name}.eml")


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Hands messages to an SMTP server; a password travels only under TLS."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls_from_start: bool = False

    def send(self, letter: Letter) -> None:
        message = _message(letter, self.sender)
        secure = ssl.create_default_context()
        server = self._connect(secure)
        try:
            if not self.tls_from_start and self._must_encrypt(server):
                server.starttls(context=secure)
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message, to_addrs=[letter.to])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refused:
            _raise_for_good(refused)
            raise
        finally:
            _part_from(server)

    def _connect(self, secure: ssl.SSLContext) -> smtplib.SMTP:
        if self.tls_from_start:
            return smtplib.SMTP_SSL(
                self.host, self.port, timeout=SECONDS, context=secure
            )
        return smtplib.SMTP(self.host, self.port, timeout=SECONDS)

    def _must_encrypt(self, server: smtplib.SMTP) -> bool:
        server.ehlo_or_helo_if_needed()
        offered = server.has_extn("starttls")
        return offered or (bool(self.user) and self.host not in LOOPBACK)


def mailer_for(mail_url: str, *, public_url: str) -> Mailer | None:
    """The mailer that MAIL_URL describes; None when notices stay in the pages.

    `smtp://user:password@host:port?from=address`, `smtps://…`, or a folder.
    """
    if not mail_url:
        return None
    parts = urlsplit(mail_url)
    sender = parse_qs(parts.query).get("from", [_default_sender(public_url)])[0]
    _refuse_unusable(sender)
    if "://" not in mail_url:
        return FolderMailer(Path(mail_url), sender)
    if parts.scheme not in PORTS or not parts.hostname:
        raise WrongMailAddress("must be smtp://…, smtps://… or a folder")
    return SmtpMailer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls_from_start=parts.scheme == "smtps",
    )


def _raise_for_good(
    refused: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError,
) -> None:
    """Raise Undeliverable for a 5yz answer (RFC 5321 4.2.1); 4yz may pass later."""
    if isinstance(refused, smtplib.SMTPDataError):
        codes = {refused.smtp_code}
    else:
        codes = {code for code, _ in refused.recipients.values()}
    if all(code >= 500 for code in codes):
        raise Undeliverable(str(max(codes))) from None


def _part_from(server: smtplib.SMTP) -> None:
    # The message is taken or refused by now: a rude good-bye must not send it again.
    with suppress(OSError):
        server.quit()
    server.close()


def _default_sender(public_url: str) -> str:
    return f"noreply@{urlsplit(public_url).hostname or 'localhost'}"


def _refuse_unusable(sender: str) -> None:
    try:
        Address(addr_spec=sender)
    except (ValueError, IndexError) as error:
        raise WrongMailAddress("names no usable sender after from=") from error


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage(policy=SEVEN_BIT)
    # One address as a whole: a comma in it is an error and not a second reader.
    message["To"] = Address(addr_spec=letter.to)
    message["From"] = Address(addr_spec=sender)
    message["Subject"] = letter.subject
    message["Date"] = localtime()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    return message
