"""What holds for every request and every answer, whichever view is asked."""

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.routing import IntegerConverter, ValidationError

from comments.domain.phrases import Phrase
from comments.settings import LOOPBACK, Settings
from comments.web.forms import LONGEST_ID
from comments.web.framed import let_be_framed
from comments.web.sessions import bearer_token, takes_keys

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES: Final = frozenset({"same-origin", "none"})
MOST_BYTES: Final = 64 * 1024  # the longest comment in four-byte letters, and its form
MOST_FIELDS: Final = 100
# A signed link vouches for these and no cookie does: a mail program, or a mail site's
# page, may send them by itself (RFC 8058).
BY_LINK_ALONE: Final = frozenset({"mail.unsubscribe"})
HAND_OVER: Final = "framed.take_over"

POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS: Final = {
    "Content-Security-Policy": "; ".join(
        f"{what} {who}" for what, who in POLICY.items()
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
STRICT_TRANSPORT: Final = "max-age=31536000; includeSubDomains"


class ForeignOrigin(Exception):
    """Another site's page sent this request."""


class BoundedInteger(IntegerConverter):
    """`<int:…>` in a route: a number that no database can hold is no page."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("max", LONGEST_ID)
        super().__init__(*arguments, **options)

    def to_python(self, value: str) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            # Else the router would answer that other methods work there.
            raise NotFound from None


def configure(app: Flask, settings: Settings) -> None:
    """Set what Flask and its extensions need to know before anything is registered."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-parley" if settings.is_https else "parley",
        SESSION_COOKIE_SECURE=settings.is_https,
        FRAMED_COOKIE="__Host-parley-framed" if settings.is_https else "parley-framed",
        # One more than is let through: a chunked body is cut here without a word,
        # and comments.web.arrivals must see that it was longer.
        MAX_CONTENT_LENGTH=MOST_BYTES + 1,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        MAX_FORM_PARTS=MOST_FIELDS,
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open all day; its seed ends with it
        WTF_CSRF_SSL_STRICT=False,  # check_origin does it, and without a referrer too
        WTF_CSRF_CHECK_DEFAULT=False,  # check_csrf asks, in its turn
    )
    app.url_map.converters["int"] = BoundedInteger
    app.wsgi_app = TrustedProxies(app.wsgi_app, settings)  # type: ignore[method-assign]
    CSRFProtect(app)


def check_host(settings: Settings) -> None:
    """Before each request: a name that is not ours is answered by nobody."""
    name = urlsplit(f"//{request.host}").hostname
    if name != urlsplit(settings.public_url).hostname and name not in LOOPBACK:
        raise BadRequest(Phrase("There is no such host here."))


def check_origin(settings: Settings) -> None:
    """Before each unsafe request: another site's page is refused, token or not."""
    if request.method in SAFE_METHODS or request.endpoint in BY_LINK_ALONE:
        return
    origin = request.headers.get("Origin")
    own = {settings.public_url, f"{request.scheme}://{request.host}"}
    if origin is not None and origin not in own:
        raise ForeignOrigin
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITES:
        raise ForeignOrigin


def check_csrf(app: Flask) -> None:
    """Before each unsafe request that a cookie could vouch for: ask for the token.

    A bearer token needs none, for no browser sends it by itself, nor does a code that
    is handed to a frame; nor does the API without a cookie, since nobody is vouched for
    there.
    """
    if request.endpoint is None or bearer_token(request) is not None:
        return
    if takes_keys(request) or request.endpoint in (*BY_LINK_ALONE, HAND_OVER):
        return
    if request.path.startswith("/api/") and not _has_session(app):
        return
    app.extensions["csrf"].protect()


def add_headers(response: Response, settings: Settings) -> Response:
    """After each request, errors included: the headers that bind the browser."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    let_be_framed(response, POLICY)
    if settings.is_https:
        response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
    return response


def client_network() -> str:
    """The address to count by: an IPv6 subscriber has a whole /64 to choose from."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


class TrustedProxies:
    """Takes the client's address from a proxy that the settings name, from nobody else.

    The scheme is the public one, and no other forwarding header has any effect.
    """

    def __init__(self, application: Callable[..., Any], settings: Settings) -> None:
        self._application = application
        self._scheme = urlsplit(settings.public_url).scheme
        self._proxies = tuple(
            ipaddress.ip_network(proxy, strict=False)
            for proxy in settings.trusted_proxies
        )

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        environ["wsgi.url_scheme"] = self._scheme
        peer = environ.get("REMOTE_ADDR", "")
        if self._is_trusted(peer):
            forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
            environ["REMOTE_ADDR"] = self._client(forwarded, peer)
        answer: Iterable[bytes] = self._application(environ, start_response)
        return answer

    def _client(self, forwarded: str, peer: str) -> str:
        # Read from the right: each proxy appends the peer that it saw itself.
        client = peer
        for address in reversed([part.strip() for part in forwarded.split(",")]):
            if not _is_address(address):
                break
            client = address
            if not self._is_trusted(address):
                break
        return client

    def _is_trusted(self, address: str) -> bool:
        return _is_address(address) and any(
            ipaddress.ip_address(address) in proxy for proxy in self._proxies
        )


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _has_session(app: Flask) -> bool:
    return app.config["SESSION_COOKIE_NAME"] in request.cookies
