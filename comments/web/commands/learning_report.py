"""What a calibration learned and how it compares, for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from comments.filter.calibration import Calibration, read_calibration
from comments.filter.comparison import Stand, share_between
from comments.store.models import FilterCalibration
from comments.web.commands.tables import columns

STANDS: Final = {
    Stand.APPROVED: "approved by a moderator",
    Stand.REJECTED: "rejected by a moderator",
    Stand.UNOPPOSED: "published, nobody objected",
}


def described(row: FilterCalibration) -> Iterator[str]:
    """All of a candidate's report, and how to switch to it."""
    report = row.report
    before, after = _name(report["against"]), _name(row.version)
    moment = datetime.fromisoformat(report["split_at"])
    yield from _counted(report["fitted"])
    yield f"before {moment:%Y-%m-%d %H:%M} UTC; held back: the later ones."
    yield ""
    yield from columns(list(_stopped(report, before, after)))
    yield _difference(report["stopped"])
    yield ""
    yield from _loss(report["loss"], before, after)
    yield ""
    yield "What it makes of the odds of a finding:"
    calibration = read_calibration(row.version, row.numbers)
    yield from columns(list(_corrections(calibration)))
    yield ""
    yield f"Calibration {row.version} is stored and not in use. To switch to it:"
    yield f"  flask --app app filter use {row.version} --by EDITOR"


def listed(rows: Sequence[FilterCalibration], in_use: int) -> Iterator[str]:
    """The newest calibrations, and which one is in use."""
    yield f"In use: {_name(in_use)}."
    if not rows:
        yield "There is no calibration yet; `flask filter learn` makes one."
        return
    heads = ("", "calibration", "made", "for", "compared with", "loss (95 %)")
    yield from columns([heads, *(_listed(row, in_use) for row in rows)])


def _listed(row: FilterCalibration, in_use: int) -> Sequence[str]:
    loss = row.report["loss"]
    return (
        "*" if row.version == in_use else "",
        str(row.version),
        f"{row.made_at:%Y-%m-%d %H:%M}",
        row.policy,
        _name(row.report["against"]),
        f"{loss['after'] - loss['before']:+.3f} {_interval(loss)}",
    )


def _name(version: int) -> str:
    return f"calibration {version}" if version else "as shipped"


def _counted(counts: Mapping[str, int]) -> Iterator[str]:
    decisions = counts[Stand.APPROVED] + counts[Stand.REJECTED]
    yield (
        f"Fitted on {decisions:,} decisions ({counts[Stand.APPROVED]:,} approved, "
        f"{counts[Stand.REJECTED]:,} rejected; {counts['appealed']:,} after an appeal)"
    )
    yield f"and {counts[Stand.UNOPPOSED]:,} published texts that nobody objected to,"


def _stopped(report: Mapping[str, Any], *names: str) -> Iterator[Sequence[str]]:
    yield ("held back", "texts", *(f"stopped, {name}" for name in names))
    for stand, words in STANDS.items():
        total, *stopped = report["stopped"][stand]
        yield (words, f"{total:,}", *(_share(count, total) for count in stopped))


def _difference(stopped: Mapping[str, Sequence[int]]) -> str:
    """What the switch would have meant for the texts that were held back."""
    words = []
    for stand in (Stand.APPROVED, Stand.REJECTED):
        _, before, after = stopped[stand]
        more = "more" if after > before else "fewer"
        words.append(f"{abs(after - before):,} {more} of those {stand.value}")
    return f"It would have stopped {' and '.join(words)}."


def _share(count: int, total: int) -> str:
    if not total:
        return "–"
    lowest, highest = share_between(count, total)
    return f"{count:,} ({count / total:.1%}; {lowest:.1%} to {highest:.1%})"


def _loss(loss: Mapping[str, float], before: str, after: str) -> Iterator[str]:
    difference = loss["after"] - loss["before"]
    yield (
        f"Log loss of the confidences: {loss['before']:.3f} {before}, "
        f"{loss['after']:.3f} {after};"
    )
    if loss["highest"] < 0:
        judgement = "better, beyond chance"
    elif loss["lowest"] > 0:
        judgement = "worse, beyond chance: do not switch"
    else:
        judgement = "no difference that chance could not make"
    yield f"difference {difference:+.3f} {_interval(loss)}: {judgement}."


def _interval(loss: Mapping[str, float]) -> str:
    return f"({loss['lowest']:+.3f} to {loss['highest']:+.3f})"


def _corrections(calibration: Calibration) -> Iterator[Sequence[str]]:
    yield ("rule", "check", "severity", "stretched", "shifted")
    for rule, one in sorted(calibration.rules.items()):
        yield (rule, "all", "all", f"×{one.scale:.2f}", f"{one.shift:+.2f}")
        for kind, shift in sorted(calibration.kinds.items()):
            if kind[0] == rule:
                yield ("", kind[1], kind[2], "", f"{shift:+.2f}")
