"""Time other filters, in an environment of their own: JSON in, JSON lines out.

Run by the Python of build/peers, which `make bench-filter` makes; nothing of Parley is
installed there.
"""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from bench._timing import Judge, Piles, timing


def _better_profanity() -> Judge:
    return _of("better_profanity").profanity.contains_profanity  # type: ignore[no-any-return]


def _better_profanity_rs() -> Judge:
    return _of("better_profanity_rs").profanity.contains_profanity  # type: ignore[no-any-return]


def _alt_profanity_check() -> Judge:
    check = _of("profanity_check")
    return lambda text: check.predict([text])


def _glin_profanity() -> Judge:
    return _of("glin_profanity").Filter().is_profane  # type: ignore[no-any-return]


def _of(module: str) -> Any:
    return importlib.import_module(module)


PEERS: Final[dict[str, Callable[[], Judge]]] = {
    "better-profanity": _better_profanity,
    "better-profanity-rs": _better_profanity_rs,
    "alt-profanity-check": _alt_profanity_check,
    "glin-profanity": _glin_profanity,
}


def installed() -> Iterator[tuple[str, str]]:
    """The peers that are there, with their versions."""
    for name in PEERS:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            sys.stderr.write(f"{name} is not installed.\n")


def main() -> None:
    piles = Piles(**json.load(sys.stdin))
    for name, number in installed():
        timed = timing(name, number, PEERS[name], piles)
        sys.stdout.write(json.dumps(timed.as_json()) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
