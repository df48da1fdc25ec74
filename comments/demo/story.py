"""The story of the demo newsroom, as its TOML files tell it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from comments.domain.permissions import Role

FOLDER: Final = Path(__file__).parent
UNITS: Final = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, made so long ago; only some get a password."""

    name: str
    role: Role
    since: timedelta
    signs_in: bool


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does, so long ago, with what it takes to do it."""

    do: str
    ago: timedelta
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Story:
    """The people, and all that they do, in the order in which they do it."""

    people: tuple[Person, ...]
    acts: tuple[Act, ...]


def read_story(folder: Path = FOLDER) -> Story:
    """Read the whole story; acts of the same minute keep the order of the files."""
    acts = [act for file in _articles(folder) for act in _article_acts(file)]
    acts += [_act(entry) for entry in _read(folder / "moderation.toml")["act"]]
    people = [_person(entry) for entry in _read(folder / "people.toml")["person"]]
    return Story(
        tuple(people), tuple(sorted(acts, key=lambda act: act.ago, reverse=True))
    )


def time_ago(words: str) -> timedelta:
    """Read `1d 2h 30m`."""
    parts = {UNITS[word[-1]]: int(word[:-1]) for word in words.split()}
    return timedelta(**parts)


def unwrapped(text: str) -> str:
    """The text as somebody typed it: a line for each paragraph, not for each row."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _articles(folder: Path) -> list[Path]:
    return sorted((folder / "articles").glob("*.toml"))


def _article_acts(file: Path) -> Iterator[Act]:
    article = _read(file)
    comments = article.pop("comment")
    yield _act({"do": "publish", "article": file.stem, **article})
    for comment in comments:
        yield _act({"do": "post", "article": file.stem, **comment})


def _act(entry: Mapping[str, str]) -> Act:
    facts = {key: unwrapped(value) for key, value in entry.items()}
    return Act(facts.pop("do"), time_ago(facts.pop("ago")), facts)


def _person(entry: Mapping[str, Any]) -> Person:
    return Person(
        name=entry["name"],
        role=Role(entry.get("role", "reader")),
        since=time_ago(entry["since"]),
        signs_in=entry.get("signs_in", False),
    )
