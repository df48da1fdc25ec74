"""How many comments a second `flask check` judges, with and without its start."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
COMMAND: Final = (sys.executable, "-m", "flask", "--app", "app", "check")


class WrongAnswers(Exception):
    """The command did not answer line by line."""


@dataclass(frozen=True)
class Pace:
    """Comments, and the seconds to the first answer, to the last one, to the end."""

    comments: int
    first: float
    last: float
    whole: float

    def __str__(self) -> str:
        running = self.comments / (self.last - self.first)
        return (
            f"`flask check` judged {self.comments:,} comments in {self.whole:.1f} "
            f"seconds, which is {self.comments / self.whole:,.0f} a second with its "
            f"start and {running:,.0f} once it ran."
        )


def pace_over(texts: Sequence[str]) -> Pace:
    """Have the command judge an archive of these texts."""
    lines = [
        json.dumps({"id": number, "text": text}) for number, text in enumerate(texts)
    ]
    with tempfile.TemporaryFile() as archive:
        archive.write("\n".join(lines).encode())
        archive.seek(0)
        start = time.perf_counter()
        with subprocess.Popen(  # noqa: S603  (our own words)
            COMMAND, stdin=archive, stdout=subprocess.PIPE, cwd=ROOT
        ) as running:
            answers: list[bytes] = []
            moments: list[float] = []
            for line in running.stdout or ():
                answers.append(line)
                moments.append(time.perf_counter() - start)
        whole = time.perf_counter() - start
    answered_in_order(answers, len(texts))
    return Pace(len(texts), moments[0], moments[-1], whole)


def answered_in_order(lines: Sequence[bytes], comments: int) -> None:
    """Raise WrongAnswers unless every comment has its line."""
    keys = [json.loads(line)["id"] for line in lines]
    if keys != list(range(comments)):
        raise WrongAnswers(f"{len(keys)} answers to {comments} comments")
