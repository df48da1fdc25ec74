"""The language of a text is told when it is plain, and left open when it is not."""

import pytest

from comments.filter.languages import is_read, language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The second crew came over the mill side at nine."),
        ("de", "Das ist nicht die Brücke, die wir auf der Karte gesehen haben."),
        ("fr", "Le pont est fermé et nous ne pouvons pas aller dans la ville."),
        ("es", "El puente está cerrado porque el río es muy alto, como siempre."),
        ("it", "Il ponte è chiuso e non possiamo andare in città, come sempre."),
        ("pt", "A ponte não está aberta porque o rio é muito alto, como sempre."),
        ("nl", "De brug is niet open en wij kunnen dus ook niet naar de stad."),
        ("pl", "Most jest zamknięty, ale to nie jest problem dla ludzi z miasta."),
        ("sv", "Bron är inte öppen och det är ett problem för oss som bor här."),
        ("ru", "Мост закрыт, и это никому не нравится."),
        ("el", "Η γέφυρα είναι κλειστή."),
        ("ja", "橋は閉まっています。"),
        ("zh", "这座桥关闭了。"),
        ("ko", "다리가 닫혔습니다."),
        ("ar", "الجسر مغلق اليوم."),
    ],
)
def test_a_plain_sentence_is_known(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍👍",
        "Nonsense!",
        "C'est la vie.",
        "12:30",
        "Prosit Neujahr",
    ],
)
def test_too_few_words_tell_nothing(text: str) -> None:
    assert language_of(text) == "und"


@pytest.mark.parametrize(
    "text",
    [
        "The El Rey and La Scala are on the list, as is Das Boot.",
        "Die, he said, was a strange word for the German article.",
        "I was in der Schweiz and the die is cast",
        "We met Ван and Мария at the café, and they were late.",
        "go home u are not from here",
    ],
)
def test_english_with_foreign_names_stays_english(text: str) -> None:
    assert language_of(text) == "en"


def test_only_english_is_read_under_any_of_its_codes() -> None:
    assert all(map(is_read, ("en", "EN", "en-GB", "en-Latn-US")))
    assert not any(map(is_read, ("de", "enm", "", "und", "e")))
