"""The filter as one newsroom has arranged it: its policy, and its own words."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from comments.domain.own_words import Listing
from comments.filter.calibration import UNCORRECTED
from comments.filter.disguise import load_disguises
from comments.filter.filter import NAME_PROFILE, Filter
from comments.filter.own_words import allowing, compile_words, worth_hiding
from comments.filter.policy import Policy, load_policy
from comments.filter.words import REMEMBERED_WORDS, parts_of


def arranged(base: Filter, policy: Policy, listings: Iterable[Listing]) -> Filter:
    """The filter under a policy, with the newsroom's own words compiled into it.

    Costs some milliseconds and a few more for every thousand entries: keep the result.
    """
    entries = list(listings)
    disguises = load_disguises()
    hiding = disguises.hiding(worth_hiding(compile_words(entries, base.read)))
    if hiding is disguises:
        known = base
    else:
        parts_of.cache_clear()  # it would keep the lists of every version alive
        resolve = lru_cache(REMEMBERED_WORDS)(hiding.resolve)
        known = replace(
            base, undisguise=resolve, undisguise_name=hiding.resolve_in_name
        )
    words = compile_words(entries, known.read)
    lexicon = allowing(base.lexicon, words)
    return replace(known, policy=policy, lexicon=lexicon, own_words=words)


def for_names(filter_: Filter) -> Filter:
    """The same filter for display names, which the strictest profile judges.

    What was learned of comments is not known to hold for names.
    """
    strictest = load_policy(NAME_PROFILE)
    return replace(filter_, policy=strictest, calibration=UNCORRECTED)
