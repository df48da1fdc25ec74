"""A crowd of reports at the desk: counted in full, and said to count as one."""

from datetime import timedelta

from comments.domain.reports import BURST_SIZE
from comments.store.models import Account
from tests.web.desk.conftest import CLEAN, Desk


def test_a_crowd_of_new_reporters_counts_as_one_and_hides_nothing(desk: Desk) -> None:
    comment_id = desk.post("author", CLEAN)
    with desk.database.transaction(writes=True) as db:
        for number in range(BURST_SIZE):
            name = f"fresh {number}"
            fresh = Account(
                name=name,
                name_folded=name,
                password_hash="none",
                role="reader",
                pseudonym=name,
                created_at=desk.clock() - timedelta(days=2),
            )
            db.add(fresh)
            db.flush()
            desk.cast[name] = fresh
    for number in range(BURST_SIZE):
        desk.report(f"fresh {number}", comment_id)
    page = desk.see("moderator", desk.address(comment_id)).text
    assert f'data-reports="{BURST_SIZE}"' in page
    assert f'data-as-one="{BURST_SIZE}"' in page
    assert "in bursts of new reporters, each burst as one" in page
    assert desk.comment(comment_id).status == "published"
