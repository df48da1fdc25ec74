"""An item says what was decided about near-identical texts, and leads to them."""

from comments.store.near_texts import remove_bands
from tests.web.desk.conftest import Desk

FLYER = (
    "The mayor is a pathetic lying idiot, and whoever reads this should come to the "
    "town hall on Monday evening and tell the whole council so to their faces."
)


def test_an_item_leads_to_near_identical_texts_and_their_decisions(desk: Desk) -> None:
    first = desk.post("author", FLYER)
    second = desk.post("reader", FLYER.replace("Monday", "Tuesday"))
    page = desk.see("moderator", desk.address(second)).text
    assert 'data-near="1"' in page
    assert "No moderator has decided about any of them yet." in page
    assert f'href="{desk.address(first)}"' in page
    desk.decide("second moderator", first, rule="be-nice")
    page = desk.see("moderator", desk.address(second)).text
    assert "rejected under Be Nice 1×" in page


def test_texts_older_than_the_index_are_found_after_a_command(desk: Desk) -> None:
    first = desk.post("author", FLYER)
    second = desk.post("reader", FLYER.replace("Monday", "Tuesday"))
    with desk.database.transaction(writes=True) as db:
        for comment_id in (first, second):
            remove_bands(db, desk.item(comment_id).revision_id)
    assert "data-near" not in desk.see("moderator", desk.address(second)).text
    done = desk.app.test_cli_runner().invoke(args=["index-texts"])
    assert done.exit_code == 0, done.output
    assert 'data-near="1"' in desk.see("moderator", desk.address(second)).text
