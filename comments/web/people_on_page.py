"""Who takes part in what a page shows, so that a mention can lead to their words."""

from collections.abc import Callable, Iterable

from flask import url_for

from comments.domain.names import fold_name
from comments.services.shown_comment import ShownComment

Finder = Callable[[str], str | None]


def people_finder(
    comments: Iterable[ShownComment],
) -> Callable[[ShownComment], Finder]:
    """For each comment, what finds the people of the page by their folded name.

    A mention leads to the last thing that its person said before, which is public.
    """
    said: dict[str, list[int]] = {}
    for comment in comments:
        if comment.text is not None and comment.author_name:
            said.setdefault(fold_name(comment.author_name), []).append(comment.id)

    def seen_from(comment: ShownComment) -> Finder:
        def find(name: str) -> str | None:
            numbers = said.get(name)
            if not numbers:
                return None
            before = [number for number in numbers if number < comment.id]
            number = max(before) if before else min(numbers)
            return url_for("board.comment", comment_id=number)

        return find

    return seen_from
