"""What is said of each status that an answer may have."""

from typing import Final

from comments.domain.phrases import Phrase

TITLES: Final = {
    400: Phrase("This could not be read"),
    401: Phrase("Please log in"),
    403: Phrase("This is not yours to do"),
    404: Phrase("There is nothing here"),
    405: Phrase("This page does not work that way"),
    409: Phrase("This has changed meanwhile"),
    413: Phrase("This is too long"),
    415: Phrase("We cannot read this kind of content"),
    422: Phrase("Before you post"),
    429: Phrase("A little slower, please"),
    500: Phrase("Something went wrong on our side"),
    503: Phrase("We cannot save this at the moment"),
}
SENTENCES: Final = {
    404: Phrase("It may have been removed, or the address may have a mistake in it."),
    405: Phrase("Go back and use the page's own buttons."),
    413: Phrase(
        "A comment has room for a few thousand characters. Your browser's Back button "
        "returns to your text."
    ),
    500: Phrase("It has been noted. Nothing that was saved before is lost."),
}
