"""A real SMTP server on a port of its own, which keeps what it is handed."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage


class Dialogue(socketserver.StreamRequestHandler):
    """Enough of SMTP (RFC 5321) to take one message; no TLS, no log-in."""

    server: "Letterbox"

    def handle(self) -> None:
        self._say("220 ready")
        while command := self.rfile.readline().decode().strip():
            self.server.heard.append(command)
            verb = command.split(" ")[0].lower()
            refusal = self.server.answers.get(verb)
            if refusal is not None:
                self._say(refusal)
            elif verb == "data":
                self._say("354 go on")
                self._read_message()
                self._say("250 taken")
            elif verb == "quit":
                return self._say("221 bye")
            else:
                self._say("250 fine")
        return None

    def _read_message(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        read = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        assert isinstance(read, EmailMessage)
        self.server.messages.append(read)
        self.server.raw.append(b"".join(lines))

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class Letterbox(socketserver.ThreadingTCPServer):
    """What was said to the server and what it took; `answers` refuses commands."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Dialogue)
        self.heard: list[str] = []
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.answers: dict[str, str] = {}

    @property
    def mail_url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


@contextmanager
def open_letterbox() -> Iterator[Letterbox]:
    """A server that listens until the block ends."""
    with Letterbox() as listening:
        threading.Thread(
            target=listening.serve_forever, args=(0.05,), daemon=True
        ).start()
        yield listening
        listening.shutdown()
