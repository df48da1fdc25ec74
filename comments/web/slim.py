"""Scripts and styles on their way out: bundled, without what only people read, packed.

The sources stay readable and nothing has to be built: a file is minified when it is
first asked for, and again when it has changed.  Names are not touched, so what stands
in a browser's tools can be found in the source.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import rcssmin
import rjsmin
from flask import Flask, Response, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.wrappers import Response as AnyResponse

# One request, and one dictionary for gzip, in place of several.
BUNDLES: Final = {
    "site.css": ("parley.css", "shell.css"),
    "framed.css": ("parley.css", "board.css", "frame.css"),
    "framed.js": ("frame.js", "reading.js"),
    "taking-part.js": ("one-another.js", "checking.js", "mentions.js", "writing.js"),
}
KINDS: Final = {".css": "text/css", ".js": "text/javascript"}
MINIFIERS: Final[dict[str, Callable[[str], str]]] = {
    ".css": rcssmin.cssmin,
    ".js": rjsmin.jsmin,
}


@dataclass(frozen=True, slots=True)
class Slim:
    """A file as it is sent: plain for the rare asker who cannot unpack it."""

    plain: bytes
    packed: bytes
    tag: str


def install(app: Flask) -> None:
    """Send every script and style of ours slim; other files go as they are."""
    whole = app.view_functions["static"]

    def send(filename: str) -> Any:
        is_slim = Path(filename).suffix in KINDS
        return slim_file(app, filename) if is_slim else whole(filename=filename)

    app.view_functions["static"] = send


def slim_file(app: Flask, filename: str) -> AnyResponse:
    """One script or style, or the word that the asker has it already."""
    sources = sources_of(app, filename)
    slim = _slim(sources, tuple(path.stat().st_mtime_ns for path in sources))
    is_packed = request.accept_encodings["gzip"] > 0
    answer = Response(slim.packed if is_packed else slim.plain)
    answer.content_type = f"{KINDS[Path(filename).suffix]}; charset=utf-8"
    if is_packed:
        answer.content_encoding = "gzip"
    answer.vary.add("Accept-Encoding")
    answer.set_etag(f"{slim.tag}-{'gzip' if is_packed else 'plain'}")
    return answer.make_conditional(request)


def sources_of(app: Flask, filename: str) -> tuple[Path, ...]:
    """The files that a name under /static/ stands for."""
    names = BUNDLES.get(filename, (filename,))
    folder = app.static_folder or ""
    paths = tuple(Path(safe_join(folder, name) or "") for name in names)
    if not all(path.is_file() for path in paths):
        raise NotFound
    return paths


@lru_cache(maxsize=64)
def _slim(sources: tuple[Path, ...], changed: tuple[int, ...]) -> Slim:
    parts = [
        MINIFIERS[path.suffix](path.read_text(encoding="utf-8")) for path in sources
    ]
    plain = "\n".join(parts).encode()
    digest = hashlib.sha256(plain).hexdigest()[:16]
    return Slim(plain, gzip.compress(plain, 9, mtime=0), digest)
