"""The evals' tables in the README: replaced by those of a run."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

README: Final = Path(__file__).parents[2] / "README.md"


def with_tables(text: str, tables: Iterable[str]) -> str:
    """A text with each table in the place of the one that has the same head; ValueError for none.

    A configured model's column is never printed there: its head is another.
    """
    lines = text.splitlines()
    for table in tables:
        head, *_ = new_lines = table.splitlines()
        if head not in lines:
            raise ValueError(f"The README has no table with the head {head}")
        start = end = lines.index(head)
        while end < len(lines) and lines[end].startswith("|"):
            end += 1
        lines[start:end] = new_lines
    return "\n".join(lines) + "\n"


def rewrite(tables: Iterable[str]) -> None:
    """Puts the tables into the README."""
    README.write_text(with_tables(README.read_text(encoding="utf-8"), tables), encoding="utf-8")
