"""The check for degrading language about groups of people and about persons."""

from typing import Final

from comments.domain.verdict import Finding
from comments.filter.context import Context, findings_of
from comments.filter.sayings import noticed_sayings

DEGRADING_FORMS: Final = "degradation.toml"


def degradation(context: Context) -> list[Finding]:
    """Notice words that degrade people for what they are."""
    return findings_of("degradation", noticed_sayings(DEGRADING_FORMS, context))
