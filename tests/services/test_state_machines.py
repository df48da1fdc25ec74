"""Every act, from every state, by everybody: what the tables say, and nothing else.

`comment_machine.txt` and `sanction_machine.txt` are the whole of it: a line names the
acts, who may do them, and where they lead.  What no line names is refused with a
sentence, and leaves every row and the end of the ledger as they were.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from comments.store.database import Database
from tests.services import comment_states, sanction_states
from tests.services.conftest import Town
from tests.services.everything_tried import everything_tried, read_machine
from tests.services.moderation_acts import ON_COMMENTS
from tests.services.sanction_acts import ON_PEOPLE

Found = Callable[[Database], Town]
HERE = Path(__file__).parent
OF_COMMENTS = read_machine(HERE / "comment_machine.txt")
OF_PEOPLE = read_machine(HERE / "sanction_machine.txt")
# On PostgreSQL the states in which most is at stake: the rest is the same code.
MOST_AT_STAKE = ("reported", "edit waits", "appealed", "overturned")


def test_the_tables_have_a_line_for_every_state_and_no_other() -> None:
    assert OF_COMMENTS.keys() == comment_states.STATES.keys()
    assert OF_PEOPLE.keys() == sanction_states.STATES.keys()


@pytest.mark.parametrize("state", OF_COMMENTS)
def test_of_all_acts_on_a_comment_those_of_the_table_go_through(
    sqlite_database: Database, found_town: Found, state: str
) -> None:
    _try_all_on_a_comment(found_town(sqlite_database), state)


@pytest.mark.parametrize("state", MOST_AT_STAKE)
def test_the_same_acts_on_a_comment_go_through_on_postgresql(
    postgresql_database: Database, found_town: Found, state: str
) -> None:
    _try_all_on_a_comment(found_town(postgresql_database), state)


@pytest.mark.parametrize("state", OF_PEOPLE)
def test_of_all_acts_on_a_person_those_of_the_table_go_through(
    sqlite_database: Database, found_town: Found, state: str
) -> None:
    _try_all_on_a_person(found_town(sqlite_database), state)


def test_the_same_acts_on_a_person_go_through_on_postgresql(
    postgresql_database: Database, found_town: Found
) -> None:
    _try_all_on_a_person(found_town(postgresql_database), "mute appealed")


def _try_all_on_a_comment(town: Town, state: str) -> None:
    scene = comment_states.scene_of(state, town)
    went = everything_tried(scene, ON_COMMENTS, comment_states.where_it_led)
    assert went == OF_COMMENTS[state]


def _try_all_on_a_person(town: Town, state: str) -> None:
    scene = sanction_states.scene_of(state, town)
    went = everything_tried(scene, ON_PEOPLE, sanction_states.where_it_led)
    assert went == OF_PEOPLE[state]
