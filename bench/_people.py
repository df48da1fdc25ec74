"""Who takes part in a replay, and how each proves who they are."""

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from sqlalchemy.orm import Session

from bench._client import Client, Tally
from comments.domain.names import fold_name
from comments.domain.permissions import Role, Scope
from comments.services.accounts import create_token
from comments.store.database import Database
from comments.store.models import Account

READERS: Final = 200
MODERATORS: Final = 4
SCOPES: Final = {
    Role.READER: (Scope.POST, Scope.READ),
    Role.MODERATOR: (Scope.MODERATE, Scope.READ),
    Role.EDITOR: (Scope.THREADS, Scope.MODERATE, Scope.READ),
}


@dataclass(frozen=True, slots=True)
class Person:
    """An account and the headers that speak for it."""

    id: int
    name: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who takes part."""

    editor: Person
    moderators: Sequence[Person]
    readers: Sequence[Person]


def settle(database: Database) -> People:
    """Make the accounts and their tokens where there are none."""
    now = datetime.now(UTC)
    with database.transaction(writes=True) as db:
        return People(
            editor=_account(db, "Edda Editor", Role.EDITOR, now),
            moderators=[
                _account(db, f"Moderator {_letters(n)}", Role.MODERATOR, now)
                for n in range(MODERATORS)
            ],
            readers=[
                _account(db, f"Reader {_letters(n)}", Role.READER, now)
                for n in range(READERS)
            ],
        )


def by_tokens(base: str, file: Path) -> People:
    """Read bearer tokens: {"editor": …, "moderators": […], "readers": […]}."""
    tokens = json.loads(file.read_text(encoding="utf-8"))
    return People(
        _bearer(base, tokens["editor"]),
        [_bearer(base, token) for token in tokens["moderators"]],
        [_bearer(base, token) for token in tokens["readers"]],
    )


def by_accounts(base: str, file: Path) -> People:
    """Log in with the names and passwords that the demo newsroom keeps."""
    listed = json.loads(file.read_text(encoding="utf-8"))["accounts"]
    people: dict[str, list[Person]] = {role.value: [] for role in Role}
    for account in listed:
        people[account["role"]].append(_signed_in(base, account))
    return People(people[Role.EDITOR][0], people[Role.MODERATOR], people[Role.READER])


def _account(db: Session, name: str, role: Role, now: datetime) -> Person:
    # No password: hashing two hundred would take longer than the first comments.
    account = Account(
        name=name,
        name_folded=fold_name(name),
        password_hash="none",  # noqa: S106
        role=role.value,
        pseudonym=secrets.token_hex(16),
        created_at=now,
    )
    db.add(account)
    db.flush()
    token = create_token(db, name, label="replay", scopes=SCOPES[role], now=now)
    return Person(account.id, name, {"Authorization": f"Bearer {token}"})


def _letters(number: int) -> str:
    # Digits that look like letters would make two names one.
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:03d}")


def _bearer(base: str, token: str) -> Person:
    return person(base, {"Authorization": f"Bearer {token}"})


def person(base: str, headers: dict[str, str]) -> Person:
    client = Client(base, Tally())
    session = client.call("session", "GET", "/api/v1/session", headers=headers).document
    client.close()
    if session.get("csrf_token"):
        headers = headers | {"X-CSRFToken": session["csrf_token"], "Origin": base}
    account = session["account"]
    return Person(account["id"], account["name"], headers)


def _signed_in(base: str, account: Mapping[str, str]) -> Person:
    page, cookie = _fetch(Request(f"{base}/login"))  # noqa: S310  (the given server)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    fields = {
        "csrf_token": found[1] if found else "",
        "name": account["name"],
        "password": account["password"],
    }
    form = Request(  # noqa: S310
        f"{base}/login", urlencode(fields).encode(), {"Cookie": cookie, "Origin": base}
    )
    _, cookie = _fetch(form)
    return person(base, {"Cookie": cookie})


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *given: Any) -> None:
        return None


def _fetch(request: Request) -> tuple[str, str]:
    """A page and the cookies that came with it, redirects not followed."""
    try:
        response = build_opener(_StayHere).open(request, timeout=30)
    except HTTPError as redirect:
        response = redirect
    cookies = response.headers.get_all("Set-Cookie", [])
    given = "; ".join(cookie.split(";", 1)[0] for cookie in cookies)
    return response.read().decode(), given
