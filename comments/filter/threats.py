"""The check for threats: direct, conditional, veiled, wished, incited."""

from typing import Final

from comments.domain.verdict import Finding
from comments.filter.context import Context, findings_of
from comments.filter.sayings import noticed_sayings

THREATENING_FORMS: Final = "threats.toml"


def threats(context: Context) -> list[Finding]:
    """Notice words that threaten someone or wish or call for harm."""
    return findings_of("threats", noticed_sayings(THREATENING_FORMS, context))
