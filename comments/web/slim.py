"""Scripts and styles on their way out: without comments, and compressed once.

The sources stay readable and no tool has to build anything.  Only whole lines of
remarks and the spaces at the lines' starts go: what a script says is not touched.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.wrappers import Response as AnyResponse

STYLE_REMARKS: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
KINDS: Final = {".css": "text/css", ".js": "text/javascript"}


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
    path = Path(safe_join(app.static_folder or "", filename) or "")
    if not path.is_file():
        raise NotFound
    slim = _slim(path, path.stat().st_mtime_ns)
    is_packed = request.accept_encodings["gzip"] > 0
    answer = Response(slim.packed if is_packed else slim.plain)
    answer.content_type = f"{KINDS[path.suffix]}; charset=utf-8"
    if is_packed:
        answer.content_encoding = "gzip"
    answer.vary.add("Accept-Encoding")
    answer.set_etag(f"{slim.tag}-{'gzip' if is_packed else 'plain'}")
    return answer.make_conditional(request)


@lru_cache(maxsize=64)
def _slim(path: Path, changed: int) -> Slim:
    text = path.read_text(encoding="utf-8")
    text = STYLE_REMARKS.sub("", text) if path.suffix == ".css" else text
    lines = (line.strip() for line in text.splitlines())
    kept = [line for line in lines if line and not _is_remark(line, path.suffix)]
    plain = "\n".join(kept).encode()
    digest = hashlib.sha256(plain).hexdigest()[:16]
    return Slim(plain, gzip.compress(plain, 9, mtime=0), digest)


def _is_remark(line: str, suffix: str) -> bool:
    return suffix == ".js" and line.startswith("//")
