"""Lines as they come, worked on by several processes, answered in their order.

Lines that come together are one batch: whoever sends a line and waits gets its answer
at once, and a whole archive keeps every core busy.
"""

import os
import select
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Final, TypeVar

from comments.adapters.archive import LONGEST_LINE

TOGETHER: Final = 1 << 14  # bytes read at once; some fifty comments
AHEAD: Final = 3  # batches under way for each process: memory has a bound
FEW: Final = 16  # lines that are done here before another process has started

Batch = list[bytes]
Answers = TypeVar("Answers")


def side_by_side(
    source: int, work: Callable[[Batch], Answers], processes: int
) -> Iterator[Answers]:
    """What `work` makes of each batch of lines of an open file, in their order.

    `work` is sent to the processes, so it must be a plain function.
    """
    if processes == 1:
        yield from map(work, _batches(source))
        return
    # Spawned, not forked: a copy of a loaded network is not sure to run.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_quietly)
    try:
        yield from _in_order(source, work, pool, processes * AHEAD)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(
    source: int, work: Callable[[Batch], Answers], pool: ProcessPoolExecutor, most: int
) -> Iterator[Answers]:
    under_way: deque[Callable[[], Answers]] = deque()
    is_long = False
    for batch in _batches(source, lambda: bool(under_way)):
        if batch:
            is_long = is_long or len(batch) > FEW
            under_way.append(_begun(batch, work, pool if is_long else None))
        if under_way and (not batch or len(under_way) >= most):
            yield under_way.popleft()()
    while under_way:
        yield under_way.popleft()()


def _begun(
    batch: Batch, work: Callable[[Batch], Answers], pool: ProcessPoolExecutor | None
) -> Callable[[], Answers]:
    if pool is None:
        return partial(work, batch)
    begun: Future[Answers] = pool.submit(work, batch)
    return begun.result


def _batches(
    source: int, is_busy: Callable[[], bool] = lambda: False
) -> Iterator[Batch]:
    """Whole lines as they come; an empty batch while none comes and there is work."""
    rest = b""
    while True:
        if is_busy() and not select.select([source], [], [], 0)[0]:
            yield []
            continue
        chunk = os.read(source, TOGETHER)
        if not chunk:
            break
        *lines, rest = (rest + chunk).split(b"\n")
        rest = rest[: LONGEST_LINE + 1]  # enough to see that it is too long
        if lines:
            yield lines
    if rest:
        yield [rest]


def _quietly() -> None:
    """Leave it to the first process to end an interrupted command."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
