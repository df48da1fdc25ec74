"""The part of a document that a measurement writes anew."""

from pathlib import Path


class NoSection(Exception):
    """The document has no such part."""


def rewrite(file: Path, name: str, content: str) -> None:
    """Put `content` between the marks that open and close the part of that name."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    text = file.read_text("utf-8")
    if text.count(begin) != 1 or text.count(end) != 1:
        raise NoSection(f"{file.name} needs one {begin} and one {end}")
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    file.write_text(f"{before}{begin}\n{content.strip()}\n{end}{after}", "utf-8")
