"""Every language that ships is whole, and says nothing that is not written any more."""

import json
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from comments.adapters.catalogues import Catalogues
from comments.domain.phrases import Phrase, counted, joined
from comments.settings import TRANSLATIONS

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(TRANSLATIONS.glob("*.po"))
VALUE = re.compile(r"%\((\w+)\)[sd]")
TAG = re.compile(r"</?\w+[^>]*>")
KEYWORDS = ("Phrase:1,2", "Phrase:1", "counted:1,2")
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
HIDDEN = re.compile(r"<(script|style|code)\b.*?</\1>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
CLASSES = re.compile(r"\{% block \w+_class %\}.*?\{% endblock[^%]*%\}", re.DOTALL)
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')
NAMES_OF_SIGNS = re.compile(r"&\w+;")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the sources say now, gathered as `make words` does."""
    file = tmp_path_factory.mktemp("words") / "words.pot"
    keywords = [part for word in KEYWORDS for part in ("--keyword", word)]
    extract = ["extract", "--mapping-file", "babel.cfg", *keywords, "-o", str(file)]
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", *extract, "."]
    subprocess.run(command, cwd=ROOT, check=True, timeout=120)
    with file.open("rb") as found:
        return read_po(found)


@pytest.fixture(scope="module", params=SHIPPED, ids=lambda file: file.stem)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with request.param.open("rb") as file:
        return read_po(file, locale=request.param.stem)


def test_a_catalogue_holds_all_that_is_said_and_nothing_else(
    written: Catalog, catalogue: Catalog
) -> None:
    said, known = ({key(m) for m in which if m.id} for which in (written, catalogue))
    assert sorted(said - known) == [], "`make words` gathers them"
    assert sorted(known - said) == [], "`make words` drops them"


def test_nothing_waits_for_its_translation(catalogue: Catalog) -> None:
    assert [m.id for m in catalogue if m.id and not is_whole(m)] == []


def test_a_translation_has_the_values_and_the_marks_of_its_original(
    catalogue: Catalog,
) -> None:
    assert [m.id for m in catalogue if m.id and not fits(m)] == []


def test_english_and_spanish_ship() -> None:
    assert {"en", "es"} <= {language.code for language in Catalogues()}


def test_no_template_says_anything_that_nobody_can_translate() -> None:
    bare = {
        str(file.relative_to(ROOT)): found
        for file in sorted((ROOT / "templates").rglob("*.html"))
        if (found := bare_words(file.read_text(encoding="utf-8")))
    }
    assert bare == {}


def test_a_number_decides_which_form_is_said() -> None:
    say = Catalogues().get("es").say
    waits = [say(counted("a minute", "%(count)s minutes", n)) for n in (1, 2)]
    assert waits == ["un minuto", "2 minutos"]


def test_a_phrase_within_a_phrase_is_said_in_the_same_language() -> None:
    rule = Phrase("Be Nice")
    whole = joined([Phrase("It is about the rule “%(headline)s”.", headline=rule)])
    assert whole == "It is about the rule “Be Nice”."
    assert Catalogues().get("es").say(whole) == "Se trata de la norma «Sea amable»."


def test_dates_and_numbers_are_written_as_each_language_writes_them() -> None:
    english, spanish = Catalogues().get("en"), Catalogues().get("es")
    moment = datetime(2026, 11, 4, 9, 5, tzinfo=UTC)
    assert english.moment(moment) == "4 November 2026, 09:05 UTC"
    assert spanish.moment(moment) == "4 de noviembre de 2026, 09:05 UTC"
    assert (english.number(12345), spanish.number(12345)) == ("12,345", "12.345")


def test_an_error_gives_back_the_phrase_that_it_was_raised_with() -> None:
    refusal = ValueError(Phrase("Be Nice"))
    assert Catalogues().get("es").say(str(refusal)) == "Sea amable"


def test_a_phrase_is_an_ordinary_text_to_whoever_knows_no_languages() -> None:
    phrase = Phrase("The %(field)s is missing.", field="name")
    assert phrase == "The name is missing."
    assert json.dumps(phrase) == '"The name is missing."'


def test_a_newsroom_adds_a_language_and_rewords_ours(tmp_path: Path) -> None:
    for name, word in (("eu", "Izan atsegin"), ("es", "Con respeto")):
        entry = f'msgid ""\nmsgstr ""\n\nmsgid "Be Nice"\nmsgstr "{word}"\n'
        (tmp_path / f"{name}.po").write_text(entry, encoding="utf-8")
    catalogues = Catalogues(str(tmp_path))
    assert catalogues.get("eu").say(Phrase("Be Nice")) == "Izan atsegin"
    assert catalogues.get("es").say(Phrase("Be Nice")) == "Con respeto"
    assert catalogues.get("es").say(Phrase("Be Truthful")) == "Sea veraz"


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else " | ".join(message.id)


def forms(message: Message) -> tuple[str, ...]:
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said or ())


def is_whole(message: Message) -> bool:
    return not message.fuzzy and all(form.strip() for form in forms(message))


def fits(message: Message) -> bool:
    plain = (message.id,) if isinstance(message.id, str) else message.id
    originals = [(set(VALUE.findall(one)), Counter(TAG.findall(one))) for one in plain]
    return all(
        (set(VALUE.findall(form)), Counter(TAG.findall(form))) in originals
        for form in forms(message)
    )


def bare_words(source: str) -> list[str]:
    """The words of a template that stand between its tags, outside every expression."""
    text = HIDDEN.sub(" ", CLASSES.sub(" ", source))
    text = JINJA.sub(" ", text)
    return [
        piece.strip()
        for piece in re.split(r"<[^>]*>", NAMES_OF_SIGNS.sub(" ", text))
        if WORD.search(ATTRIBUTE.sub(" ", piece))
    ]
