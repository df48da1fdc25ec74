"""Untrusted input to frozen dataclasses; forms and JSON share the readers.

A reader picks named fields only, so that nothing can be set that a client may not set.
"""

from collections.abc import Mapping
from email.headerregistry import Address
from enum import StrEnum
from typing import Any, Final, TypeVar

from flask import Request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from comments.domain.phrases import Phrase
from comments.services.accounts import Credentials, NewAccount, PasswordChange

Fields = Mapping[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_ID: Final = 2**53 - 1  # what JSON's numbers hold, and both databases
LONGEST_EMAIL: Final = 254
LONGEST_TYPED: Final = 1000  # of a name or a password, before anything is said about it
FIRST_SURROGATE: Final = "\ud800"
LAST_SURROGATE: Final = "\udfff"


class InvalidField(Exception):
    """A field cannot be used as it is; the sentence is for whoever typed it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def read_text(
    fields: Fields, field: str, maximum: int, *, required: bool = True
) -> str:
    """The text as it was typed; its length is counted in code points."""
    value = fields.get(field)
    text = "" if value is None else value
    if not isinstance(text, str):
        raise InvalidField(field, Phrase("%(field)s must be a text.", field=field))
    if required and not text.strip():
        raise InvalidField(field, Phrase("Nothing was written here."))
    _refuse_unstorable(field, text)
    if len(text) > maximum:
        raise InvalidField(
            field,
            Phrase(
                "This has %(len)s characters; at most %(maximum)s fit.",
                len=len(text),
                maximum=maximum,
            ),
        )
    return text


def read_choice(fields: Fields, field: str, choices: type[Choice]) -> Choice:
    """One of an enum's values."""
    value = fields.get(field)
    for choice in choices:
        if value == choice.value:
            return choice
    known = ", ".join(choice.value for choice in choices)
    raise InvalidField(
        field, Phrase("%(field)s must be one of: %(known)s.", field=field, known=known)
    )


def read_one_of(fields: Fields, field: str, choices: tuple[str, ...]) -> str:
    """One of some words."""
    value = fields.get(field)
    if isinstance(value, str) and value in choices:
        return value
    raise InvalidField(
        field,
        Phrase(
            "%(field)s must be one of: %(join)s.", field=field, join=", ".join(choices)
        ),
    )


def read_id(fields: Fields, field: str, *, required: bool = True) -> int | None:
    """The number of a row; None when it may be left out and was."""
    value = fields.get(field)
    if value is None or value == "":
        if required:
            raise InvalidField(field, Phrase("%(field)s is missing.", field=field))
        return None
    number = _whole_number(value)
    if number is None or not 0 < number <= LONGEST_ID:
        raise InvalidField(
            field, Phrase("%(field)s must be a whole number above zero.", field=field)
        )
    return number


def read_flag(fields: Fields, field: str) -> bool:
    """Whether a box was ticked (forms) or the value is true (JSON)."""
    value = fields.get(field)
    if isinstance(value, bool):
        return value
    if value in (None, "", "0", "false"):
        return False
    if value in ("1", "on", "true", "yes"):
        return True
    raise InvalidField(field, Phrase("%(field)s must be true or false.", field=field))


def read_json(request: Request) -> Fields:
    """The JSON object that was sent; anything else is refused with a sentence."""
    if not request.is_json:
        raise UnsupportedMediaType("Send JSON, with Content-Type: application/json.")
    try:
        document = request.get_json()
    except RecursionError:
        raise BadRequest(Phrase("This JSON is nested too deeply.")) from None
    if not isinstance(document, dict):
        raise BadRequest(Phrase("Send a JSON object."))
    return document


def read_new_account(fields: Fields) -> NewAccount:
    """What somebody asks for when registering."""
    return NewAccount(
        name=read_text(fields, "name", LONGEST_TYPED),
        password=read_text(fields, "password", LONGEST_TYPED),
        email=read_email(fields),
    )


def read_credentials(fields: Fields) -> Credentials:
    """A name and a password."""
    return Credentials(
        name=read_text(fields, "name", LONGEST_TYPED),
        password=read_text(fields, "password", LONGEST_TYPED),
    )


def read_password_change(fields: Fields) -> PasswordChange:
    """The present password and the new one."""
    return PasswordChange(
        present=read_text(fields, "present", LONGEST_TYPED),
        new=read_text(fields, "new", LONGEST_TYPED),
    )


def read_email(fields: Fields) -> str | None:
    """An e-mail address that mail could carry; None when nothing was written."""
    email = read_text(fields, "email", LONGEST_EMAIL, required=False).strip()
    if not email:
        return None
    name, at, host = email.rpartition("@")
    if not name or not at or not host or not _is_one_address(email):
        raise InvalidField(
            "email", Phrase("This does not look like an e-mail address.")
        )
    return email


def _is_one_address(email: str) -> bool:
    """Whether a mail's header can carry it, as one reader's and nothing else."""
    if any(letter.isspace() for letter in email):
        return False
    try:
        return Address(addr_spec=email).addr_spec == email
    except (ValueError, IndexError):
        return False


def _refuse_unstorable(field: str, text: str) -> None:
    if "\x00" in text:
        raise InvalidField(
            field, Phrase("This contains a NUL character, which we cannot keep.")
        )
    if any(FIRST_SURROGATE <= character <= LAST_SURROGATE for character in text):
        raise InvalidField(
            field, Phrase("This contains half a character, which we cannot keep.")
        )


def _whole_number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value) if len(value) <= len(str(LONGEST_ID)) else None
    return None
