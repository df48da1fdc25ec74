"""A newspaper's own pages, on another origin than the board's."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

STYLES = "iframe { height: 10px; width: 10px; border: 9px solid red } p { margin: 1em }"


@dataclass
class Newspaper:
    """A site on localhost; the board is on 127.0.0.1, which is another one."""

    port: int
    pages: dict[str, str]

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def print_article(self, path: str, tag: str, above: str = "") -> str:
        """Put an article on a page, with what stands above its tag."""
        self.pages[path] = (
            f"<!DOCTYPE html><html lang=en><title>The mill bridge | Herald</title>"
            f"<meta property='og:title' content='The mill bridge'>"
            f"<style>{STYLES}</style><h1>The mill bridge</h1>{above}{tag}"
        )
        return self.origin + path


@contextmanager
def printed() -> Iterator[Newspaper]:
    """Serve a newspaper for as long as the block."""
    pages: dict[str, str] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(pages))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Newspaper(server.server_port, pages)
    server.shutdown()
    thread.join()
    server.server_close()


def _handler(pages: Mapping[str, str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(self.path.partition("?")[0])
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((page or "").encode())

        def log_message(self, *_: Any) -> None:
            return

    return Handler
