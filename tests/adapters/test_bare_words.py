"""No template says to readers what nobody can translate, wherever it says it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SAYING = {"_", "ngettext"}
# What an address, a test or a lookup is called with is no word for readers.
CODED = {"url_for", "static_url", "get", "replace", "split", "strftime", "startswith"}
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
VISIBLE = re.compile(
    r'(?<![\w-])(title|aria-label|aria-description|placeholder|alt)="([^"]*)"'
)
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"^[A-Z][a-z]+[^/_.:-]*$|[^\W\d_]{2,} [^\W\d_]+")
PARSER = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_no_attribute_shows_or_reads_out_what_nobody_can_translate(file: Path) -> None:
    assert bare_attributes(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_no_expression_shows_what_nobody_can_translate(file: Path) -> None:
    assert bare_strings(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        '<p title="More">',
        '<input placeholder="{{ one }} or two">',
        "{{ field('name', label='Your name') }}",
        "{% macro write(button='Post') %}{% endmacro %}",
        "{% set label = 'Your comment' %}",
        "<p>{{ ' and ' if last else ', ' }}</p>",
        "{% call row('Newest') %}{% endcall %}",
    ],
)
def test_these_would_be_found(source: str) -> None:
    assert bare_attributes(source) + bare_strings(source)


@pytest.mark.parametrize(
    "source",
    [
        '<p title="{{ _("More") }}" class="Big">',
        "{{ field('name', label=_('Your name')) }}",
        "<p class=\"{{ 'open' if one else 'shut' }}\">{{ url_for('a.b') }}</p>",
        "{% if part == 'Newest first' %}{% endif %}",
        "{% set states = {'not upheld': _('Not upheld')} %}",
        "{{ counts['passed over'] }}",
    ],
)
def test_these_are_no_words_or_can_be_translated(source: str) -> None:
    assert bare_attributes(source) + bare_strings(source) == []


def bare_attributes(source: str) -> list[str]:
    """The words in attributes that are shown or read out, outside every expression."""
    plain = JINJA.sub(" ", source)
    return [value for _, value in VISIBLE.findall(plain) if WORD.search(value)]


def bare_strings(source: str) -> list[str]:
    """The texts in expressions that are handed on or shown without being said."""
    tree = PARSER.parse(source)
    handed = [text for text in _strings(tree) if SENTENCE.search(text.strip())]
    return [*handed, *_shown_bare(tree)]


def _strings(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Call) and _called(node.node) in SAYING | CODED:
        return
    if isinstance(node, nodes.Compare | nodes.Test):
        return
    if isinstance(node, nodes.Pair):  # its key is a code
        yield from _strings(node.value)
        return
    if isinstance(node, nodes.Getitem):  # and so is a key that is looked up
        yield from _strings(node.node)
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _strings(child)


def _called(node: nodes.Node) -> str:
    named = getattr(node, "name", None) or getattr(node, "attr", "")
    return str(named)


def _shown_bare(tree: nodes.Node) -> Iterator[str]:
    """What stands between tags as a text of its own, in capitals or not."""
    for output in tree.find_all(nodes.Output):
        within = False
        for piece in output.nodes:
            if isinstance(piece, nodes.TemplateData):
                opened, closed = piece.data.rfind("<"), piece.data.rfind(">")
                within = opened > closed if opened != closed else within
                within = within or piece.data.endswith('="')
            elif not within:
                yield from filter(WORD.search, _choices(piece))


def _choices(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        for branch in (node.expr1, node.expr2):
            yield from _choices(branch) if branch else ()
