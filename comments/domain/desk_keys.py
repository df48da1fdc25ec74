"""The single keys of the moderator's desk, as each moderator chooses them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from comments.domain.phrases import Phrase

DIGITS: Final = frozenset("0123456789")  # they choose a rule, once reject is pressed


class DeskAct(StrEnum):
    """What one key does; each is also a button, a link or a field of the page."""

    APPROVE = "approve"
    REJECT = "reject"
    ESCALATE = "escalate"
    SANCTION = "sanction"
    SKIP = "skip"
    UNDO = "undo"
    REVEAL = "reveal"
    SEARCH = "search"
    ARRIVALS = "arrivals"
    HELP = "help"


DEFAULT_KEYS: Final[Mapping[DeskAct, str]] = MappingProxyType(
    {
        DeskAct.APPROVE: "a",
        DeskAct.REJECT: "r",
        DeskAct.ESCALATE: "e",
        DeskAct.SANCTION: "s",
        DeskAct.SKIP: "n",
        DeskAct.UNDO: "u",
        DeskAct.REVEAL: "v",
        DeskAct.SEARCH: "/",
        DeskAct.ARRIVALS: "w",
        DeskAct.HELP: "?",
    }
)


@dataclass(frozen=True, slots=True)
class DeskKeys:
    """A key for every act; `on` is false for who does not want single keys at all."""

    keys: Mapping[DeskAct, str]
    on: bool = True


class UnfitKeys(Exception):
    """Some keys cannot be used as chosen; one sentence for each act concerned."""

    def __init__(self, problems: Mapping[DeskAct, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


STANDARD: Final = DeskKeys(DEFAULT_KEYS)


def choose_keys(wanted: Mapping[DeskAct, str]) -> Mapping[DeskAct, str]:
    """One key for every act, as a keyboard sends it without a shift; or UnfitKeys."""
    keys = {act: wanted.get(act, "").strip().lower() for act in DeskAct}
    problems: dict[DeskAct, str] = {}
    for act, key in keys.items():
        problem = _unfit(key) or _taken(act, keys)
        if problem:
            problems[act] = problem
    if problems:
        raise UnfitKeys(problems)
    return keys


def stored_keys(stored: Mapping[str, str]) -> Mapping[DeskAct, str]:
    """The keys that were once chosen; an act that came later has a key that is free."""
    known = {DeskAct(act): key for act, key in stored.items() if act in set(DeskAct)}
    keys: dict[DeskAct, str] = {}
    for act, usual in DEFAULT_KEYS.items():
        is_free = usual not in known.values()
        keys[act] = known.get(act, usual if is_free else "")
    return keys


def _unfit(key: str) -> str | None:
    if len(key) != 1 or not key.isprintable() or key.isspace():
        return Phrase("One letter or one sign, please.")
    if key in DIGITS:
        return Phrase("Digits choose the rule of a rejection.")
    return None


def _taken(act: DeskAct, keys: Mapping[DeskAct, str]) -> str | None:
    others = [other for other, key in keys.items() if key == keys[act]]
    others.remove(act)
    if not others:
        return None
    return Phrase(
        "“%(upper)s” is also the key for “%(value)s”.",
        upper=keys[act].upper(),
        value=others[0].value,
    )
