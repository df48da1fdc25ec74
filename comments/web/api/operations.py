"""What the API's description says of a view, declared where the view is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from comments.web.api.shapes import Shape

View = TypeVar("View", bound=Callable[..., Any])

DECLARATION: Final = "operation"


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the answers of an operation; without a shape it has no body."""

    means: str
    shape: Shape | None = None
    problem: bool = False
    content: str = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """What an operation is for, what it takes and what it answers."""

    summary: str
    answers: Mapping[int, Answer]
    body: Shape | None = None
    query: Mapping[str, Shape] = field(default_factory=dict)
    required_query: tuple[str, ...] = ()


def documented(
    summary: str,
    answers: Mapping[int, Answer],
    *,
    body: Shape | None = None,
    query: Mapping[str, Shape] | None = None,
    required_query: tuple[str, ...] = (),
) -> Callable[[View], View]:
    """Describe a view; a view of the API that is not described fails the tests."""
    operation = Operation(summary, answers, body, query or {}, required_query)

    def declare(view: View) -> View:
        setattr(view, DECLARATION, operation)
        return view

    return declare
