"""The real servers and the browser that tests run against."""


class NotRun(Exception):
    """A backend is not to be had on this machine; the message says why."""
