"""The board as other sites show it: the same pages, under /framed, in a frame.

Whatever begins with /framed is answered by the views of the board, with links that
stay there.  Only these answers may be framed, by the allowed sites alone; a log-in
there is a cookie of its own, which the browser keeps apart for each site (ADR 11).
The account and the desk are not to be had there.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from flask import Flask, has_request_context, request
from werkzeug.wrappers import Response

from comments.domain.phrases import Phrase
from comments.services.errors import NotFound, Refused
from comments.settings import Settings
from comments.web.context import parley
from comments.web.next_page import FRAMED as PREFIX

ENTRANCE: Final = "/embed"  # a shorter name of /framed/embed, for the world outside
INSIDE: Final = "framed"  # the blueprint of what is only there
# Whose pages make sense in a frame; all others open in a window of their own.
BLUEPRINTS: Final = frozenset(
    {
        INSIDE,
        "appreciations",
        "board",
        "checking",
        "company",
        "notices",
        "reading",
        "reports",
        "unlawful",
        "writing",
    }
)


class FramedPaths:
    """Lets the views answer under the prefix as if they were mounted there."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self._application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(f"{PREFIX}/"):
            environ["SCRIPT_NAME"] = PREFIX
            environ["PATH_INFO"] = path.removeprefix(PREFIX)
        elif path == ENTRANCE:
            environ["SCRIPT_NAME"] = PREFIX
        answer: Iterable[bytes] = self._application(environ, start_response)
        return answer


def is_framed() -> bool:
    """Whether this request came from within a frame's own pages."""
    return has_request_context() and request.root_path.rstrip("/") == PREFIX


def install(app: Flask, settings: Settings) -> None:
    """Mount the framed pages; before anything asks for the templates."""
    app.wsgi_app = FramedPaths(app.wsgi_app)  # type: ignore[method-assign]
    app.url_for = _staying(app.url_for)  # type: ignore[method-assign]
    app.jinja_env.globals["url_for"] = app.url_for
    app.add_template_global(is_framed, "is_framed")
    app.add_template_global(lambda: " ".join(settings.embed_origins), "frame_origins")


def check_place() -> None:
    """Before each request: what may not be framed is not there, and the reverse."""
    if request.endpoint is None or request.endpoint == "static":
        return
    if is_framed() and request.blueprint not in BLUEPRINTS:
        raise NotFound(Phrase("This opens in a window of its own, not here."))
    if not is_framed() and request.blueprint == INSIDE:
        raise Refused(Phrase("This is for the board in a frame on another site."))


def let_be_framed(response: Response, policy: dict[str, str]) -> Response:
    """Name the sites that may show this answer in a frame of theirs."""
    origins = parley().settings.embed_origins
    if is_framed() and origins:
        framed = policy | {"frame-ancestors": " ".join(origins)}
        directives = [f"{what} {who}" for what, who in framed.items()]
        response.headers["Content-Security-Policy"] = "; ".join(directives)
        response.headers.pop("X-Frame-Options", None)
    return response


def frame_origins() -> frozenset[str | None]:
    """The sites whose frames' log-ins count in this request."""
    return frozenset(parley().settings.embed_origins)


def _staying(url_for: Callable[..., str]) -> Callable[..., str]:
    """`url_for` whose links stay in the frame where they can."""

    def stay(endpoint: str, **values: Any) -> str:
        address = url_for(endpoint, **values)
        blueprint = endpoint.rpartition(".")[0]
        if is_framed() and blueprint not in BLUEPRINTS:
            return address.replace(f"{PREFIX}/", "/", 1)
        return address

    return stay
