"""Errors in the form of Google's services, for clients of the Perspective API."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Response, jsonify, request

from comments.web.sessions import bearer_token

Detail = Mapping[str, Any]

NAMES: Final = {
    400: "INVALID_ARGUMENT",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}
FAULT: Final = 500  # statuses from here on are ours, those below the client's
NO_KEY: Final = "Send a key: a token of the scope filter, as key=… or X-Goog-Api-Key."
BAD_KEY: Final = "API key not valid. Please pass a valid API key."
KEY_DETAIL: Final = {
    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
    "reason": "API_KEY_INVALID",
}


def error(status: int, sentence: str, details: Sequence[Detail] = ()) -> Response:
    """An error as Google's client libraries read it."""
    name = NAMES.get(status, NAMES[FAULT] if status >= FAULT else NAMES[400])
    described: dict[str, Any] = {"code": status, "message": sentence, "status": name}
    if details:
        described["details"] = details
    response = jsonify(error=described)
    response.status_code = status
    return response


def unknown_client() -> Response:
    """The answer to a request without a key, or with one that is not valid.

    Google answers the first with 403 and the second with 400, never with 401.
    """
    if bearer_token(request) is None:
        return error(403, NO_KEY)
    return error(400, BAD_KEY, [KEY_DETAIL])
