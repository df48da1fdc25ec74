"""Sentences in the voice of local-news readers, each with what must become of it.

A case that is known to fail says why; once it passes, its mark has to go.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from comments.domain.verdict import Outcome
from comments.filter import check

FOLDER = Path(__file__).parent / "cases"
PUBLISH = "publish"


@dataclass(frozen=True)
class Case:
    text: str
    expect: str
    known_failure: str = ""


def cases() -> list[Any]:
    return [
        pytest.param(
            case,
            id=f"{file.stem}-{number}",
            marks=pytest.mark.xfail(reason=case.known_failure, strict=True)
            if case.known_failure
            else (),
        )
        for file in sorted(FOLDER.glob("*.toml"))
        for number, case in enumerate(read_cases(file), start=1)
    ]


def read_cases(file: Path) -> list[Case]:
    return [Case(**table) for table in tomllib.loads(file.read_text("utf-8"))["case"]]


@pytest.mark.parametrize("case", cases())
def test_what_a_reader_writes_is_judged_as_expected(case: Case) -> None:
    verdict = check(case.text)
    if case.expect == PUBLISH:
        assert verdict.outcome is Outcome.PUBLISH, verdict.grounds
    else:
        assert case.expect in {finding.rule for finding in verdict.grounds}


def test_there_are_enough_cases_of_both_kinds() -> None:
    every = [case for file in FOLDER.glob("*.toml") for case in read_cases(file)]
    innocent = sum(case.expect == PUBLISH for case in every)
    assert innocent >= 100
    assert len(every) - innocent >= 100
    assert len({case.text for case in every}) == len(every)
