"""A newsroom's archive: every line becomes a text or a problem, in its place."""

import gzip
import json
from pathlib import Path

import pytest

from comments.adapters.archive import (
    LONGEST_LINE,
    Archive,
    ArchivedText,
    BadLine,
    UnreadableArchive,
)


def read(
    folder: Path, name: str, content: str | bytes, column: str = "text"
) -> list[tuple[str | int, str]]:
    """The entries of a file: (key, text), or (line, problem)."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [
        (entry.key, entry.text)
        if isinstance(entry, ArchivedText)
        else (entry.line, entry.problem)
        for entry in Archive(file, column=column).entries()
    ]


def test_each_line_of_json_is_a_text_with_its_id_or_number(tmp_path: Path) -> None:
    lines = '{"id": "a7", "text": "One"}\n{"text": "Two 🙂"}\n\n{"id": 3, "text": ""}'
    assert read(tmp_path, "archive.jsonl", lines) == [
        ("a7", "One"),
        ("2", "Two 🙂"),
        ("3", ""),
    ]


def test_a_bad_line_of_json_costs_no_other_line(tmp_path: Path) -> None:
    lines = [
        b'{"text": "One"}',
        b"not json",
        b"[1]",
        b'{"text": 3}',
        b'{"text": "caf\xe9"}',
        b"[" * 100_000,
        b'{"text": "Two"}',
    ]
    assert read(tmp_path, "archive.jsonl", b"\n".join(lines)) == [
        ("1", "One"),
        (2, "it is not JSON"),
        (3, "it is not a JSON object"),
        (4, "it has no text under “text”"),
        (5, "it is not UTF-8"),
        (6, "it is nested too deeply"),
        ("7", "Two"),
    ]


def test_a_line_beyond_all_bounds_is_not_kept(tmp_path: Path) -> None:
    for name in ("archive.jsonl", "archive.csv"):
        long = b"x" * (3 * LONGEST_LINE) + b"\n"
        first = b"text\n" if name.endswith("csv") else b'{"text": "One"}\n'
        last = b"Two\n" if name.endswith("csv") else b'{"text": "Two"}'
        found = read(tmp_path, name, first + long + last)
        assert found[-2:] == [(2, "it is too long"), ("3", "Two")]


def test_a_csv_file_has_its_texts_under_a_heading(tmp_path: Path) -> None:
    content = 'id,text\r\n7,"One, two\r\n""three"""\r\n,Four\r\n'
    assert read(tmp_path, "archive.csv", "\ufeff" + content) == [
        ("7", 'One, two\r\n"three"'),
        ("4", "Four"),
    ]
    assert read(tmp_path, "archive.csv", "comment\nOne\n", "comment") == [("2", "One")]


def test_a_stray_quotation_mark_costs_its_own_line_alone(tmp_path: Path) -> None:
    content = 'id,text\n1,One\n2,"stray\n3,Three\n4,Four\n5,"Fi"ve\n6,Six\n'
    found = read(tmp_path, "archive.csv", content)
    bad = [place for place, _ in found if isinstance(place, int)]
    assert [entry for entry in found if isinstance(entry[0], str)] == [
        ("1", "One"),
        ("3", "Three"),
        ("4", "Four"),
        ("6", "Six"),
    ]
    assert bad == [3, 6]


def test_a_line_of_another_width_or_encoding_is_named(tmp_path: Path) -> None:
    content = b"id,text\n1,One\n2\n3,caf\xe9\n4,Four,five\n5,Six\n"
    assert read(tmp_path, "archive.csv", content) == [
        ("1", "One"),
        (3, "it has 1 columns, not 2"),
        (4, "it is not UTF-8"),
        (5, "it has 3 columns, not 2"),
        ("5", "Six"),
    ]


def test_a_csv_file_without_the_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableArchive, match="“text”"):
        read(tmp_path, "archive.csv", "id,comment\n1,One\n")


@pytest.mark.parametrize("name", ["archive.jsonl.gz", "archive.jsonl"])
def test_a_packed_file_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    packed = gzip.compress(b'{"text": "One"}\n')
    assert read(tmp_path, name, packed) == [("1", "One")]
    packed = gzip.compress(b"text\nOne\n")
    assert read(tmp_path, "archive.csv.gz", packed) == [("2", "One")]


def test_what_precedes_the_damage_in_a_packed_file_is_read(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"Remark {number}"}) for number in range(5_000)]
    packed = gzip.compress("\n".join(lines).encode())
    cut = read(tmp_path, "cut.gz", packed[: len(packed) // 2])
    assert cut[0] == ("1", "Remark 0")
    assert cut[-1] == (len(cut), "the file is cut off here")
    broken = packed[:200] + b"\0" * 50 + packed[250:]
    found = read(tmp_path, "broken.gz", broken)
    assert isinstance(found[-1][0], int)


def test_the_position_grows_to_the_size_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    file.write_text('{"text": "One"}\n' * 10)
    archive = Archive(file)
    assert archive.position == 0
    entries = archive.entries()
    assert not isinstance(next(entries), BadLine)
    assert 0 < archive.position <= archive.size
