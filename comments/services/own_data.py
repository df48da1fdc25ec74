"""Own data: everything that is kept about a person, in files that machines can read.

Written part by part and page by page into a file, so that nobody's many comments fill
the memory.  Who reported, and who decided, is others' data and stays out.
"""

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy.orm import Session

from comments.services.own_parts import PARTS, Part
from comments.store.snapshot import hold_still

PAGE: Final = 200
LEADS_TO_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
READ_ME: Final = """What {site} keeps about the account {name}, as of {now}.

Each part comes twice: as .json (exact), and as .csv for a spreadsheet (UTF-8; a
text that a spreadsheet would take for a formula begins with an apostrophe there).

{parts}

Not in here: who reported a comment of yours and which person decided about it,
since that is about them; and the ledger of moderation, which names you by the
pseudonym in account.json and holds no text.
"""


def write_archive(
    db: Session,
    account_id: int,
    file: IO[bytes],
    *,
    name: str,
    site: str,
    now: datetime,
) -> None:
    """Write a zip of everything about an account, as it stands at one moment.

    The transaction must not have read anything before.
    """
    hold_still(db)
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for part in PARTS:
            with _text_file(archive, f"{part.name}.json", now) as out:
                _write_json(out, part, _rows(db, part, account_id, now))
            with _text_file(archive, f"{part.name}.csv", now) as out:
                _write_csv(out, part, _rows(db, part, account_id, now))
        listed = "\n".join(f"{part.name}: {part.about}" for part in PARTS)
        words = READ_ME.format(
            site=site, name=name, now=f"{now:%Y-%m-%d %H:%M} UTC", parts=listed
        )
        with _text_file(archive, "README.txt", now) as out:
            out.write(words)


def _rows(
    db: Session, part: Part, account_id: int, now: datetime
) -> Iterator[dict[str, Any]]:
    last: Any = None
    while True:
        query = part.query(account_id, now).order_by(part.key).limit(PAGE)
        if last is not None:
            query = query.where(part.key > last)
        page = db.execute(query).mappings().all()
        yield from (dict(row) for row in page)
        if len(page) < PAGE:
            return
        last = page[-1][part.key_name]


def _write_json(out: IO[str], part: Part, rows: Iterator[dict[str, Any]]) -> None:
    out.write("[")
    for number, row in enumerate(rows):
        out.write(",\n" if number else "\n")
        json.dump(row, out, ensure_ascii=False, default=_plain)
    out.write("\n]\n")


def _write_csv(out: IO[str], part: Part, rows: Iterator[dict[str, Any]]) -> None:
    out.write("\ufeff")  # else a spreadsheet reads something other than UTF-8
    writer = csv.writer(out)
    writer.writerow(part.columns())
    for row in rows:
        writer.writerow([harmless_cell(value) for value in row.values()])


def harmless_cell(value: Any) -> Any:
    """A value as a cell that no spreadsheet takes for a formula."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    if isinstance(value, datetime):
        return _plain(value)
    if isinstance(value, str) and value.startswith(LEADS_TO_A_FORMULA):
        return f"'{value}"
    return value


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _text_file(archive: ZipFile, name: str, now: datetime) -> io.TextIOWrapper:
    entry = ZipInfo(name, date_time=now.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return io.TextIOWrapper(archive.open(entry, "w"), encoding="utf-8", newline="")
