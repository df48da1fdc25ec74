"""The filter's own suite: hand-written cases, kept apart from any that train it.

One file a functionality.  What the filter cannot do yet stands in known_failures.toml,
by file and by digest of the text.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from comments.domain.verdict import Verdict

FOLDER: Final = Path(__file__).parent / "suite"
RECORD: Final = FOLDER / "known_failures.toml"
PUBLISH: Final = "publish"


@dataclass(frozen=True, slots=True)
class Case:
    """One text with what the filter ought to say.

    `words` carry the offence; cases with the same `pair` in one file are look-alikes.
    """

    functionality: str
    number: int
    text: str
    rule: str
    target: str
    severity: str = ""
    words: tuple[str, ...] = ()
    pair: str = ""

    @property
    def name(self) -> str:
        return f"{self.functionality}-{self.number}"

    @property
    def is_innocent(self) -> bool:
        return self.rule == PUBLISH

    @property
    def digest(self) -> str:
        """A short name for the text that outlives its place in the file."""
        return sha256(self.text.encode()).hexdigest()[:12]


def files() -> list[Path]:
    return sorted(file for file in FOLDER.glob("*.toml") if file != RECORD)


def about(file: Path) -> str:
    return str(tomllib.loads(file.read_text("utf-8"))["about"])


def read_suite() -> list[Case]:
    return [case for file in files() for case in read_cases(file)]


def read_cases(file: Path) -> list[Case]:
    tables = tomllib.loads(file.read_text("utf-8"))["case"]
    return [
        Case(
            functionality=file.stem,
            number=number,
            **table | {"words": tuple(table.get("words", ()))},
        )
        for number, table in enumerate(tables, start=1)
    ]


def read_known_failures() -> Mapping[str, Mapping[str, str]]:
    """By functionality and digest, the beginning of each text that is misjudged."""
    if not RECORD.exists():
        return {}
    return tomllib.loads(RECORD.read_text("utf-8"))


def is_flagged(verdict: Verdict) -> bool:
    return bool(verdict.grounds)


def is_right(case: Case, verdict: Verdict) -> bool:
    """Whether an innocent is published, or another kept back under the right rule."""
    if case.is_innocent:
        return verdict.outcome.value == PUBLISH
    return case.rule in {finding.rule for finding in verdict.grounds}
