"""Appreciating by a program: put and taken back, and counted in the listing."""

from tests.web.api.conftest import PLAIN, Call


def test_a_program_appreciates_and_takes_it_back(program: Call, thread_id: int) -> None:
    made = program("author").comment(thread_id, PLAIN).json
    reader, path = program("reader"), f"/comments/{made['id']}/appreciation"
    for count, mine, call in ((1, True, "PUT"), (1, True, "PUT"), (0, False, "DELETE")):
        answer = reader.send(call, path)
        assert answer.status_code == 200
        wanted = {"comment_id": made["id"], "appreciated": count, "mine": mine}
        assert answer.json == wanted
    reader.send("PUT", path)
    listed = reader.get(f"/threads/{thread_id}/comments").json["comments"]
    assert [comment["appreciated"] for comment in listed] == [1]


def test_ones_own_comment_and_none_at_all_are_refused(
    program: Call, thread_id: int
) -> None:
    made = program("author").comment(thread_id, PLAIN).json
    path = f"/comments/{made['id']}/appreciation"
    assert program("author").send("PUT", path).status_code == 403
    assert program(None).send("PUT", path).status_code == 401
    assert (
        program("reader").send("PUT", "/comments/999/appreciation").status_code == 404
    )
