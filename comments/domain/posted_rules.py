"""The posted rules: one vocabulary from the hint above the form to the statistics.

A rule is data with a stable code.  A newsroom may reword a text or add a rule; it
never changes a code, because codes are what findings, reports, decisions, notices and
the ledger share.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from comments.domain.phrases import Phrase

KEEP_IT_CLEAN: Final = "keep-it-clean"
DONT_THREATEN: Final = "dont-threaten"
BE_NICE: Final = "be-nice"
BE_TRUTHFUL: Final = "be-truthful"
BE_PROACTIVE: Final = "be-proactive"
SHARE_WITH_US: Final = "share-with-us"
SPAM: Final = "spam"
UNLAWFUL: Final = "unlawful"


@dataclass(frozen=True, slots=True)
class PostedRule:
    """One rule, in the words that every reader, moderator and notice uses.

    `filtered`: a check looks for it.  `reportable`: a reader may choose it.
    `citable`: a decision may name it.  `posted`: shown in the box above the form
    (house rules are not).  `advice` tells an author what to change; `report_line` is
    the line beside the radio button of the report form.
    """

    code: str
    headline: str
    text: str
    advice: str
    report_line: str
    filtered: bool
    reportable: bool
    citable: bool
    posted: bool = True


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules in force, in the order in which they are shown."""

    rules: tuple[PostedRule, ...]

    def __iter__(self) -> Iterator[PostedRule]:
        return iter(self.rules)

    def __contains__(self, code: object) -> bool:
        return any(rule.code == code for rule in self.rules)

    def get(self, code: str) -> PostedRule:
        """Return the rule with this code; KeyError when there is none."""
        for rule in self.rules:
            if rule.code == code:
                return rule
        raise KeyError(code)

    def posted(self) -> tuple[PostedRule, ...]:
        """Rules shown in the box above the form."""
        return tuple(rule for rule in self.rules if rule.posted)

    def filtered(self) -> tuple[PostedRule, ...]:
        """Rules that a check looks for."""
        return tuple(rule for rule in self.rules if rule.filtered)

    def reportable(self) -> tuple[PostedRule, ...]:
        """Rules that a reader may choose in a report."""
        return tuple(rule for rule in self.rules if rule.reportable)

    def citable(self) -> tuple[PostedRule, ...]:
        """Rules that a decision may name as its ground."""
        return tuple(rule for rule in self.rules if rule.citable)

    def citable_for_comments(self) -> tuple[PostedRule, ...]:
        """Citable rules that a comment can break; abusing Report is about a person."""
        return tuple(rule for rule in self.citable() if rule.code != BE_PROACTIVE)


def codes(rules: Iterable[PostedRule]) -> tuple[str, ...]:
    """The codes of some rules, in the same order."""
    return tuple(rule.code for rule in rules)


POSTED_RULES: Final = RuleBook(
    (
        PostedRule(
            KEEP_IT_CLEAN,
            Phrase("Keep it Clean"),
            Phrase("No obscene, vulgar, lewd or sexually oriented language."),
            Phrase("Say it without the marked words, and it will appear at once."),
            Phrase("It is obscene, vulgar or sexual"),
            filtered=True,
            reportable=True,
            citable=True,
        ),
        PostedRule(
            DONT_THREATEN,
            Phrase("Don't Threaten"),
            Phrase(
                "No threats, no wishing harm on a person or a group, no calling on "
                "others to do harm."
            ),
            Phrase("Say what you object to, without wishing anyone harm."),
            Phrase("It threatens or wishes harm on someone"),
            filtered=True,
            reportable=True,
            citable=True,
        ),
        PostedRule(
            BE_TRUTHFUL,
            Phrase("Be Truthful"),
            Phrase("Do not knowingly tell lies about anyone or anything."),
            Phrase("Say what you know and how you know it."),
            Phrase("It is knowingly false"),
            filtered=False,
            reportable=True,
            citable=True,
        ),
        PostedRule(
            BE_NICE,
            Phrase("Be Nice"),
            Phrase(
                "No racism, no sexism, no slurs, no language that degrades another "
                "person. Argue with what people say, not with what they are."
            ),
            Phrase("Say what they did instead, and it will appear at once."),
            Phrase("It insults or degrades a person or a group"),
            filtered=True,
            reportable=True,
            citable=True,
        ),
        PostedRule(
            BE_PROACTIVE,
            Phrase("Be Proactive"),
            Phrase(
                "Use the Report link to tell us about a comment that breaks a rule; "
                "never use it against a comment that you merely dislike."
            ),
            Phrase("Report only what breaks a rule."),
            "",
            filtered=False,
            reportable=False,
            citable=True,
        ),
        PostedRule(
            SHARE_WITH_US,
            Phrase("Share with Us"),
            Phrase(
                "Were you there? Do you know the history behind this article? We would "
                "love to hear it."
            ),
            "",
            "",
            filtered=False,
            reportable=False,
            citable=False,
        ),
        PostedRule(
            SPAM,
            Phrase("No Advertising"),
            Phrase("No advertising, no floods, no repeated comments."),
            Phrase("Say it once, without the advertisement."),
            Phrase("It is advertising or a repeat"),
            filtered=True,
            reportable=True,
            citable=True,
            posted=False,
        ),
        PostedRule(
            UNLAWFUL,
            Phrase("Unlawful Content"),
            Phrase("No content that is against the law."),
            Phrase("Leave out what the law forbids."),
            Phrase("It is against the law (opens a notice form)"),
            filtered=False,
            reportable=True,
            citable=True,
            posted=False,
        ),
    )
)
