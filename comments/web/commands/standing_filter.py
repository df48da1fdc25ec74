"""The filter as it stands now, for commands that judge texts by it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import click

from comments.filter import Filter, load_filter
from comments.filter.calibration import UNCORRECTED
from comments.filter.policy import load_policy
from comments.services.current_filter import Recipe, current_recipe
from comments.store.database import DatabaseUnavailable
from comments.web.commands.newsroom import newsroom_if_any, newsroom_or_stop
from comments.web.context import Parley

SHIPPED = "standard"


def standing_recipe(*, needs_newsroom: bool) -> Recipe:
    """What the newsroom's filter is made of; the shipped one if one may do without."""
    if needs_newsroom:
        return _recipe(newsroom_or_stop())
    parley = newsroom_if_any()
    try:
        return _recipe(parley) if parley else _shipped()
    except DatabaseUnavailable:
        click.echo("The database does not answer: judged as shipped.", err=True)
        return _shipped()


def maker_of(recipe: Recipe, *, corrected: bool = True) -> Callable[[], Filter]:
    """How to make the filter, here or in another process."""
    wanted = recipe if corrected else replace(recipe, calibration=UNCORRECTED)
    return partial(_made, wanted)


def _recipe(parley: Parley) -> Recipe:
    with parley.database.transaction() as db:
        return current_recipe(db, parley.newsroom, parley.clock())


def _shipped() -> Recipe:
    return Recipe(load_policy(SHIPPED), (), UNCORRECTED)


def _made(recipe: Recipe) -> Filter:
    return recipe.compiled(load_filter())
