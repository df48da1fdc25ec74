"""Archives of comments: JSON lines or CSV, plain or packed with gzip, read as a stream.

Every line is either a text or a problem with its place; none is skipped in silence.
"""

import csv
import gzip
import json
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

LONGEST_LINE: Final = 1_000_000  # bytes; a comment has at most a few thousand
GZIP: Final = b"\x1f\x8b"
BOM: Final = b"\xef\xbb\xbf"

Numbered = tuple[int, bytes | str]  # a text in place of the line is its problem


class NotAnObject(Exception):
    """A line is not a JSON object; the message goes on from “it”."""


class UnreadableArchive(Exception):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class ArchivedText:
    """One text, with the id that the archive gives it or else its line's number."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that holds no text that can be read."""

    line: int
    problem: str


Entry = ArchivedText | BadLine


class Archive:
    """One file, read once from its beginning; `position` is in bytes of the file."""

    def __init__(self, file: Path, *, column: str = "text") -> None:
        self._file = file
        self._column = column
        self._raw: IO[bytes] | None = None
        self.size = file.stat().st_size

    @property
    def position(self) -> int:
        """How many bytes of the file have been read."""
        if self._raw is None or self._raw.closed:
            return 0
        return self._raw.tell()

    def entries(self) -> Iterator[Entry]:
        """The texts and the problems in their order; raises UnreadableArchive."""
        with self._file.open("rb") as self._raw:
            packed = self._raw.read(len(GZIP)) == GZIP
            self._raw.seek(0)
            content: Any = gzip.GzipFile(fileobj=self._raw) if packed else self._raw
            lines = _lines(content)
            if ".csv" in [suffix.lower() for suffix in self._file.suffixes]:
                yield from _csv_entries(lines, self._column)
            else:
                yield from _json_entries(lines, self._column)


def _lines(content: IO[bytes]) -> Iterator[Numbered]:
    """The lines with their numbers, however long: memory has a bound."""
    number = 0
    try:
        while line := content.readline(LONGEST_LINE):
            number += 1
            if number == 1:
                line = line.removeprefix(BOM)
            if len(line) < LONGEST_LINE or line.endswith(b"\n"):
                yield number, line
                continue
            while (rest := content.readline(LONGEST_LINE)) and rest[-1:] != b"\n":
                pass
            yield number, "it is too long"
    except EOFError:
        yield number + 1, "the file is cut off here"
    except (gzip.BadGzipFile, zlib.error):
        yield number + 1, "the file is damaged from here on"


def _json_entries(lines: Iterable[Numbered], column: str) -> Iterator[Entry]:
    for number, line in lines:
        if isinstance(line, str):
            yield BadLine(number, line)
        elif line.strip():
            yield _json_entry(number, line, column)


def json_object(
    line: bytes, on_constant: Callable[[str], Any] | None = None
) -> dict[str, Any]:
    """The object that a line is; raises NotAnObject.

    `on_constant` is asked about NaN and the infinities, which JSON does not have.
    """
    try:
        document = json.loads(line.decode("utf-8"), parse_constant=on_constant)
    except UnicodeDecodeError:
        raise NotAnObject("is not UTF-8") from None
    except RecursionError:
        raise NotAnObject("is nested too deeply") from None
    except ValueError:
        raise NotAnObject("is not JSON") from None
    if not isinstance(document, dict):
        raise NotAnObject("is not a JSON object")
    return document


def _json_entry(number: int, line: bytes, column: str) -> Entry:
    try:
        fields = json_object(line)
    except NotAnObject as problem:
        return BadLine(number, f"it {problem}")
    text = fields.get(column)
    if not isinstance(text, str):
        return BadLine(number, f"it has no text under “{column}”")
    key = fields.get("id")
    named = isinstance(key, str | int) and not isinstance(key, bool)
    return ArchivedText(str(key if named else number), text)


class _Rows:
    """The lines of a CSV file, from which a record takes as many as its quotes span.

    What a broken record took too much of is given back, so that one stray quotation
    mark costs its own line and no other.
    """

    def __init__(self, lines: Iterator[Numbered]) -> None:
        self._lines = lines
        self._again: deque[Numbered] = deque()
        self.taken: list[Numbered] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        number, line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append((number, line))
        if isinstance(line, str):
            raise csv.Error(line)
        return line.decode("utf-8", "surrogateescape")

    def give_back(self) -> None:
        """Let all but the first line of the present record be read again."""
        self._again.extendleft(reversed(self.taken[1:]))


def _csv_entries(lines: Iterator[Numbered], column: str) -> Iterator[Entry]:
    rows = _Rows(lines)
    header: list[str] = []
    while True:
        rows.taken = []
        try:
            record = next(csv.reader(rows, strict=True))
            problem = _problem(record, header)
        except StopIteration:
            return
        except csv.Error as error:
            record, problem = [], str(error)
        number = rows.taken[0][0]
        if problem:
            rows.give_back()
            yield BadLine(number, problem)
        elif not header:
            header = _checked(record, column)
        elif record:
            yield _csv_entry(number, dict(zip(header, record, strict=True)), column)


def _problem(record: list[str], header: list[str]) -> str:
    if record and header and len(record) != len(header):
        return f"it has {len(record)} columns, not {len(header)}"
    try:
        "".join(record).encode()
    except UnicodeEncodeError:
        return "it is not UTF-8"
    return ""


def _checked(header: list[str], column: str) -> list[str]:
    if column not in header:
        raise UnreadableArchive(f"its first line names no column “{column}”")
    return header


def _csv_entry(number: int, fields: dict[str, str], column: str) -> Entry:
    return ArchivedText(fields.get("id") or str(number), fields[column])
