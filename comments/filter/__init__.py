"""The automatic filter, usable alone: `from comments.filter import check`."""

from comments.filter.context import CheckUnavailable
from comments.filter.filter import Filter, check, check_name, load_filter

__all__ = ["CheckUnavailable", "Filter", "check", "check_name", "load_filter"]
