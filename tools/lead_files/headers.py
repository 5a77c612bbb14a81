"""Where a CSV file's header stands, and what stands between its cells."""

import csv
from collections.abc import Sequence
from itertools import islice
from typing import Final, NamedTuple, TextIO

from tools.lead_files.columns import Column, column_of
from tools.text import without_case

DELIMITERS: Final = ",;\t|"
MAX_PREAMBLE: Final = 20  # lines
ENOUGH: Final = 2  # columns of ours that make a header
MAX_CELLS: Final = 2_000


class Header(NamedTuple):
    """A header: its columns' names, the delimiter, its last line's number, the lines read on."""

    names: list[str]
    delimiter: str
    end: int
    lines_below: list[str]


def header_in(file: TextIO) -> Header | None:
    """The first row with two columns of ours, else that with most; None where no row has one."""
    lines = [line.replace("\x00", "\ufffd") for line in islice(file, MAX_PREAMBLE)]
    delimiters, first = _delimiters(lines)
    best: Header | None = None
    most = 0
    for start in range(first, len(lines)):
        header = _header_at(lines, start, delimiters)
        count = _known(header.names)
        if count > most:
            best, most = header, count
        if most >= ENOUGH:
            break
    return best


def _delimiters(lines: Sequence[str]) -> tuple[str, int]:
    """What may stand between cells, and the line to begin at: behind a first line `sep=;`."""
    if not lines:
        return DELIMITERS, 0
    name, _, delimiter = without_case(lines[0]).strip('\r\n" ').partition("=")
    if name.strip() == "sep" and len(delimiter) == 1:
        return delimiter, 1
    if name.strip() == "sep" and lines[0].rstrip("\r\n").endswith("\t"):
        return "\t", 1
    return DELIMITERS, 0


def _header_at(lines: list[str], start: int, delimiters: str) -> Header:
    """The row that begins in a line, by the delimiter that gives most columns of ours."""
    headers = [_split(lines, start, delimiter) for delimiter in delimiters]
    return max(headers, key=lambda header: (_known(header.names), len(header.names)))


def _split(lines: list[str], start: int, delimiter: str) -> Header:
    reader = csv.reader(lines[start:], delimiter=delimiter, skipinitialspace=True)
    try:
        names = next(reader, [])
    except csv.Error:
        names = []
    end = start + max(reader.line_num, 1)
    return Header(names[:MAX_CELLS], delimiter, end, lines[end:])


def _known(names: Sequence[str]) -> int:
    columns = [column_of(name) for name in names if name.strip()]
    return len({column.name for column in columns if _says_something(column)})


def _says_something(column: Column) -> bool:
    return bool(column.field or column.permission)
