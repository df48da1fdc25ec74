"""What somebody may look for, and where it stands in a text."""

from hypothesis import given
from hypothesis import strategies as st

from comments.domain.search_query import (
    Term,
    found_spans,
    read_query,
    snippet_of,
    words_of,
)


def test_words_phrases_beginnings_and_unwanted_words_are_told_apart() -> None:
    query = read_query('Mill "second crew" bridg* -boat -"old town"')
    assert query.wanted == (
        Term(("mill",)),
        Term(("second", "crew")),
        Term(("bridg",), begins=True),
    )
    assert query.unwanted == (Term(("boat",)), Term(("old", "town")))


def test_capitals_and_accents_make_no_difference() -> None:
    assert words_of("CAFÉ Zürich re\u0301sume\u0301") == ["cafe", "zurich", "resume"]


def test_a_script_without_spaces_is_read_letter_by_letter() -> None:
    assert read_query("石橋").wanted == (Term(("石", "橋")),)
    assert found_spans("古い石橋です", read_query("石橋")) == [(2, 3), (3, 4)]


def test_a_phrase_is_found_where_its_words_stand_together() -> None:
    text = "The crew that came second was no second crew."
    spans = found_spans(text, read_query('"second crew"'))
    assert [text[a:b] for a, b in spans] == ["second", "crew"]
    assert spans[0][0] == text.rindex("second")


def test_a_snippet_begins_before_the_first_word_that_was_found() -> None:
    text = "word " * 100 + "bridge" + " word" * 100
    snippet = snippet_of(text, read_query("bridge"))
    assert [snippet.text[a:b] for a, b in snippet.spans] == ["bridge"]
    assert (snippet.cut_before, snippet.cut_after) == (True, True)


@given(st.text(max_size=200), st.text(max_size=300))
def test_no_question_and_no_text_is_an_error(typed: str, text: str) -> None:
    query = read_query(typed)
    snippet = snippet_of(text, query)
    assert all(0 <= a < b <= len(snippet.text) for a, b in snippet.spans)
