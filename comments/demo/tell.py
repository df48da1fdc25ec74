"""Telling the story: every act goes through its use-case, at its own moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.demo.story import Act, Person, Story
from comments.domain.marks import Mark
from comments.domain.moderation import DecisionAction
from comments.domain.permissions import VISITOR, Actor, NotPermitted, Role
from comments.domain.sanctions import TERMS, SanctionKind
from comments.services.accounts import Hashing, NewAccount, create_account
from comments.services.appeal_decision import appeal_decision
from comments.services.decide import Order, decide
from comments.services.edit_comment import assess_edit, edit_comment, withdraw_comment
from comments.services.errors import Conflict, NotFound, ServiceError
from comments.services.manage_threads import (
    ArticleFacts,
    ThreadChange,
    change_thread,
    put_thread,
)
from comments.services.newsroom import Newsroom
from comments.services.notices import latest_decision_id
from comments.services.post_comment import NewComment, Posted, assess, post_comment
from comments.services.report_comment import (
    NewNotice,
    NewReport,
    file_notice,
    report_comment,
)
from comments.services.sanction_user import NewSanction, sanction_user
from comments.store.comments import put_site_setting
from comments.store.models import Account, Comment
from comments.store.review_items import item_of

OUTCOMES: Final = {"publish": "published", "hold": "held", "reject": "rejected"}
NOBODYS_PASSWORD: Final = "not used, since its hash is none"
Facts = Mapping[str, str]


@dataclass
class Telling:
    """The story so far: who and what is in the database, under which id.

    `surprises` says in words what did not go as the story has it.
    """

    db: Session
    newsroom: Newsroom
    people: dict[str, int] = field(default_factory=dict)
    threads: dict[str, int] = field(default_factory=dict)
    comments: dict[str, int] = field(default_factory=dict)
    surprises: list[str] = field(default_factory=list)

    def account(self, name: str) -> Account:
        """The account of somebody of the story."""
        return self.db.get_one(Account, self.people[name])

    def author(self, key: str) -> Account:
        """The account of a comment's author."""
        comment = self.db.get_one(Comment, self.comments[key])
        return self.db.get_one(Account, comment.author_id)

    def compare(self, key: str, posted: Posted, facts: Facts) -> None:
        """Note when the filter makes of a text what the story does not expect."""
        expected = OUTCOMES[facts.get("outcome", "publish")]
        if posted.revision.status != expected:
            status = posted.revision.status
            self.surprises.append(f"{key} is {status}, not {expected}")


def tell(
    db: Session,
    story: Story,
    passwords: Mapping[str, str],
    *,
    newsroom: Newsroom,
    hashing: Hashing,
    now: datetime,
) -> tuple[str, ...]:
    """Let everybody do what the story says, and return what went otherwise.

    An act that is refused leaves nothing behind, and the story goes on without it.
    """
    telling = Telling(db, newsroom)
    for person in story.people:
        password = passwords.get(person.name)
        telling.people[person.name] = _settle(db, person, password, hashing, now)
    # Nobody of the story reads anything twice: whoever tries the demo finds a queue.
    put_site_setting(db, "desk", {"second_share": 0}, now)
    for act in story.acts:
        _perform(telling, act, now - act.ago)
    put_site_setting(db, "desk", {}, now)
    return tuple(telling.surprises)


class NoPassword:
    """Hashing for those who never log in: their hash is no hash, so nothing fits it."""

    def hash(self, password: str) -> str:
        """Return what no password verifies against."""
        return "!"

    def verify(self, stored: str | None, password: str) -> bool:
        """Never."""
        return False

    def is_outdated(self, stored: str) -> bool:
        """Never."""
        return False

    def is_popular(self, password: str) -> bool:
        """Never."""
        return False


def _settle(
    db: Session, person: Person, password: str | None, hashing: Hashing, now: datetime
) -> int:
    account = create_account(
        db,
        NewAccount(person.name, password or NOBODYS_PASSWORD),
        role=person.role,
        hashing=hashing if password else NoPassword(),
        now=now - person.since,
    )
    return account.id


def actor_of(account: Account) -> Actor:
    """What permissions see of an account."""
    return Actor(account.id, Role(account.role))


def _perform(telling: Telling, act: Act, at: datetime) -> None:
    try:
        with telling.db.begin_nested():
            PERFORMED[act.do](telling, act.facts, at)
    except (ServiceError, NotPermitted, KeyError) as refused:
        about = act.facts.get("comment") or act.facts.get("key") or "?"
        telling.surprises.append(f"{act.do} {about}: {refused}")
    telling.db.expunge_all()  # each act sees the database afresh, as each request does


def _publish(telling: Telling, facts: Facts, at: datetime) -> None:
    article = ArticleFacts(
        url=facts["url"],
        title=facts["title"],
        section=facts["section"],
        standfirst=facts["standfirst"],
    )
    editor = Actor(role=Role.EDITOR)
    thread, _ = put_thread(telling.db, article, actor=editor, now=at)
    telling.threads[facts["article"]] = thread.id


