"""Lines are worked on side by side, in bounded memory, and answered in their order."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from comments.adapters.archive import LONGEST_LINE
from comments.web.commands._side_by_side import TOGETHER, Batch, side_by_side


@contextmanager
def sent(content: bytes) -> Iterator[int]:
    """A file that somebody is writing to."""
    source, target = os.pipe()

    def write() -> None:
        with os.fdopen(target, "wb") as file:
            file.write(content)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield source
    finally:
        os.close(source)
        writer.join()


def who_and_what(lines: Batch) -> tuple[int, Batch]:
    return os.getpid(), lines


def lengths(lines: Batch) -> list[int]:
    return [len(line) for line in lines]


def test_a_long_archive_is_worked_on_by_other_processes_in_its_order() -> None:
    lines = [f"line {number}".encode() for number in range(30_000)]
    with sent(b"\n".join(lines)) as source:
        answers = list(side_by_side(source, who_and_what, 2))
    assert [line for _, batch in answers for line in batch] == lines
    assert os.getpid() not in {process for process, _ in answers}


def test_a_few_lines_start_no_other_process() -> None:
    with sent(b"a\nb\n") as source:
        assert list(side_by_side(source, who_and_what, 2)) == [
            (os.getpid(), [b"a", b"b"])
        ]


def test_the_last_line_needs_no_end() -> None:
    with sent(b"a\nb") as source:
        found = [line for batch in side_by_side(source, lengths, 1) for line in batch]
    assert found == [1, 1]


def test_of_a_line_without_end_only_the_beginning_is_kept() -> None:
    with sent(b"x" * (2 * LONGEST_LINE) + b"\ny\n") as source:
        found = [line for batch in side_by_side(source, lengths, 1) for line in batch]
    assert LONGEST_LINE < found[0] <= LONGEST_LINE + 1 + TOGETHER
    assert found[1:] == [1]
