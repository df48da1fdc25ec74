"""Tables that a spreadsheet opens as they are meant."""

import csv
import io
from collections.abc import Iterable

from flask import Response


def spreadsheet(name: str, rows: Iterable[Iterable[object]]) -> Response:
    """Rows of harmless cells as a file of comma-separated values to keep."""
    out = io.StringIO(newline="")
    out.write("\ufeff")  # else a spreadsheet reads something other than UTF-8
    csv.writer(out).writerows(rows)
    answer = Response(out.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
