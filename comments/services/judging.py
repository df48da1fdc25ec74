"""Many texts through the filter, in order, over several processes if wanted.

Each process makes its own filter.  Only a few batches are under way at once, so an
archive of any length takes no more memory than a short one.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Final, TypeVar

from comments.domain.submission import Submission
from comments.domain.verdict import Verdict
from comments.services.newsroom import TextFilter

BATCH: Final = 100  # texts that a process is handed at once
BATCHES_AHEAD: Final = 2  # for each process, so that none waits for the reader

Made = Callable[[], TextFilter]
Entry = TypeVar("Entry")
_made: list[TextFilter] = []  # the filter of a process that judges for another


def judged(
    entries: Iterable[Entry],
    text_of: Callable[[Entry], str],
    make_filter: Made,
    *,
    processes: int = 1,
) -> Iterator[tuple[Entry, Verdict]]:
    """Each entry with the verdict on its text; conduct is not judged.

    With several processes `make_filter` is called in each, so it must be one that can
    be sent there.
    """
    batches = _batches(entries)
    if processes == 1:
        own = make_filter()
        for batch in batches:
            for entry in batch:
                yield entry, own.run(Submission(text_of(entry)))
        return
    # A fork would share open connections and locked locks with its parent.
    with ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_prepare, initargs=(make_filter,)
    ) as pool:
        yield from _over(pool, batches, text_of, processes * BATCHES_AHEAD)


def _over(
    pool: ProcessPoolExecutor,
    batches: Iterator[list[Entry]],
    text_of: Callable[[Entry], str],
    ahead: int,
) -> Iterator[tuple[Entry, Verdict]]:
    under_way: deque[tuple[list[Entry], Future[list[Verdict]]]] = deque()
    try:
        for batch in batches:
            texts = [text_of(entry) for entry in batch]
            under_way.append((batch, pool.submit(_judge, texts)))
            if len(under_way) > ahead:
                yield from _finished(*under_way.popleft())
        while under_way:
            yield from _finished(*under_way.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _finished(
    batch: list[Entry], future: "Future[list[Verdict]]"
) -> Iterator[tuple[Entry, Verdict]]:
    return zip(batch, future.result(), strict=True)


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _prepare(make_filter: Made) -> None:
    _made.append(make_filter())


def _judge(texts: Sequence[str]) -> list[Verdict]:
    return [_made[0].run(Submission(text)) for text in texts]
