"""The house keeps its shape: what the linters cannot say about rooms and sizes."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FUNCTION_LINES = 40
FILE_LINES = 300


def _sources(*folders: str) -> list[Path]:
    return sorted(file for name in folders for file in (ROOT / name).rglob("*.py"))


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))


DOMAIN = _sources("comments/domain")
# The whole schema stands on one page, as long as it is; a migration repeats it.
SCHEMA = {ROOT / "comments/store/models.py", *_sources("comments/store/migrations")}
WRITTEN = [
    file
    for file in (ROOT / "app.py", *_sources("comments", "bench"))
    if file not in SCHEMA
]


@pytest.mark.parametrize("file", DOMAIN, ids=_name)
def test_the_domain_imports_the_standard_library_alone(file: Path) -> None:
    own = {"comments"}
    assert set(_imported(file)) <= sys.stdlib_module_names | own


@pytest.mark.parametrize("file", WRITTEN, ids=_name)
def test_a_file_is_read_in_one_sitting(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= FILE_LINES


@pytest.mark.parametrize("file", WRITTEN, ids=_name)
def test_a_function_fits_on_a_screen(file: Path) -> None:
    long = [
        f"{node.name} has {length} lines"
        for node in ast.walk(_parsed(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert not long


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_locked_requirements_say_what_and_not_from_where(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "index" not in text


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(_parsed(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "comments").split(".")[0]


def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))
