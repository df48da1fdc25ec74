"""The shapes of what the API is sent; fields that nobody asked for are not read."""

from typing import Final

from comments.domain.appeals import MAX_APPEAL
from comments.domain.mail import KIND_CODES, Cadence
from comments.domain.moderation import MAX_TEXT, DecisionAction
from comments.domain.posted_rules import POSTED_RULES, UNLAWFUL, codes
from comments.domain.reports import MAX_EXPLANATION, MAX_NOTE
from comments.services.manage_threads import Mode
from comments.services.private_messages import MAX_MESSAGE
from comments.web.api.shapes import FLAG, ID, MARK, sent, text, words
from comments.web.forms import LONGEST_EMAIL

LONGEST_URL: Final = 2_000
LONGEST_TITLE: Final = 300
LONGEST_SECTION: Final = 80
LONGEST_STANDFIRST: Final = 2_000
LONGEST_ATTEMPT: Final = 64
LONGEST_DECISION_NOTE: Final = 1_000
LONGEST_NAME: Final = 100
REPORTABLE: Final = tuple(
    code for code in codes(POSTED_RULES.reportable()) if code != UNLAWFUL
)
CITABLE: Final = codes(POSTED_RULES.citable_for_comments())

CHECK: Final = sent({"text": text(MAX_TEXT, 1)})
NEW_THREAD: Final = sent(
    {"url": text(LONGEST_URL, 1), "title": text(LONGEST_TITLE, 1)},
    {"section": text(LONGEST_SECTION), "standfirst": text(LONGEST_STANDFIRST)},
)
THREAD_CHANGE: Final = sent({}, {"open": FLAG, "mode": words(*Mode)})
NEW_COMMENT: Final = sent(
    {"text": text(MAX_TEXT, 1), "attempt": text(LONGEST_ATTEMPT, 1)},
    {"parent_id": ID, "mark": MARK, "contact": FLAG, "insist": FLAG},
)
EDIT: Final = sent({"text": text(MAX_TEXT, 1)}, {"insist": FLAG})
NEW_REPORT: Final = sent({"rule": words(*REPORTABLE)}, {"note": text(MAX_NOTE)})
NEW_NOTICE: Final = sent(
    {
        "comment_url": text(LONGEST_URL, 1),
        "explanation": text(MAX_EXPLANATION, 1),
        "good_faith": {"type": "boolean", "const": True},
    },
    {"name": text(LONGEST_NAME), "email": text(LONGEST_EMAIL)},
)
NEWS_READ: Final = sent({"newest": ID})
NEW_MESSAGE: Final = sent(
    {"text": text(MAX_MESSAGE, 1), "attempt": text(LONGEST_ATTEMPT, 1)},
    {"insist": FLAG},
)
MAIL_CHOICES: Final = sent({}, dict.fromkeys(KIND_CODES, words(*Cadence)))
NEW_APPEAL: Final = sent({}, {"text": text(MAX_APPEAL)})
NEW_DECISION: Final = sent(
    {"action": words(*DecisionAction), "version": ID},
    {"rule": words(*CITABLE), "note": text(LONGEST_DECISION_NOTE), "last_report": ID},
)
