"""The dashboard: plots that the server draws, with their numbers beside them."""

import re

from tests.web.desk.conftest import Desk


def test_a_plot_has_a_title_a_description_and_a_table(desk: Desk) -> None:
    held = desk.post("author")
    desk.decide("moderator", held, action="reject", rule="be-nice")
    desk.post("reader")
    page = desk.see("moderator", "/desk/health").text
    plots = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(plots) == 6
    for plot in plots:
        assert 'role="img"' in plot
        assert "<title" in plot
        assert "<desc" in plot
    assert page.count("<table") == 4
    assert "style=" not in page
    assert "1 open; the oldest has waited" in page


def test_an_empty_desk_is_drawn_too(desk: Desk) -> None:
    for days in ("7", "30", "90"):
        assert desk.see("moderator", f"/desk/health?days={days}").status_code == 200
    assert desk.see("moderator", "/desk/health?days=8").status_code == 400


def test_only_an_editor_sets_the_goal(desk: Desk) -> None:
    assert desk.send("moderator", "/desk/health/goal", goal="30").status_code == 403
    assert desk.send("editor", "/desk/health/goal", goal="30").status_code == 303
    assert 'data-goal="30"' in desk.see("moderator", "/desk/health").text
    for wrong in ("0", "soon", "99999"):
        answer = desk.send("editor", "/desk/health/goal", goal=wrong)
        assert answer.status_code == 400


def test_readers_do_not_see_the_desk(desk: Desk) -> None:
    assert desk.see("reader", "/desk/health").status_code == 403
