"""Programs that decide about many comments at once."""

from typing import Any

from tests.web.api.conftest import RUDE, Call


def held(program: Call, thread_id: int, number: int) -> list[int]:
    reader = program("reader")
    texts = [f"{RUDE} {place}" for place in range(number)]
    answers = [reader.comment(thread_id, text, insist=True) for text in texts]
    return [answer.json["id"] for answer in answers]


def picks_in(queue: Any) -> list[dict[str, int]]:
    return [
        {
            "comment_id": item["comment"]["id"],
            "revision_id": item["comment"]["revision_id"],
            "version": item["version"],
        }
        for item in queue.json["items"]
    ]


def test_a_program_previews_decides_and_undoes(program: Call, thread_id: int) -> None:
    mine = held(program, thread_id, 3)
    mod = program("moderator")
    order = {
        "action": "reject",
        "rule": "be-nice",
        "picks": picks_in(mod.get("/queue")),
    }
    looked = mod.post("/bulk-decisions/preview", **order)
    assert looked.status_code == 200
    assert sorted(line["comment_id"] for line in looked.json["lines"]) == mine
    assert {line["passed_over"] for line in looked.json["lines"]} == {None}
    done = mod.post("/bulk-decisions", **order, attempt="once")
    assert done.status_code == 201
    assert [line["state"] for line in done.json["lines"]] == ["decided"] * 3
    again = mod.post("/bulk-decisions", **order, attempt="once")
    assert again.json["id"] == done.json["id"]
    undone = mod.post(f"/bulk-decisions/{done.json['id']}/undo")
    assert [line["state"] for line in undone.json["lines"]] == ["undone"] * 3
    read = mod.get(f"/bulk-decisions/{done.json['id']}").json
    assert read["undone_at"] is not None
    assert {line["status"] for line in read["lines"]} == {"held"}


def test_a_program_finds_what_stands_of_a_person(program: Call, thread_id: int) -> None:
    mine = held(program, thread_id, 2)
    mod = program("moderator")
    (item, *_) = mod.get("/queue").json["items"]
    author = item["comment"]["author"]["id"]
    found = mod.get(f"/people/{author}/standing", span="day").json
    assert sorted(pick["comment_id"] for pick in found["picks"]) == mine
    near = mod.get(f"/queue/{item['id']}/near").json
    assert item["comment"]["id"] in [pick["comment_id"] for pick in near["picks"]]


def test_an_order_that_makes_no_sense_is_refused_in_words(
    program: Call, thread_id: int
) -> None:
    held(program, thread_id, 1)
    mod = program("moderator")
    picks = picks_in(mod.get("/queue"))
    fine = {"action": "reject", "rule": "be-nice", "picks": picks, "attempt": "one"}
    wrong: list[tuple[dict[str, Any], int]] = [
        ({"picks": []}, 400),
        ({"picks": [7]}, 400),
        ({"picks": [{"comment_id": 1}]}, 400),
        ({"picks": picks * 201}, 400),
        ({"rule": "share-with-us"}, 400),
        ({"action": "escalate"}, 400),
        ({"attempt": ""}, 400),
        ({"picks": [{"comment_id": 900, "revision_id": 900, "version": 0}]}, 404),
    ]
    for given, status in wrong:
        answer = mod.post("/bulk-decisions", **(fine | given))
        assert (answer.status_code, given) == (status, given)
