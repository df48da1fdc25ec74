"""What an answer quotes."""

from comments.domain.markup import read_markup
from comments.domain.markup_pieces import Open, Tag
from comments.domain.quotation import MOST_QUOTED, quotation_of


def test_each_line_is_quoted_and_echoes_are_left_out() -> None:
    assert quotation_of("> echo\r\n\r\none\r\n\r\ntwo") == "> one\n>\n> two\n\n"
    assert quotation_of("> only an echo") == ""


def test_a_long_comment_is_quoted_up_to_a_word() -> None:
    quoted = quotation_of("word " * 1000)
    assert len(quoted) < MOST_QUOTED + 10
    assert quoted.endswith("word …\n\n")
    assert len(quotation_of("x" * 3000)) < MOST_QUOTED + 10


def test_a_quotation_reads_as_one() -> None:
    pieces = list(read_markup(quotation_of("- a\n- b\n\n*c*") + "d"))
    opened = [piece.tag for piece in pieces if isinstance(piece, Open)]
    assert opened.count(Tag.QUOTATION) == 1
