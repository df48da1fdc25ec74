"""The processor time that a text costs, without what the interpreter tidies meanwhile.

Python now and then walks over everything in memory, in whichever thread happens to run,
and in a large process that takes longer than any text may.  Nothing about the text is
to blame for it, so it must not be held for it.

Asking for a thread's processor time costs more than some checks do.  It cannot pass
faster than the time on the wall, so it is asked for only when that has moved.
"""

import gc
import time
from threading import local
from typing import Final

EXACT_TO: Final = 0.004  # seconds; a budget is many times that


class _Tidying(local):
    """What garbage collections took of this thread's time so far."""

    began = 0.0
    taken = 0.0


class _Asked(local):
    """What the last answer was, and when by the clock on the wall."""

    at = -1.0
    answer = 0.0


_tidying = _Tidying()
_asked = _Asked()


def text_time() -> float:
    """Seconds of processor time of the calling thread, collections left out."""
    now = time.perf_counter()
    if not 0 <= now - _asked.at < EXACT_TO:
        _asked.at, _asked.answer = now, time.thread_time() - _tidying.taken
    return _asked.answer


def _watch(phase: str, _: object) -> None:
    if phase == "start":
        _tidying.began = time.thread_time()
    else:
        _tidying.taken += time.thread_time() - _tidying.began


gc.callbacks.append(_watch)
