"""The discussion in each of its states: nobody is shut out."""

from playwright.sync_api import Page

from comments.domain.sanctions import SanctionKind
from tests.web.board.conftest import PLAIN, RUDE, THREAT, Board, add_article
from tests.web.looks.conftest import HOST, Sight, State, insist

MARKED = "*Look* at the minutes:\n\n> It stays shut.\n\n- one\n- two"
WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenband"


def talk(board: Board) -> int:
    """A long discussion, one deep conversation of it; return that one's first."""
    for number in range(22):
        board.comment("author", f"Comment {number} about the bridge and the detour.")
    top = parent = board.comment("reader", MARKED, mark="witness", contact="1")
    for number in range(9):
        part = ("author", "stranger")[number % 2]
        parent = board.comment(part, f"{number} {WORD}", parent_id=parent)
    lost = board.comment("reader", "Shown, and then gone.", parent_id=top)
    board.comment("moderator", "@Tom K. thank you for this.", parent_id=lost)
    board.reject(lost)
    board.send("stranger", f"/comments/{top}/appreciation", appreciated="1")
    board.send("editor", f"/comments/{top}/pick", picked="1")
    board.comment("author", RUDE)  # which waits
    return top


def previewed(page: Page) -> None:
    page.fill("#text", MARKED)
    page.get_by_role("button", name="Preview").click()
    page.locator("[data-preview]").wait_for()


def nudged(page: Page) -> None:
    page.fill("#text", RUDE)
    page.get_by_role("button", name="Post", exact=True).click()
    page.locator("[data-nudge]").wait_for()


def edit_nudged(page: Page) -> None:
    page.fill("#text", THREAT)
    page.get_by_role("button", name="Save").click()
    page.locator("[data-nudge]").wait_for()


def insisted(page: Page) -> None:
    nudged(page)
    page.locator("[name=insist]").click()
    page.locator("[data-state=held]").first.wait_for()


def underlined(page: Page) -> None:
    page.locator("#text").press_sequentially("You are an idiot. ")
    page.locator(".mirror mark").first.wait_for()


def names_offered(page: Page) -> None:
    page.locator("#text").press_sequentially("@To")
    page.locator("#names li").first.wait_for()


def test_a_discussion_before_anybody_wrote(sight: Sight) -> None:
    thread = f"/threads/{sight.board.thread_id}"
    sight.look_at(
        State("anonymous", "/"),
        State("anonymous", thread),
        State("reader", thread),
        State("reader", f"{thread}?show=picks"),
        State("reader", f"{thread}?show=new"),
        State("anonymous", f"{thread}?lang=es"),
        State("anonymous", "/rules"),
    )
    sight.settle()


def test_a_long_and_deep_discussion(sight: Sight) -> None:
    board, thread = sight.board, f"/threads/{sight.board.thread_id}"
    top = talk(board)
    board.send("reader", f"/me/ignored/{board.cast['author'].id}", wanted="1")
    board.send("stranger", "/me/followed-threads/1", wanted="1")
    sight.look_at(
        *(State(part, thread) for part in ("anonymous", "reader", "editor", "author")),
        State("anonymous", f"{thread}?sort=most-replied"),
        State("stranger", f"{thread}?sort=oldest"),
        State("stranger", f"{thread}?show=picks"),
        State("anonymous", f"/comments/{top}"),
        State("reader", f"{thread}/conversations/{top}"),
        State("anonymous", f"/framed{thread}"),
        State("anonymous", f"/embed?url={HOST}/bridge&title=The+bridge"),
        State("anonymous", "/framed/comments/1/report"),
    )
    sight.settle()


def test_a_discussion_that_takes_nothing_more(sight: Sight) -> None:
    board = sight.board
    board.comment("author")
    board.ban("stranger", SanctionKind.MUTE)
    board.ban("author", SanctionKind.WARNING)
    thread, other = f"/threads/{board.thread_id}", add_article(board, "Another one")
    sight.look_at(State("stranger", thread), State("author", thread))
    board.close()
    sight.look_at(State("anonymous", thread), State("reader", thread))
    board.pause()
    sight.look_at(State("reader", thread), State("anonymous", f"/threads/{other}"))
    sight.settle()


def test_writing_a_comment(sight: Sight) -> None:
    board, thread = sight.board, f"/threads/{sight.board.thread_id}"
    first = board.comment("author")
    own = board.comment("reader", "My own words about the bridge.")
    held = board.comment("author", RUDE)
    sight.look_at(
        State("reader", thread, previewed),
        State("reader", thread, nudged),
        State("reader", thread, underlined),
        State("reader", thread, names_offered),
        State("stranger", thread, insisted),
        State("author", f"{thread}?stored={held}"),
        State("reader", f"/comments/{first}/reply?quote={first}"),
        State("reader", f"/comments/{own}/edit"),
        State("reader", f"/comments/{own}/edit", edit_nudged),
        State("reader", f"/comments/{own}/withdraw"),
    )
    sight.settle()


def refused_report(page: Page) -> None:
    insist(page)
    page.locator("#rule-error").wait_for()


def reported(page: Page) -> None:
    page.get_by_label("Be Truthful").check()
    page.get_by_role("button", name="Report", exact=True).click()
    page.get_by_text("Thank you").first.wait_for()


def refused_notice(page: Page) -> None:
    insist(page)
    page.locator(".field-error").first.wait_for()


def filed(page: Page) -> None:
    page.fill("#explanation", "It names a child.")
    page.get_by_label("I believe").check()
    page.get_by_role("button", name="Send the notice").click()
    page.wait_for_url("**/notices/unlawful/*")


def test_reporting_a_comment(sight: Sight) -> None:
    first = sight.board.comment("author", PLAIN)
    report, notice = f"/comments/{first}/report", "/notices/unlawful"
    sight.look_at(
        State("anonymous", report),
        State("reader", report),
        State("reader", report, refused_report),
        State("reader", report, reported),
        State("anonymous", notice),
        State("anonymous", f"{notice}?comment={first}"),
        State("anonymous", notice, refused_notice),
        State("anonymous", f"{notice}?comment={first}", filed),
    )
    sight.settle()
