"""A reader confirms an address, forgets a password, chooses letters, and leaves."""

import email
import email.policy
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from comments.store.database import Database
from tests.backends.parley import ROOT
from tests.e2e.conftest import PASSWORD, Town, found_town
from tests.e2e.test_story import look

Judge = Callable[[Page], None]
NEW = "four grey herons"


@dataclass
class PostOffice:
    """The folder in which letters land, and the worker that brings them there."""

    town: Town
    folder: Path
    environment: dict[str, str]

    def fetch(self, subject: str) -> str:
        """The link in the newest letter with this subject."""
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", "worker", "--once"],
            cwd=ROOT,
            env=os.environ | self.environment | {"PORT": str(self.town.server.port)},
            check=True,
        )
        for file in self.folder.glob("*.eml"):
            read = email.message_from_bytes(
                file.read_bytes(), policy=email.policy.default
            )
            if read["Subject"] == subject:
                found = re.search(r"http://\S+", read.get_content())
                assert found
                return found.group()
        raise AssertionError(f"no letter says {subject}")


def open_office(database: Database, folder: Path) -> PostOffice:
    settings = {
        "MAIL_URL": str(folder / "mail"),
        "SECRET_KEY": secrets.token_hex(32),
        "LEDGER_KEY": secrets.token_hex(32),
    }
    town = found_town(database, folder / "log", **settings)
    url = database.engine.url.render_as_string(hide_password=False)
    keys = {"DATABASE_URL": url, "LIMITS": "raised", **settings}
    return PostOffice(town, folder / "mail", keys)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_reader_lives_here_and_leaves(
    sqlite_database: Database, chromium: Browser, tmp_path: Path, *, scripts: bool
) -> None:
    office = open_office(sqlite_database, tmp_path)
    context = chromium.new_context(
        base_url=office.town.server.base,
        java_script_enabled=scripts,
        viewport={"width": 320, "height": 640},
        reduced_motion="reduce",
        accept_downloads=True,
    )
    page = context.new_page()
    judge = _judge if scripts else _no_look
    register(page)
    page.goto(office.fetch("Is this your address?"))
    judge(page)
    page.get_by_role("button", name="Yes, it is mine").click()
    expect(page.get_by_role("status")).to_contain_text("is confirmed")
    choose_letters(page, judge)
    forget_the_password(page, office, judge)
    take_the_data(page, judge)
    leave(page, judge)
    context.close()
    office.town.end()


def _judge(page: Page) -> None:
    look(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320, f"{page.url} is {wide} pixels wide"


def _no_look(page: Page) -> None:
    """Axe is a script itself."""


def register(page: Page) -> None:
    page.goto("/register")
    page.fill("[name=name]", "Nadia B.")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=email]", "nadia@mail.example")
    page.get_by_role("button", name="Register").click()
    page.goto("/account")
    expect(page.locator("[data-address=waiting]")).to_be_visible()


def choose_letters(page: Page, judge: Judge) -> None:
    page.get_by_role("link", name="Choose what is sent to you").click()
    judge(page)
    answers = page.get_by_role("group", name="Answers")
    answers.get_by_label("Once a day").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("kept")
    expect(page.locator("[data-kind=replies]")).to_have_attribute(
        "data-cadence", "daily"
    )


def forget_the_password(page: Page, office: PostOffice, judge: Judge) -> None:
    page.get_by_role("button", name="Log out").click()
    page.goto("/login")
    page.get_by_role("link", name="forgotten my password").click()
    judge(page)
    page.get_by_label("E-mail").fill("nadia@mail.example")
    page.get_by_role("button", name="Send the letter").click()
    judge(page)
    page.goto(office.fetch("A new password"))
    judge(page)
    page.get_by_label("New password").fill(NEW)
    page.get_by_role("button", name="Save the new password").click()
    expect(page.get_by_role("status")).to_contain_text("password is changed")
    log_in(page)


def log_in(page: Page) -> None:
    page.get_by_label("Name").fill("Nadia B.")
    page.get_by_label("Password").fill(NEW)
    page.get_by_role("button", name="Log in").click()


def take_the_data(page: Page, judge: Judge) -> None:
    page.goto("/account")
    judge(page)
    page.get_by_role("link", name="Download everything").click()
    judge(page)
    with page.expect_download() as begun:
        page.get_by_role("button", name="Download").click()
    assert begun.value.suggested_filename.endswith(".zip")


def leave(page: Page, judge: Judge) -> None:
    page.get_by_label("They go").check()
    page.get_by_label("Your password").fill(NEW)
    page.get_by_role("button", name="Close my account").click()
    expect(page.get_by_role("status")).to_contain_text("closes on")
    judge(page)
    page.goto("/login")
    log_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Do you want to stay?")
    judge(page)
    page.get_by_role("button", name="Keep my account").click()
    expect(page.get_by_role("status")).to_contain_text("stays as it is")
