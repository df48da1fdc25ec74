"""Whatever people typed is in every stored field, and runs on no page of anybody's."""

import email
import email.policy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

from playwright.sync_api import Page as Window
from playwright.sync_api import Response
from sqlalchemy import JSON, Column, String, Table, Text, update
from werkzeug.routing import Rule

from comments.domain.life_checklist import QUESTIONS, LifeChecklist
from comments.store.life_checklists import LifeChecklistRow
from comments.store.models import Base, ReviewItem
from tests.e2e.test_payloads import Watch
from tests.payloads import HOSTILE
from tests.web.board.conftest import Board
from tests.web.looks.conftest import Sight
from tests.web.looks.test_axe_desk import work
from tests.web.looks.test_axe_own import town
from tests.web.test_payloads import Page

__all__ = ["town", "work"]

# What a person typed, wherever it is stored; each is filled with hostile texts here.
TYPED: Final = {
    "accounts": {"name", "email"},
    "address_confirmations": {"email", "replaces"},
    "api_tokens": {"name"},
    "appeals": {"text"},
    "bulk_decisions": {"note"},
    "decisions": {"note"},
    "own_words": {"text", "normal", "reason"},
    "private_messages": {"text"},
    "reports": {"note"},
    "review_signals": {"words"},
    "revisions": {"text"},
    "sanction_appeals": {"text", "answer"},
    "second_readings": {"second_note"},
    "sanctions": {"note", "lift_reason"},
    "threads": {"title", "section", "standfirst", "url"},
    "unlawful_notices": {"explanation", "name", "email"},
}
# What a person typed inside a record that the program keeps.
TYPED_WITHIN: Final = {
    "life_checklists": ("answers", QUESTIONS.keys()),
    "site_settings": ("value", {"body", "court"}),
    "statements": ("facts", {"note"}),
}
# What only the program writes: names of states and kinds, digests, numbers.
OURS: Final = {
    "account_traces": "kind digest",
    "accounts": "name_folded email_folded password_hash role pseudonym language",
    "account_closures": "comments",
    "api_tokens": "digest scopes",
    "appeals": "state mistake",
    "brigades": "kind",
    "bulk_decisions": "attempt digest action rule",
    "bulk_lines": "state reason",
    "chosen_keys": "keys",
    "comments": "attempt attempt_digest mark status removed_under",
    "decisions": "action rule previous_status",
    "desk_comforts": "blur",
    "digest_entries": "message",
    "filter_calibrations": "numbers report policy",
    "filter_counts": "day event rule",
    "filter_versions": "profile changes act",
    "ledger": (
        "actor actor_role act rule subject status_before status_after detail mac"
    ),
    "ledger_head": "mac",
    "life_checklists": "answers saved_by",
    "log_in_codes": "digest challenge origin",
    "login_sessions": "digest csrf_seed framed_by",
    "mail_choices": "kind cadence",
    "news": "kind",
    "news_settings": "kind delivery",
    "outbox": "kind last_error",
    "own_words": "treatment rule",
    "password_requests": "email_folded",
    "private_messages": "attempt findings",
    "rate_counts": "key",
    "reports": "rule state outcome_rule",
    "review_items": "state language",
    "review_rounds": "rule source",
    "review_signals": "source rule",
    "revisions": "fingerprint status findings policy",
    "sanction_appeals": "state",
    "sanctions": "kind rule attempt",
    "sealed_evidence": "cause document digest",
    "second_readings": (
        "state as_it_was first_action first_rule seen_by second_action second_rule"
    ),
    "site_settings": "key value",
    "statements": "kind rule facts",
    "threads": "mode seen_on",
    "unlawful_notices": "status_digest state outcome_rule",
    "urgent_letters": "reason",
}
SHORT: Final = (
    '"><img src=x onerror=alert(1)>',
    "</script><svg/onload=alert(1)>",
    "' autofocus onfocus='alert(1)",
    "<b id=comment-1>{{ 7*7 }}</b>",
)
DAYS: Final = {"appeal_days": "184", "answer_days": "14"}
ADDRESS: Final = "https://news.example/\"><img src=x onerror='alert(1)'>?"
NUMBERS: Final = (1, 2, 3)
PARTS: Final = ("anonymous", "author", "second moderator", "editor")
DRAWN: Final = ("/desk/health",)  # its plots are none of the tags that Page knows
SILENT: Final = frozenset({"static", "embed.loader", "broken"})


def texts() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column of the schema that can hold a text."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, (String, Text, JSON)):
                yield table, column


def test_every_column_of_text_is_known_as_typed_or_as_ours() -> None:
    unknown = [
        f"{table.name}.{column.name}"
        for table, column in texts()
        if column.name not in TYPED.get(table.name, set())
        and column.name not in OURS.get(table.name, "").split()
    ]
    assert unknown == [], "say in this file what is stored in these"


