"""`flask words`: the list kept in a file, at a terminal, by an editor."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from comments.store.models import Account

Cast = dict[str, Account]
EDITOR = "Lee Editor"


def words(app: Flask, *arguments: str, given: str | None = None) -> Result:
    return app.test_cli_runner().invoke(args=["words", *arguments], input=given)


def add(app: Flask, word: str, *more: str, by: str = EDITOR) -> Result:
    usual = ("--as", "hold", "--rule", "be-nice", "--reason", "A nickname.")
    return words(app, "add", word, *usual, *more, "--by", by)


def test_a_word_is_added_listed_and_removed(app: Flask, cast: Cast) -> None:
    assert add(app, "grumbold", "--until", "2026-03-31").exit_code == 0
    listed = words(app, "list").output
    assert listed == (
        "hold\tbe-nice\tgrumbold\tuntil 2026-03-31\t"
        "Lee Editor, 2026-03-14: A nickname.\n"
    )
    assert words(app, "list", "--list", "allowed").output == ""
    assert words(app, "list", "--search", "NICK").output == listed
    removed = words(app, "remove", "GRUMBOLD", "--by", "lee editor")
    assert removed.output == "“grumbold” is off the list.\n"
    assert words(app, "list").output == ""
    assert words(app, "list", "--version", "1").output == listed
    assert words(app, "list", "--version", "3").exit_code == 1


def test_an_exported_list_is_imported_as_it_was(
    app: Flask, cast: Cast, tmp_path: Path
) -> None:
    add(app, "grumbold", "--until", "2026-03-31")
    words(app, "add", "crap", "--as", "allow", "--reason", "A river.", "--by", EDITOR)
    exported = words(app, "export").output
    file = tmp_path / "words.tsv"
    file.write_text(exported, encoding="utf-8")
    again = words(app, "import", str(file), "--by", EDITOR)
    assert again.output == "0 added, 0 changed, 2 as they were.\n"
    for word in ("grumbold", "crap"):
        words(app, "remove", word, "--by", EDITOR)
    back = words(app, "import", str(file), "--by", EDITOR)
    assert back.output == "2 added, 0 changed, 0 as they were.\n"
    assert words(app, "export").output == exported


def test_a_plain_list_takes_what_the_options_say(app: Flask, cast: Cast) -> None:
    options = ("--as", "watch", "--rule", "spam", "--reason", "From the old system.")
    given = "# old list\ngrumbold\n\nbridge mafia\treject\tbe-nice\n"
    done = words(app, "import", *options, "--by", EDITOR, given=given)
    assert done.output == "2 added, 0 changed, 0 as they were.\n"
    listed = words(app, "list").output
    assert "watch\tspam\tgrumbold" in listed
    assert "reject\tbe-nice\tbridge mafia" in listed


def test_of_a_file_with_a_wrong_line_nothing_is_imported(
    app: Flask, cast: Cast
) -> None:
    given = "grumbold\thold\tbe-nice\t\tA nickname.\nwozzock\tburn\nx\thold\tbe-nice\n"
    done = words(app, "import", "--by", EDITOR, given=given)
    assert done.exit_code == 1
    assert "Line 2: “burn” is none of these" in done.output
    assert "Line 3: The reason is missing." in done.output
    assert words(app, "list").output == ""


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        ("Jo Moderator", "Only editors change the list."),
        ("Nobody", "There is no account Nobody."),
    ],
)
def test_only_an_editor_changes_the_list(
    app: Flask, cast: Cast, by: str, sentence: str
) -> None:
    refused = add(app, "grumbold", by=by)
    assert refused.exit_code == 1
    assert sentence in refused.output
    assert words(app, "list").output == ""


@pytest.mark.parametrize(
    "wrong",
    [
        ("grumbold", "--until", "tomorrow"),
        ("grumbold", "--until", "9999-12-31"),
        ("grumbold", "--rule", "be-truthful"),
        ("g" * 101,),
        ("...",),
        (" ",),
        ("grumbold", "--reason", " "),
    ],
)
def test_what_cannot_be_listed_is_refused_with_a_sentence(
    app: Flask, cast: Cast, wrong: tuple[str, ...]
) -> None:
    refused = add(app, *wrong)
    assert refused.exit_code in {1, 2}
    assert refused.output.splitlines()[-1].startswith("Error: ")
    assert words(app, "remove", "grumbold", "--by", EDITOR).exit_code == 1
