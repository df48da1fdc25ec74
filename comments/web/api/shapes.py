"""JSON Schema (draft 2020-12), in the few forms that the API's descriptions need."""

from typing import Any, Final

from comments.domain.marks import Mark
from comments.domain.posted_rules import POSTED_RULES, codes
from comments.web.forms import LONGEST_ID

Shape = dict[str, Any]

LONGEST_CURSOR: Final = 100


def sent(required: Shape, optional: Shape | None = None) -> Shape:
    """The shape of a body: optional fields may be left out or null."""
    may_be_null = {name: nullable(shape) for name, shape in (optional or {}).items()}
    return {
        "type": "object",
        "properties": required | may_be_null,
        "required": list(required),
    }


def record(**fields: Shape) -> Shape:
    """The shape of an answer: these fields, all of them, and no others."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def nullable(shape: Shape) -> Shape:
    """The shape, or null."""
    if shape["type"] in ("object", "array"):
        return {"anyOf": [shape, {"type": "null"}]}
    values = {"enum": [*shape["enum"], None]} if "enum" in shape else {}
    return shape | values | {"type": [shape["type"], "null"]}


def array(shape: Shape) -> Shape:
    """A list of these."""
    return {"type": "array", "items": shape}


def words(*values: str) -> Shape:
    """One of some words."""
    return {"type": "string", "enum": [str(value) for value in values]}


def text(maximum: int, minimum: int = 0) -> Shape:
    """A text, its length counted in code points."""
    least = {"minLength": minimum} if minimum else {}
    return {"type": "string", "maxLength": maximum} | least


STRING: Final[Shape] = {"type": "string"}
FLAG: Final[Shape] = {"type": "boolean"}
COUNT: Final[Shape] = {"type": "integer", "minimum": 0}
NUMBER: Final[Shape] = {"type": "number"}
SHARE: Final[Shape] = {"type": "number", "minimum": 0, "maximum": 1}
ID: Final[Shape] = {"type": "integer", "minimum": 1, "maximum": LONGEST_ID}
DAY: Final[Shape] = {"type": "string", "format": "date"}
MOMENT: Final[Shape] = {"type": "string", "format": "date-time"}
URL: Final[Shape] = {"type": "string", "format": "uri"}
CURSOR: Final = text(LONGEST_CURSOR)
RULE: Final = words(*codes(POSTED_RULES))
MARK: Final = words(*Mark)
