"""How many comments a second `flask check` judges, from the first line to the last."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
COMMAND: Final = (sys.executable, "-m", "flask", "--app", "app", "check")


class WrongAnswers(Exception):
    """The command did not answer line by line."""


def comments_a_second(texts: Sequence[str]) -> float:
    """Comments over seconds; loading the filter counts too."""
    lines = [
        json.dumps({"id": number, "text": text}) for number, text in enumerate(texts)
    ]
    start = time.perf_counter()
    ran = subprocess.run(  # noqa: S603  (our own words)
        COMMAND,
        input="\n".join(lines).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    seconds = time.perf_counter() - start
    answered_in_order(ran.stdout.splitlines(), len(texts))
    return len(texts) / seconds


def answered_in_order(lines: Sequence[bytes], comments: int) -> None:
    """Raise WrongAnswers unless every comment has its line."""
    keys = [json.loads(line)["id"] for line in lines]
    if keys != list(range(comments)):
        raise WrongAnswers(f"{len(keys)} answers to {comments} comments")
