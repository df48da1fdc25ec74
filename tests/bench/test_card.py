"""Who wonders what the filter learned from finds every source, counted and credited."""

import hashlib
from pathlib import Path

import pytest

from bench.accuracy.card import ARTIFACTS, CREDITS, artifacts, sources
from comments.filter.training.examples import CASES, MARKED, SOURCES, read_cases

ROOT = Path(__file__).parents[2]
CARD = ROOT / "comments" / "filter" / "models" / "CARD.md"
HEADER = "text,any,obscene,threat,identity,insult\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for source in SOURCES:
        row = f"A sentence of {source}.,0,0,0,0,0\n"
        (tmp_path / f"{source}.csv").write_text(HEADER + row, "utf-8")
    (tmp_path / f"{MARKED}.jsonl").write_text('{"text": "b", "spans": []}\n', "utf-8")
    return tmp_path


def test_every_source_is_credited_with_a_licence_that_allows_it() -> None:
    assert set(CREDITS) == {*SOURCES, MARKED, "cases"}
    allowed = {"CC0 1.0", "MIT", "Apache-2.0", "CC BY 4.0"}
    assert {licence for _, licence in CREDITS.values()} <= allowed


def test_every_text_is_counted_once(data: Path) -> None:
    lines = sources(data).splitlines()
    counts = {
        cells[1]: [int(cell.replace(",", "")) for cell in cells[4:7]]
        for cells in ([cell.strip() for cell in line.split("|")] for line in lines[2:])
    }
    own = len(list(read_cases(CASES)))
    assert all(sum(counts[source]) == 1 for source in (*SOURCES, MARKED))
    assert sum(counts["cases"]) == own
    assert counts["cases"][2] == 0
    assert sum(counts["all"]) == own + len(SOURCES) + 1


def test_the_card_names_the_artifacts_that_are_there() -> None:
    folder = ROOT / "comments" / "filter"
    for name in ARTIFACTS:
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        assert f"| {name} |" in artifacts()
        assert digest in artifacts()


def test_the_card_has_a_place_for_all_that_is_counted() -> None:
    text = CARD.read_text("utf-8")
    for name in ("artifacts", "sources"):
        assert text.count(f"<!-- {name}:begin -->") == 1
        assert text.count(f"<!-- {name}:end -->") == 1


def test_the_notice_names_who_taught_the_filter() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for name in (
        "all-MiniLM-L6-v2",
        "tox-block",
        "Davidson",
        "HatemojiBuild",
        "ToxiGen",
    ):
        assert name in notice