def hostile(column: Column[Any], number: int) -> str:
    """A hostile text that fits, another for each row."""
    if column.name == "url":
        return f"{ADDRESS}{number}"
    if column.name in ("email", "replaces"):
        return f"o'nload=alert`{number}`@mail.example"  # which is a good address
    longest = getattr(column.type, "length", None) or 2000
    if longest < 400:
        return f"{SHORT[number % len(SHORT)]}{number}"[:longest]
    start = number % len(HOSTILE)
    lines = [*HOSTILE[start:], *HOSTILE[:start]]
    return "\n".join(line.replace("\x00", "") for line in lines)[:longest]


def fill(board: Board) -> set[str]:
    """Put a hostile text into every field; return the tables that had no row."""
    empty = set()
    with board.database.transaction(writes=True) as db:
        for table, column in texts():
            if column.name not in TYPED.get(table.name, set()):
                continue
            (key, *_) = table.primary_key.columns
            rows = db.execute(key.table.select()).mappings().all()
            empty |= set() if rows else {table.name}
            for row in rows:
                if row[column.name] is None and column.nullable is False:
                    continue
                value = {column.name: hostile(column, int(row[key.name]))}
                db.execute(update(table).where(key == row[key.name]).values(value))
    return empty


def fill_records(board: Board) -> set[str]:
    """Put a hostile text wherever a record holds one; return where there was none."""
    empty = set(TYPED_WITHIN)
    with board.database.transaction(writes=True) as db:
        for name, (column, fields) in TYPED_WITHIN.items():
            table = Base.metadata.tables[name]
            (key, *_) = table.primary_key.columns
            for row in db.execute(table.select()).mappings().all():
                typed = fields & row[column].keys()
                empty -= {name} if typed else set()
                texts = dict.fromkeys(typed, SHORT[len(empty)])
                value = {column: {**row[column], **texts}}
                db.execute(update(table).where(key == row[key.name]).values(value))
    return empty


def answer_a_checklist(board: Board) -> None:
    """An editor has said what is known about the first item."""
    with board.database.transaction(writes=True) as db:
        item = db.get_one(ReviewItem, 1)
        answers = LifeChecklist(suspicion=False, reason="A joke.").as_record()
        about = {"item_id": item.id, "comment_id": item.comment_id}
        saved = {"saved_by": "editor", "saved_at": board.clock()}
        db.add(LifeChecklistRow(**about, **saved, answers=answers))


def addresses(board: Board) -> Iterator[tuple[Rule, str]]:
    """Every page that needs no secret link, for the first few things of each kind."""
    adapter = board.app.url_map.bind("localhost")
    for rule in board.app.url_map.iter_rules():
        arguments = set(rule.arguments)
        if "GET" not in (rule.methods or ()) or rule.endpoint in SILENT:
            continue
        if any("token" in name or "filename" in name for name in arguments):
            continue
        for number in NUMBERS if arguments else NUMBERS[:1]:
            values = dict.fromkeys(sorted(arguments), number)
            yield rule, adapter.build(rule.endpoint, values)


def read(board: Board, part: str, address: str) -> bool:
    """Read what somebody is sent; whether it is a page that a browser can show."""
    answer = board.see(part, address)
    assert answer.status_code < 500, (part, address)
    kind = answer.mimetype or ""
    if kind == "text/html":
        if address not in DRAWN:
            Page(answer.text)
        is_whole = "<html" in answer.text  # not a piece that a script asks for
        return is_whole and answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff", address
    if kind.endswith("xml"):
        ET.fromstring(answer.text)  # noqa: S314  (our own feed)
    return False


def visit(window: Window, address: str) -> None:
    window.goto(address)
    window.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    window.keyboard.press("Tab")
    window.mouse.move(200, 300)


def test_nothing_that_is_stored_runs_on_any_page(
    town: Board, work: Board, sight: Sight
) -> None:
    for part in town.cast:
        town.browser(part)  # while they have the names that they log in with
    town.send("editor", "/site/redress", body="A council", court="Ours.", **DAYS)
    answer_a_checklist(town)
    assert fill_records(town) == set()
    assert fill(town) <= {
        "address_confirmations",
        "api_tokens",
        "bulk_decisions",
        "second_readings",
    }
    watch, refused = Watch(sight.base), list[Response]()
    windows = {part: sight.page(part) for part in PARTS}
    for window in windows.values():
        watch.over(window)
        window.on("response", lambda got: refused.append(got) if not got.ok else None)
    shown: set[str] = set()
    for rule, address in addresses(town):
        for part in PARTS:
            if read(town, part, address):
                visit(windows[part], address)
                shown.add(rule.endpoint)
            assert watch.deeds == [], (part, address, [got.url for got in refused])
    assert len(shown) > 40, shown


def test_letters_are_plain_text_whatever_is_stored(town: Board, work: Board) -> None:
    town.browser("author")
    fill(town)
    town.clock.advance(days=1)
    ended = town.app.test_cli_runner().invoke(args=["worker", "--once"])
    assert ended.exit_code == 0, ended.output
    files = list(Path(str(town.parley.settings.mail_url)).glob("*.eml"))
    assert files
    for file in files:
        read = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert not read.is_multipart()
        assert read.get_content_type() == "text/plain"
