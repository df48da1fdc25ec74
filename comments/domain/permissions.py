"""Who may do what: one table of small predicates, asked by views and templates alike.

Authorisation looks at the actor and at the object that was loaded, never at a
parameter of the request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from comments.domain.permission_facts import (
    AccountFacts,
    CommentFacts,
    DecisionFacts,
    ThreadFacts,
)

# Named again: whoever asks for permission brings them along.
__all__ = ["AccountFacts", "CommentFacts", "DecisionFacts", "ThreadFacts"]


class Role(StrEnum):
    """Each role may do all that the ones before it may."""

    READER = "reader"
    MODERATOR = "moderator"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


ROLES: Final = tuple(Role)
STAFF: Final = (Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR)


class Scope(StrEnum):
    """What a bearer token may be used for; its account's role bounds it as well."""

    READ = "read"
    POST = "post"
    MODERATE = "moderate"
    THREADS = "threads"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever sends a request.

    `account_id` is None for a visitor without an account.  `silenced` is set while a
    mute, suspension or ban is in force, `warned` until a warning is acknowledged.
    `scopes` is None for a signed-in browser and a set for a bearer token.
    """

    account_id: int | None = None
    role: Role | None = None
    silenced: bool = False
    warned: bool = False
    scopes: frozenset[Scope] | None = None

    @property
    def signed_in(self) -> bool:
        """Whether there is an account behind the request."""
        return self.account_id is not None

    @property
    def is_staff(self) -> bool:
        """Whether the actor is a moderator or above."""
        return self.role in STAFF


VISITOR: Final = Actor()


class Act(StrEnum):
    """Everything that a route may declare."""

    READ_BOARD = "read board"
    SEE_COMMENT = "see comment"
    CREATE_ACCOUNT = "create account"
    LOG_IN = "log in"
    USE_MAIL_LINK = "use mail link"
    MANAGE_OWN_ACCOUNT = "manage own account"
    POST = "post"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    REPORT = "report"
    APPRECIATE = "appreciate"
    CHOOSE_COMPANY = "choose company"
    ANSWER_NEWSROOM = "answer newsroom"
    ASK_AUTHOR = "ask author"
    FILE_NOTICE = "file notice"
    READ_OWN_NOTICES = "read own notices"
    APPEAL = "appeal"
    CHECK_TEXT = "check text"
    READ_QUEUE = "read queue"
    DECIDE = "decide"
    UNDO = "undo"
    PICK = "pick"
    READ_RECORD = "read record"
    SANCTION = "sanction"
    DISMISS_BRIGADE = "dismiss brigade"
    MANAGE_THREADS = "manage threads"
    MANAGE_SITE = "manage site"
    MANAGE_FILTER = "manage filter"
    READ_TRANSPARENCY = "read transparency"
    SEE_HEALTH = "see health"


class Refusal(StrEnum):
    """Why an act is refused."""

    SIGN_IN = "sign in"
    FORBIDDEN = "forbidden"
    SILENCED = "silenced"
    WARNED = "warned"
    SCOPE = "scope"


class NotPermitted(Exception):
    """The actor may not do this."""

    def __init__(self, refusal: Refusal, act: Act) -> None:
        super().__init__(f"{act}: {refusal}")
        self.refusal = refusal
        self.act = act


Predicate = Callable[[Actor, Any], bool]


def _anyone(actor: Actor, subject: Any) -> bool:
    return True


def _signed_in(actor: Actor, subject: Any) -> bool:
    return actor.signed_in


def _staff(actor: Actor, subject: Any) -> bool:
    return actor.is_staff


def _editor(actor: Actor, subject: Any) -> bool:
    return actor.role in (Role.EDITOR, Role.ADMINISTRATOR)


def _not_silenced(actor: Actor, subject: Any) -> bool:
    return not actor.silenced


def _not_warned(actor: Actor, subject: Any) -> bool:
    return not actor.warned


def _is_author(actor: Actor, subject: Any) -> bool:
    return subject is None or subject.author_id == actor.account_id


def _not_author(actor: Actor, subject: Any) -> bool:
    return subject is None or subject.author_id != actor.account_id


def _not_oneself(actor: Actor, subject: Any) -> bool:
    return subject is None or subject.account_id != actor.account_id


def _is_decider(actor: Actor, subject: Any) -> bool:
    return subject is None or subject.decider_id == actor.account_id


def _published(actor: Actor, subject: Any) -> bool:
    return subject is None or subject.published


def _editable(actor: Actor, subject: Any) -> bool:
    return subject is None or (subject.editable and not subject.withdrawn)


def _not_withdrawn(actor: Actor, subject: Any) -> bool:
    return subject is None or not subject.withdrawn


def _outranks(actor: Actor, subject: Any) -> bool:
    if subject is None or actor.role is None:
        return True
    own = subject.account_id == actor.account_id
    return not own and ROLES.index(actor.role) > ROLES.index(subject.role)


# Any of the alternatives allows the act; all predicates of an alternative must hold.
PERMISSIONS: Final[Mapping[Act, tuple[tuple[Predicate, ...], ...]]] = {
    Act.READ_BOARD: ((_anyone,),),
    Act.SEE_COMMENT: ((_published,), (_signed_in, _is_author), (_staff,)),
    Act.CREATE_ACCOUNT: ((_anyone,),),
    Act.LOG_IN: ((_anyone,),),
    Act.USE_MAIL_LINK: ((_anyone,),),  # the link itself says whose it is
    Act.MANAGE_OWN_ACCOUNT: ((_signed_in,),),
    Act.POST: ((_signed_in, _not_silenced, _not_warned),),
    Act.EDIT: ((_signed_in, _not_silenced, _not_warned, _is_author, _editable),),
    Act.WITHDRAW: ((_signed_in, _is_author, _not_withdrawn),),
    Act.REPORT: ((_signed_in, _not_silenced, _not_author, _published),),
    Act.APPRECIATE: ((_signed_in, _not_silenced, _not_author, _published),),
    Act.CHOOSE_COMPANY: ((_signed_in, _not_oneself),),
    Act.ANSWER_NEWSROOM: ((_signed_in, _is_author),),
    Act.ASK_AUTHOR: ((_staff, _not_author),),
    Act.FILE_NOTICE: ((_anyone,),),
    Act.READ_OWN_NOTICES: ((_signed_in,),),
    Act.APPEAL: ((_signed_in, _is_author),),
    Act.CHECK_TEXT: ((_signed_in,),),
    Act.READ_QUEUE: ((_staff,),),
    Act.DECIDE: ((_staff, _not_author),),
    Act.UNDO: ((_staff, _is_decider),),
    Act.PICK: ((_staff, _published),),
    Act.READ_RECORD: ((_staff,),),
    Act.SANCTION: ((_staff, _outranks),),
    Act.DISMISS_BRIGADE: ((_staff,),),
    Act.MANAGE_THREADS: ((_editor,),),
    Act.MANAGE_SITE: ((_editor,),),
    Act.MANAGE_FILTER: ((_editor,),),
    Act.READ_TRANSPARENCY: ((_published,), (_editor,)),
    Act.SEE_HEALTH: ((_anyone,),),
}

# A bearer token needs one of these scopes as well; an act not listed is for browsers.
SCOPES: Final[Mapping[Act, frozenset[Scope]]] = {
    Act.READ_BOARD: frozenset(Scope) - {Scope.FILTER},
    Act.SEE_COMMENT: frozenset({Scope.READ, Scope.POST, Scope.MODERATE}),
    Act.POST: frozenset({Scope.POST}),
    Act.EDIT: frozenset({Scope.POST}),
    Act.WITHDRAW: frozenset({Scope.POST}),
    Act.REPORT: frozenset({Scope.POST}),
    Act.APPRECIATE: frozenset({Scope.POST}),
    Act.CHOOSE_COMPANY: frozenset({Scope.POST}),
    Act.ANSWER_NEWSROOM: frozenset({Scope.POST}),
    Act.ASK_AUTHOR: frozenset({Scope.MODERATE}),
    Act.FILE_NOTICE: frozenset({Scope.POST}),
    Act.READ_OWN_NOTICES: frozenset({Scope.READ, Scope.POST}),
    Act.APPEAL: frozenset({Scope.POST}),
    Act.CHECK_TEXT: frozenset({Scope.FILTER}),
    Act.READ_QUEUE: frozenset({Scope.MODERATE}),
    Act.DECIDE: frozenset({Scope.MODERATE}),
    Act.UNDO: frozenset({Scope.MODERATE}),
    Act.PICK: frozenset({Scope.MODERATE}),
    Act.READ_RECORD: frozenset({Scope.MODERATE}),
    Act.SANCTION: frozenset({Scope.MODERATE}),
    Act.DISMISS_BRIGADE: frozenset({Scope.MODERATE}),
    Act.MANAGE_THREADS: frozenset({Scope.THREADS}),
    Act.READ_TRANSPARENCY: frozenset({Scope.READ, Scope.MODERATE}),
    Act.SEE_HEALTH: frozenset(Scope),
}


# What a mute, a suspension or a ban takes away.
SPEAKING: Final = (Act.POST, Act.EDIT, Act.REPORT, Act.APPRECIATE)
# What waits until a warning is acknowledged; reporting and thanking do not.
WRITING: Final = (Act.POST, Act.EDIT)


def can(actor: Actor, act: Act, subject: Any = None) -> bool:
    """Whether the actor may do this; buttons ask it, so that none leads nowhere."""
    return refusal(actor, act, subject) is None


def authorize(actor: Actor, act: Act, subject: Any = None) -> None:
    """Let the act pass, or raise NotPermitted with the reason.

    Without a subject only what the actor is gets judged: views ask that at the door,
    services ask again with the object loaded.
    """
    reason = refusal(actor, act, subject)
    if reason is not None:
        raise NotPermitted(reason, act)


def refusal(actor: Actor, act: Act, subject: Any = None) -> Refusal | None:
    """Why the actor may not do this; None when he may."""
    if actor.scopes is not None and not actor.scopes & SCOPES.get(act, frozenset()):
        return Refusal.SCOPE
    if any(_holds(predicates, actor, subject) for predicates in PERMISSIONS[act]):
        return None
    if not actor.signed_in:
        return Refusal.SIGN_IN
    if actor.silenced and act in SPEAKING:
        return Refusal.SILENCED
    if actor.warned and act in WRITING:
        return Refusal.WARNED
    return Refusal.FORBIDDEN


def _holds(predicates: tuple[Predicate, ...], actor: Actor, subject: Any) -> bool:
    return all(predicate(actor, subject) for predicate in predicates)
