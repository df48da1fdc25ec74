"""Every part of the site, in one list."""

from flask import Flask

from comments.web.accounts import accounts
from comments.web.addresses import addresses
from comments.web.api import api, staff_api
from comments.web.appeals import appeals
from comments.web.appreciations import appreciations
from comments.web.board import board
from comments.web.bulk import bulk
from comments.web.checking import checking
from comments.web.company import company
from comments.web.desk import desk
from comments.web.desk_comfort import desk_comfort
from comments.web.desk_health import health_desk
from comments.web.desk_keys import desk_keys
from comments.web.editor import editor
from comments.web.embed import embed, inside
from comments.web.escalations import escalations
from comments.web.evidence import evidence
from comments.web.health import health
from comments.web.mail import mail
from comments.web.news import news
from comments.web.newspaper import newspaper
from comments.web.notices import notices
from comments.web.own_data import own_data
from comments.web.own_language import own_language
from comments.web.own_messages import own_messages
from comments.web.own_page import own_page
from comments.web.own_words import own_words
from comments.web.people import people
from comments.web.perspective.views import perspective
from comments.web.picks import picks
from comments.web.policy import policy
from comments.web.public_account import openness_desk, public_account
from comments.web.queue_changes import queue_changes
from comments.web.reading import reading
from comments.web.redress import redress
from comments.web.reporters import reporters
from comments.web.reports import reports
from comments.web.resets import resets
from comments.web.search import search
from comments.web.shared import shared
from comments.web.unlawful import unlawful
from comments.web.urgent import urgent, urgent_bar
from comments.web.writing import writing

BLUEPRINTS = (
    board,
    checking,
    reading,
    picks,
    writing,
    appreciations,
    company,
    news,
    own_page,
    own_messages,
    reports,
    notices,
    redress,
    unlawful,
    urgent,
    urgent_bar,
    accounts,
    addresses,
    resets,
    mail,
    own_data,
    own_language,
    desk,
    escalations,
    queue_changes,
    bulk,
    evidence,
    appeals,
    search,
    desk_comfort,
    desk_keys,
    shared,
    people,
    reporters,
    editor,
    health_desk,
    openness_desk,
    public_account,
    own_words,
    policy,
    api,
    staff_api,
    perspective,
    embed,
    inside,
    health,
)


def register_blueprints(app: Flask, *, demo: bool) -> None:
    """Every part of the site, from the list above; in the demo its newspaper too."""
    for blueprint in (*BLUEPRINTS, *([newspaper] if demo else [])):
        app.register_blueprint(blueprint)
