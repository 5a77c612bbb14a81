"""Leads from CSV and JSON files: every good row as a lead, every bad one with its reason."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

from tools.lead_files.columns import Column
from tools.lead_files.csv_rows import CsvTable
from tools.lead_files.encodings import encoding_of
from tools.lead_files.imported_leads import NoLead, lead_of
from tools.lead_files.json_rows import json_rows
from tools.lead_files.lead_rows import BadRow, ImportedLead, LeadRow, Record
from tools.lead_files.records import pairs_of
from tools.lead_files.repeats import Repeats
from tools.lead_files.shape import shape_of

JSON_SUFFIXES: Final = frozenset({".jsonl", ".ndjson", ".json"})
MAX_COLUMNS: Final = 2_000
Row = LeadRow | BadRow


class _Cells(NamedTuple):
    """A row with its columns' names and values, and as the file has it."""

    line: int
    names: tuple[str, ...]
    values: list[Any]
    record: Record


class LeadFile:
    """The rows of a file, one by one, and how its columns are read.

    `country` is the site's, whose national phone numbers may be meant. Reading raises
    InvalidRequest where the file as a whole cannot be read.
    """

    def __init__(self, path: Path, *, country: str | None = None) -> None:
        self._path = path
        self._country = country
        self._columns: dict[str, Column] = {}
        self.header: tuple[str, ...] = ()  # of a CSV file, once it is being read

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the rows that were read, in the order they came in."""
        return tuple(self._columns.values())

    def __iter__(self) -> Iterator[Row]:
        repeats = Repeats()
        for cells in self._cells():
            if isinstance(cells, BadRow):
                yield cells
                continue
            row = self._row(cells)
            if isinstance(row, LeadRow):
                row = repeats.checked(row)
            yield row

    def _cells(self) -> Iterator[_Cells | BadRow]:
        with self._path.open(
            encoding=encoding_of(self._path), errors="replace", newline=""
        ) as file:
            if _is_json(self._path, file):
                yield from _json_cells(file)
                return
            table = CsvTable(file)
            self.header = tuple(table.names)
            self._note(self.header)
            for line, cells in table:
                if isinstance(cells, str):
                    yield BadRow(line, cells, header=self.header)
                else:
                    yield _Cells(line, self.header, cells, cells)

    def _note(self, names: tuple[str, ...]) -> None:
        for column in shape_of(names).columns:
            if len(self._columns) < MAX_COLUMNS:
                self._columns.setdefault(column.name, column)

    def _row(self, cells: _Cells) -> Row:
        shape = shape_of(cells.names)
        if cells.names is not self.header:
            self._note(cells.names)
        try:
            lead, left_out = lead_of(shape, cells.values, self._country)
        except NoLead as reason:
            return BadRow(cells.line, str(reason), cells.record, self.header)
        return LeadRow(cells.line, lead, left_out, cells.record, self.header)


def _is_json(path: Path, file: TextIO) -> bool:
    first = next((line for line in file if line.strip()), "")
    file.seek(0)
    return first.lstrip()[:1] in {"[", "{"} or path.suffix.lower() in JSON_SUFFIXES


def _json_cells(file: TextIO) -> Iterator[_Cells | BadRow]:
    for line, record in json_rows(file):
        if isinstance(record, str):
            yield BadRow(line, record)
            continue
        pairs = pairs_of(record)
        names = tuple(name for name, _ in pairs)
        yield _Cells(line, names, [value for _, value in pairs], record)


def read_leads(path: Path, *, country: str | None = None) -> Iterator[Row]:
    """The rows of a file, one by one; `LeadFile` tells how its columns are read as well."""
    return iter(LeadFile(path, country=country))


__all__ = ["BadRow", "ImportedLead", "LeadFile", "LeadRow", "read_leads"]
