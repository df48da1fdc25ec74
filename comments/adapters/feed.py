"""Atom (RFC 4287) of a discussion, and its JSON-LD for search engines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from xml.etree import ElementTree as ET

ATOM: Final = "http://www.w3.org/2005/Atom"
MIMETYPE: Final = "application/atom+xml"
SCHEMA: Final = "https://schema.org"
# What XML 1.0 cannot carry, not even escaped.
UNWRITABLE: Final = {
    **dict.fromkeys((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)), "\ufffd"),
    0xFFFE: "\ufffd",
    0xFFFF: "\ufffd",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One published comment, as feeds and search engines are told of it."""

    address: str
    author: str
    text: str
    html: str
    appeared_at: datetime
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A discussion: its own address, its feed's, its title and what is newest in it."""

    address: str
    own_address: str
    title: str
    changed_at: datetime
    entries: tuple[Entry, ...]


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document."""
    ET.register_namespace("", ATOM)
    root = ET.Element(_name("feed"))
    _text(root, "id", feed.address)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.changed_at))
    _link(root, "self", feed.own_address, MIMETYPE)
    _link(root, "alternate", feed.address, "text/html")
    _text(root, "generator", "Parley")
    for entry in feed.entries:
        _entry(root, feed, entry)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def linked_data(
    feed: Feed, *, count: int, article: str, created_at: datetime
) -> Mapping[str, Any]:
    """The discussion as schema.org's DiscussionForumPosting."""
    return {
        "@context": SCHEMA,
        "@type": "DiscussionForumPosting",
        "@id": feed.address,
        "url": feed.address,
        "headline": feed.title,
        "datePublished": _moment(created_at),
        "dateModified": _moment(feed.changed_at),
        "author": {"@type": "Organization", "name": "Parley"},
        "isPartOf": {"@type": "WebPage", "@id": article, "url": article},
        "commentCount": count,
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": f"{SCHEMA}/CommentAction",
            "userInteractionCount": count,
        },
        "comment": list(_comments(feed.entries)),
    }


def _comments(entries: Iterable[Entry]) -> Iterable[dict[str, Any]]:
    for entry in entries:
        yield {
            "@type": "Comment",
            "@id": entry.address,
            "url": entry.address,
            "text": entry.text,
            "datePublished": _moment(entry.appeared_at),
            "author": {"@type": "Person", "name": entry.author},
            **({"parentItem": {"@id": entry.answers}} if entry.answers else {}),
        }


def _entry(root: ET.Element, feed: Feed, entry: Entry) -> None:
    element = ET.SubElement(root, _name("entry"))
    _text(element, "id", entry.address)
    _text(element, "title", f"{entry.author} on {feed.title}")
    _text(element, "published", _moment(entry.appeared_at))
    _text(element, "updated", _moment(entry.appeared_at))
    _link(element, "alternate", entry.address, "text/html")
    _text(ET.SubElement(element, _name("author")), "name", entry.author)
    _text(element, "content", entry.html).set("type", "html")


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, _name(name))
    element.text = text.translate(UNWRITABLE)
    return element


def _link(parent: ET.Element, relation: str, address: str, kind: str) -> None:
    values = {"rel": relation, "href": address, "type": kind}
    ET.SubElement(parent, _name("link"), values)


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
