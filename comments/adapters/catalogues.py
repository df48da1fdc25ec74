"""The languages: a catalogue each, read as it is written and never compiled.

Ours stand in `comments/translations`; a newsroom may keep others, or other words for
some of ours, in a folder of its own.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_decimal_symbol
from babel.support import NullTranslations, Translations

from comments.domain.phrases import Phrase
from comments.settings import TRANSLATIONS

ENGLISH: Final = "en"
# The English that we write puts the day before the month.
FORMATS_OF: Final = {ENGLISH: "en_GB"}


class Language:
    """One language: its words, and how it writes dates and numbers."""

    def __init__(self, code: str, files: Iterable[Path]) -> None:
        self.code = code
        self.locale = Locale.parse(code)
        self.formats = Locale.parse(FORMATS_OF.get(code, code))
        self._files = tuple(files)

    @property
    def tag(self) -> str:
        """What a page and a browser call it (BCP 47)."""
        return self.code.replace("_", "-")

    @property
    def direction(self) -> str:
        """Where its lines begin."""
        return self.locale.text_direction

    @property
    def name(self) -> str:
        """What its own speakers call it."""
        name = self.locale.get_display_name() or self.code
        return name[:1].upper() + name[1:]

    @cached_property
    def words(self) -> NullTranslations:
        """The catalogue; what it does not hold is said in English."""
        words = NullTranslations()
        for file in self._files:
            read = _read(file, self.code)
            read.add_fallback(words)
            words = read
        return words

    @cached_property
    def digest(self) -> str:
        """What changes whenever the catalogue does."""
        digest = hashlib.sha256(self.code.encode())
        for file in self._files:
            digest.update(file.read_bytes())
        return digest.hexdigest()[:16]

    def say(self, text: str) -> str:
        """A text in this language: a phrase is looked up with the values in it."""
        if not isinstance(text, Phrase):
            return text
        if text.many is None:
            pattern = self.words.ugettext(text.pattern)
        else:
            pattern = self.words.ungettext(text.pattern, text.many, text.number)
        if not text.values:
            return pattern
        return pattern % {name: self._value(one) for name, one in text.values.items()}

    def moment(self, moment: datetime) -> str:
        """A moment to the minute, in UTC."""
        day = format_date(moment, "long", locale=self.formats)
        return f"{day}, {format_time(moment, 'HH:mm', locale=self.formats)} UTC"

    def day(self, moment: datetime) -> str:
        """The day of a moment, in short."""
        return format_skeleton("yMMMd", moment, locale=self.formats)

    def whole_day(self, day: date) -> str:
        """A day, with its month in full."""
        return format_date(day, "long", locale=self.formats)

    def decimal(self, number: str) -> str:
        """A number that has its digits already, with this language's sign in it."""
        return number.replace(".", get_decimal_symbol(self.formats))

    def number(self, number: float) -> str:
        """A number, with its digits in groups."""
        return format_decimal(number, locale=self.formats)

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.say(value)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, int | float):
            return self.number(value)
        return value


class Catalogues:
    """All languages that this installation speaks; English is always among them."""

    def __init__(self, own_folder: str = "") -> None:
        folders = [TRANSLATIONS, *([Path(own_folder)] if own_folder else [])]
        files = [file for folder in folders for file in sorted(folder.glob("*.po"))]
        codes = sorted({ENGLISH, *(file.stem for file in files)})
        self._languages = {
            code: Language(code, [file for file in files if file.stem == code])
            for code in codes
        }

    def __iter__(self) -> Iterator[Language]:
        return iter(self._languages.values())

    def __len__(self) -> int:
        return len(self._languages)

    def __contains__(self, code: object) -> bool:
        return code in self._languages

    def get(self, code: str | None) -> Language:
        """The language with this code; English when there is none."""
        return self._languages.get(code or ENGLISH, self._languages[ENGLISH])


def _read(file: Path, code: str) -> Translations:
    with file.open("rb") as written:
        catalogue = read_po(written, locale=code, ignore_obsolete=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
