"""A desk with a worker that sends, and a real SMTP server that it sends to."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import update

from comments.settings import Settings
from comments.store.models import Account
from tests.letterbox import Letterbox, open_letterbox
from tests.web.desk.conftest import Desk


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    """The server, with all that came to it."""
    with open_letterbox() as listening:
        yield listening


@pytest.fixture
def settings(settings: Settings, letterbox: Letterbox) -> Settings:
    """A newsroom whose mail goes there."""
    return replace(settings, mail_url=letterbox.mail_url)


def work(desk: Desk) -> None:
    """Let a worker do all that is due."""
    ended = desk.app.test_cli_runner().invoke(args=["worker", "--once"])
    assert ended.exit_code == 0, ended.output


def give_addresses(desk: Desk, *parts: str) -> None:
    """Let some of the cast have confirmed addresses, `part@mail.example`."""
    with desk.database.transaction(writes=True) as db:
        for part in parts:
            address = f"{part.replace(' ', '-')}@mail.example"
            db.execute(
                update(Account)
                .where(Account.id == desk.cast[part].id)
                .values(
                    email=address,
                    email_folded=address,
                    email_confirmed_at=desk.clock(),
                )
            )
