"""More than a thousand requests that no browser sends, as bytes on the wire."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

ADDRESSES = (
    "/ /rules /login /register /logout /account /account/password /health /queue "
    "/queue/1 /queue/1/decision /queue/claim /queue/1/skip /decisions/1/undo /site "
    "/decisions/1/appeal /threads/1 /threads/1/comments /threads/1/settings "
    "/comments/1 /comments/1/edit /comments/1/reply /comments/1/report /me/notices "
    "/me/reports /notices/unlawful /people/1 /people/1/sanctions /static/board.css "
    "/api/v1/check /api/v1/threads /api/v1/threads/1/comments /api/v1/session "
    "/api/v1/comments/1 /api/v1/comments/1/reports /api/v1/queue /api/v1/queue/claim "
    "/api/v1/queue/1/decision /api/v1/notices /api/v1/decisions/1/appeal"
).split()
METHODS = "HEAD OPTIONS PUT PATCH DELETE TRACE CONNECT PROPFIND get X-Y".split()

NUMBERED = (
    "/threads/{} /threads/{}/comments /threads/1/conversations/{} /comments/{} "
    "/comments/{}/report /queue/{} /people/{} /notices/unlawful/{} "
    "/api/v1/threads/{}/comments /api/v1/queue/{} /threads/1?cursor={} "
    "/queue?cursor={} "
    "/api/v1/threads/1/comments?cursor={} /api/v1/threads/1/comments?limit={} "
    "/login?next={} /notices/unlawful?comment={} /api/v1/threads?url={}"
).split()
NUMBERS = (
    "0 -1 00000001 1.5 1e3 0x1 NaN %00 %ff%fe %C0%80 %ED%A0%80 %F4%90%80%80 % %2 %zz "
    "%2e%2e%2f %0d%0aX:y ١ 9007199254740993 99999999999999999999 ' \" < ; .. null "
    "inf:1 1:1:1 http://[ //evil.example {{7*7}}"
).split()
NUMBERS += ["9" * 5_000, "a" * 8_000]

HEADERS = (
    b"Referer: http://[",
    b"Referer: \xff\xfe",
    b"Origin: null",
    b"Origin: http://[",
    b"Cookie: parley=s.\xff\x80; parley=v.x; ;=;",
    b"Cookie: parley-device=\xff.x.y",
    b"Cookie: parley=s." + b"a" * 30_000,
    b"Authorization: Bearer ",
    b"Authorization: Bearer \xff",
    b"Authorization: Digest username=\xff",
    b"Authorization: Basic !!",
    b"Range: bytes=9999999-",
    b"Range: bytes=-1--5",
    b"Range: lines=1",
    b'If-None-Match: "\xff", W/*, ***, "',
    b"If-Modified-Since: \xff",
    b"Accept: */*;q=x, ,;;",
    b"Accept-Language: \xff;q=1e99",
    b"Accept-Encoding: ;",
    b"Content-Type: \xff/\xff",
    b"Content-Encoding: gzip",
    b"Expect: 200-maybe",
    b"Upgrade: websocket",
    b"X-Forwarded-For: \xff",
    b"X-Forwarded-Host: evil.example",
    b"X-HTTP-Method-Override: DELETE",
    b"X-Original-URL: /queue",
    b"Sec-Fetch-Site: \xff",
    b"X: " + b"a" * 60_000,
    b"\r\n".join(b"X-%d: y" % number for number in range(400)),
)

WRITING = (
    "POST /api/v1/check",
    "PUT /api/v1/threads",
    "PATCH /api/v1/threads/1",
    "POST /api/v1/threads/1/comments",
    "PATCH /api/v1/comments/1",
    "POST /api/v1/comments/1/reports",
    "POST /api/v1/notices",
    "POST /api/v1/decisions/1/appeal",
    "POST /api/v1/queue/1/decision",
)
FIELDS = "text attempt parent_id insist mark rule note url title version action".split()
FIELDS += ["comment_url", "explanation", "good_faith", "open", "mode"]
VALUES = (
    '"\\ud800"',
    '"\\u0000"',
    "NaN",
    "-Infinity",
    "1e400",
    "9" * 5_000,
    "-1",
    "{}",
    "[[]]",
    "null",
    "true",
    '""',
    '"' + "x" * 20_000 + '"',
)
DOCUMENTS = (
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"NaN",
    b"\xff\xfe{\x00}\x00",
    b"{\x00}\x00",
    b'{"text":"a","text":["b"],"text":{"c":1}}',
    b"[" * 30_000,
    b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    b'{"__proto__":{"role":"editor"},"id":1,"author_id":1,"status":"published"}',
    b"text=hello&attempt=1",
)

FORMS = (
    b"",
    b"text=%ff&attempt=%fe",
    b"text=%00&attempt=a",
    b"text=%ED%A0%80&attempt=a",
    b"text=a&text=b&attempt=a&attempt=b&attempt[]=c",
    b"text=a&attempt=" + b"a" * 3_000,
    b"&" * 30_000,
    b"a=b&" * 10_000,
    b"=====",
    b"version=1e9&action=approve&rule=%00",
    b"parent_id=-1&text=a&attempt=b&mark=%3Cb%3E&insist=maybe",
    b"name=%F0%9F%98%80" + b"%CC%81" * 2_000 + b"&password=x",
    b"name=" + b"%EF%B7%BA" * 1_000 + b"&password=x",
    b"kind=ban&term=0&rule=x&note=%00",
)
BOUNDARIES = ("", "; boundary=", "; boundary=\xff", "; boundary=" + "b" * 300)
PARTS = (
    b"--b\r\n\r\n",
    b"--b\r\nContent-Disposition: form-data; name=text\r\n\r\nhello",
    b'--b\r\nContent-Disposition: form-data; name="text"; filename="../x"\r\n\r\nx',
    b"--b\r\n" * 2_000,
)

BROKEN = (
    b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    b"GET  /  HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: \xff\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET * HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET \\..\\ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\n Host: folded\r\n\r\n",
    b"GET / HTTP/1.1\nHost: x\n\n",
    b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
    (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /queue HTTP/1.1\r\n\r\n"
    ),
    b"POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    b"POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x00" * 1_000,
    b"A" * 70_000,
)


@dataclass(frozen=True)
class Sender:
    """Whoever sends them: where to, and with what that vouches for them."""

    host: str
    bearer: str
    cookie: str
    csrf_token: str

    def request(
        self,
        line: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        more: bytes = b"",
    ) -> bytes:
        """One request that asks for the connection to be closed after it."""
        given = {"Host": self.host, "Connection": "close", **headers}
        if body or not line.startswith("GET"):
            given.setdefault("Content-Length", str(len(body)))
        lines = [f"{line} HTTP/1.1", *(f"{k}: {v}" for k, v in given.items())]
        head = "\r\n".join(lines).encode("utf-8") + b"\r\n"
        return head + (more + b"\r\n" if more else b"") + b"\r\n" + body

    def all(self) -> Iterator[bytes]:
        """Every malformed request, each once."""
        browser = {"Cookie": f"parley={self.cookie}", "X-CSRFToken": self.csrf_token}
        for method, address in product(METHODS, ADDRESSES):
            yield self.request(f"{method} {address}", browser)
        for address, number in product(NUMBERED, NUMBERS):
            yield self.request(f"GET {address.format(number)}", browser)
        for address, header in product(ADDRESSES[::8], HEADERS):
            yield self.request(f"GET {address}", {}, more=header)
        yield from self._documents()
        yield from self._forms(browser)
        yield from BROKEN

    def _documents(self) -> Iterator[bytes]:
        vouched = {"Authorization": f"Bearer {self.bearer}"}
        as_json = vouched | {"Content-Type": "application/json"}
        for line, body in product(WRITING, DOCUMENTS):
            yield self.request(line, as_json, body)
            yield self.request(line, vouched | {"Content-Type": "text/plain"}, body)
        for line, value in product(WRITING, VALUES):
            pairs = ",".join(f'"{name}":{value}' for name in FIELDS)
            yield self.request(line, as_json, f"{{{pairs}}}".encode())

    def _forms(self, browser: Mapping[str, str]) -> Iterator[bytes]:
        kind = "application/x-www-form-urlencoded"
        for address, body in product(ADDRESSES, FORMS):
            if address == "/logout":
                continue  # what comes after it would be nobody's
            headers = {**browser, "Content-Type": kind}
            yield self.request(f"POST {address}", headers, body)
        for boundary, body in product((*BOUNDARIES, "; boundary=b"), PARTS):
            headers = {**browser, "Content-Type": f"multipart/form-data{boundary}"}
            yield self.request("POST /threads/1/comments", headers, body)