def _post(telling: Telling, facts: Facts, at: datetime) -> None:
    author = telling.account(facts["by"])
    actor, newsroom, db = actor_of(author), telling.newsroom, telling.db
    new = _new_comment(telling, facts)
    judged = assess(db, new, author=author, actor=actor, newsroom=newsroom, now=at)
    if isinstance(judged, Posted):
        raise Conflict("Two comments of the story have one key.")
    posted = post_comment(
        db, new, judged, author=author, actor=actor, newsroom=newsroom, now=at
    )
    telling.comments[facts["key"]] = posted.comment.id
    telling.compare(facts["key"], posted, facts)


def _new_comment(telling: Telling, facts: Facts) -> NewComment:
    return NewComment(
        thread_id=telling.threads[facts["article"]],
        text=facts["text"],
        attempt=f"demo-{facts['key']}",
        parent_id=telling.comments[facts["re"]] if "re" in facts else None,
        mark=Mark[facts["mark"].upper()].value if "mark" in facts else None,
        insist=True,
    )


def _edit(telling: Telling, facts: Facts, at: datetime) -> None:
    comment_id, text = telling.comments[facts["comment"]], facts["text"]
    actor, newsroom = actor_of(telling.author(facts["comment"])), telling.newsroom
    judged = assess_edit(
        telling.db, comment_id, text, actor=actor, newsroom=newsroom, now=at
    )
    posted = edit_comment(
        telling.db, comment_id, text, judged, actor=actor, newsroom=newsroom, now=at
    )
    telling.compare(f"the edit of {facts['comment']}", posted, facts)


def _withdraw(telling: Telling, facts: Facts, at: datetime) -> None:
    actor = actor_of(telling.author(facts["comment"]))
    withdraw_comment(
        telling.db, telling.comments[facts["comment"]], actor=actor, now=at
    )


def _report(telling: Telling, facts: Facts, at: datetime) -> None:
    comment_id = telling.comments[facts["comment"]]
    new = NewReport(comment_id, facts["rule"], facts.get("note", ""))
    reporter = telling.account(facts["by"])
    report_comment(telling.db, new, reporter=reporter, actor=actor_of(reporter), now=at)


def _notice(telling: Telling, facts: Facts, at: datetime) -> None:
    new = NewNotice(
        comment_id=telling.comments[facts["comment"]],
        explanation=facts["explanation"],
        name=facts["name"],
        email=facts["email"],
    )
    file_notice(telling.db, new, actor=VISITOR, newsroom=telling.newsroom, now=at)


def _decide(telling: Telling, facts: Facts, at: datetime) -> None:
    item = item_of(telling.db, telling.comments[facts["comment"]])
    if item is None:
        raise NotFound("Nobody has a question about this comment.")
    order = Order(
        item_id=item.id,
        action=DecisionAction(facts["action"]),
        version=item.version,
        rule=facts.get("rule"),
        note=facts.get("note", ""),
    )
    moderator = telling.account(facts["by"])
    decide(
        telling.db,
        order,
        moderator=moderator,
        actor=actor_of(moderator),
        newsroom=telling.newsroom,
        now=at,
    )


def _appeal(telling: Telling, facts: Facts, at: datetime) -> None:
    decision_id = latest_decision_id(telling.db, telling.comments[facts["comment"]])
    actor = actor_of(telling.author(facts["comment"]))
    appeal_decision(telling.db, decision_id or 0, facts["text"], actor=actor, now=at)


def _sanction(telling: Telling, facts: Facts, at: datetime) -> None:
    moderator = telling.account(facts["by"])
    new = NewSanction(
        account_id=telling.people[facts["account"]],
        kind=SanctionKind(facts["kind"]),
        rule=facts["rule"],
        term=TERMS[facts["term"]] if "term" in facts else None,
        note=facts["note"],
    )
    sanction_user(
        telling.db,
        new,
        moderator=moderator,
        actor=actor_of(moderator),
        newsroom=telling.newsroom,
        now=at,
    )


def _close(telling: Telling, facts: Facts, at: datetime) -> None:
    editor = telling.account(facts["by"])
    change_thread(
        telling.db,
        telling.threads[facts["article"]],
        ThreadChange(is_open=False),
        editor=editor,
        actor=actor_of(editor),
        newsroom=telling.newsroom,
        now=at,
    )


PERFORMED: Final[Mapping[str, Callable[[Telling, Facts, datetime], None]]] = {
    "publish": _publish,
    "post": _post,
    "edit": _edit,
    "withdraw": _withdraw,
    "report": _report,
    "notice": _notice,
    "decide": _decide,
    "appeal": _appeal,
    "sanction": _sanction,
    "close": _close,
}
