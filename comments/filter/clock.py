"""The processor time that a text costs, without what the interpreter tidies meanwhile.

Python now and then walks over everything in memory, in whichever thread happens to run,
and in a large process that takes longer than any text may.  Nothing about the text is
to blame for it, so it must not be held for it.
"""

import gc
import time
from threading import local


class _Tidying(local):
    """What garbage collections took of this thread's time so far."""

    began = 0.0
    taken = 0.0


_tidying = _Tidying()


def text_time() -> float:
    """Seconds of processor time of the calling thread, collections left out."""
    return time.thread_time() - _tidying.taken


def _watch(phase: str, _: object) -> None:
    if phase == "start":
        _tidying.began = time.thread_time()
    else:
        _tidying.taken += time.thread_time() - _tidying.began


gc.callbacks.append(_watch)
