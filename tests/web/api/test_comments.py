"""Programs that list, post, edit and withdraw comments."""

from tests.web.api.conftest import PLAIN


def test_a_plain_comment_is_published_at_once(program, thread_id) -> None:
    answer = program("author").comment(thread_id)
    assert answer.status_code == 201
    assert answer.json["text"] == PLAIN
