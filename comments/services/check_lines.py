"""Judge lines of JSON, each by itself: what `flask check` answers.

Other processes work with it, so it needs no more than the filter does.
"""

import json
import math
from dataclasses import dataclass
from typing import Any, TypeGuard

from comments.adapters.archive import LONGEST_LINE, NotAnObject, json_object
from comments.domain.submission import Submission
from comments.filter import load_filter
from comments.services.newsroom import TextFilter

Document = dict[str, Any]


class Unreadable(Exception):
    """A line is not what the command reads; `key` is its id when it has one."""

    def __init__(self, problem: str, key: str | float | None = None) -> None:
        super().__init__(problem)
        self.key = key


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers to some lines, and how many of those could not be read."""

    lines: tuple[str, ...]
    unreadable: int


@dataclass(frozen=True, slots=True)
class Line:
    """One text of the archive."""

    key: str | float
    text: str


def answered(lines: list[bytes]) -> Answered:
    """The answers to some lines, in whichever process they are asked for."""
    standard = load_filter("standard")
    answers = [_judge(standard, line) for line in lines]
    return Answered(
        tuple(
            json.dumps(answer, ensure_ascii=True, allow_nan=False) + "\n"
            for answer in answers
        ),
        sum("error" in answer for answer in answers),
    )


def _judge(standard: TextFilter, line: bytes) -> Document:
    try:
        read = _read(line)
    except Unreadable as problem:
        return {"id": problem.key, "error": str(problem)}
    return {"id": read.key, **standard.run(Submission(read.text)).as_json()}


def _read(line: bytes) -> Line:
    fields = _object(line)
    key = fields.get("id")
    if not _is_key(key):
        raise Unreadable("id must be a text or a number.")
    if not isinstance(fields.get("text"), str):
        raise Unreadable("text must be a text.", key)
    return Line(key, fields["text"])


def _object(line: bytes) -> Document:
    if len(line) > LONGEST_LINE:
        raise Unreadable("This line is too long.")
    try:
        return json_object(line, _refuse_constant)
    except NotAnObject as problem:
        raise Unreadable(f"This line {problem}.") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _is_key(key: object) -> TypeGuard[str | float]:
    if isinstance(key, bool):
        return False
    if isinstance(key, float):
        return math.isfinite(key)
    return isinstance(key, str | int)
