"""Words in disguise are unmasked; innocent words in the same dress are left alone."""

import pytest

from comments.filter.disguise import load_disguises, looks_like, take_apart
from comments.filter.folding import fold
from comments.filter.text import fold_text

STRIKE = "\u0336"


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("sh1t", "shit"),
        ("$h!+", "shit"),
        ("(0(k", "cock"),
        ("d1ckh34d", "dickhead"),
        ("f**k", "fuck"),
        ("f***ing", "fucking"),
        ("f--k", "fuck"),
        ("b*tch", "bitch"),
        ("f***", "fuck"),
        ("s-h-i-t", "shit"),
        ("w.a.n.k.e.r", "wanker"),
        ("f_u_c_k", "fuck"),
        ("fu.ck", "fuck"),
        ("fuuuuck", "fuck"),
        ("shiiiittttt", "shit"),
        ("m-u-r-d-e-r", "murder"),
        ("phuck", "fuck"),
        ("youareanidiot", "you are an idiot"),
    ],
)
def test_a_disguise_is_seen_through(typed: str, word: str) -> None:
    assert load_disguises().resolve(typed) == word


@pytest.mark.parametrize(
    "typed",
    [
        "shiitake",
        "a55",
        "455",
        "1st",
        "c1455",
        "cl**s",
        "gr**es",
        "as**ssment",
        "c-l-a-s-s",
        "g.r.a.p.e.s",
        "pen.is",
        "the.rapist",
        "sooooo",
        "claaaasssss",
        "assassination",
        "theanalysiswasclear",
        "rapping",
        "c++",
        "****",
        "f",
        "u.s.a",
    ],
)
def test_an_innocent_word_is_no_disguise(typed: str) -> None:
    assert load_disguises().resolve(typed) is None


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Ａ", "a"),
        ("𝐁", "b"),
        ("ⓒ", "c"),
        ("đ", "d"),
        ("é", "e"),
        ("ﬁ", "fi"),
        ("ɢ", "g"),
        ("һ", "h"),
        ("ı", "i"),
        ("с", "c"),
        ("ο", "o"),
        ("ѕ", "s"),
        ("ո", "n"),
        ("🅱", "b"),
        ("🇫", "f"),
        ("ß", "ss"),
        ("\u200b", ""),
        ("\u00ad", ""),
        (STRIKE, ""),
        ("\ufe0f", ""),
        ("ж", "ж"),
    ],
)
def test_a_character_folds_to_the_letters_it_shows(typed: str, plain: str) -> None:
    assert fold(typed) == plain


def test_a_character_that_unfolds_into_a_sentence_stays_short() -> None:
    assert len(fold("\ufdfa")) == 1
    assert len(fold_text("\ufdfa" * 100).letters) == 100


def test_every_folded_letter_leads_back_to_its_character() -> None:
    text = "a\u200bﬁ&amp;é\u0336!"
    folded = fold_text(text)
    assert folded.letters == "afi&e!"
    places = folded.place([(letter, n, n + 1) for n, letter in enumerate("afi&e!")])
    assert [(start, end) for _, start, end in places] == [
        (0, 2),  # the letter, and the invisible one after it
        (2, 3),
        (2, 3),  # one character that shows two letters
        (3, 8),
        (8, 10),  # the letter and its mark
        (10, 11),
    ]


def test_letters_drawn_alike_look_alike() -> None:
    assert looks_like("8u|1$h!+") == looks_like("bullshit")
    assert looks_like("bullet") != looks_like("bullshit")


def test_a_word_is_taken_apart_into_the_fewest_known_words() -> None:
    known = frozenset({"an", "other", "another", "moron", "a"})
    assert take_apart("anothermoron", known, frozenset({"moron"})) == "another moron"
    assert take_apart("anothermorons", known, frozenset({"moron"})) is None
    assert take_apart("another", known, frozenset({"moron"})) is None
