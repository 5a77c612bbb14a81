"""The rows of CSV files below their header, one by one.

A broken row costs itself only, and the file is never held whole.
"""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, TextIO

from tools.errors import InvalidRequest
from tools.lead_files.headers import Header, header_in

UNREADABLE_ROW: Final = (
    "the row cannot be read: a quotation mark is out of place, or a cell is over 131,072 characters"
)
Row = tuple[int, list[str] | str]  # (line, cells), or (line, why there are none)
# What reports end with, where nothing else stands in the row.
FOOTER: Final = re.compile(
    r"(?:grand |sub)?totals?\b|copyright\b|©|\(c\) |confidential\b|total(?:es)? generales?\b"
    r"|generated (?:by|on)\b|end of (?:report|file)\b|powered by\b|exported (?:by|on)\b",
    re.IGNORECASE,
)
ADDRESS: Final = re.compile(r"@|linkedin\.com|\d{7}")


class _Lines:
    """A file's lines, where those that a broken row swallowed can be read again."""

    def __init__(self, lines: Iterable[str], start: int) -> None:
        self._lines = iter(lines)
        self._again = deque[str]()
        self._row = list[str]()  # the lines of the row that is being read
        self._line = start  # where it starts

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._again:
            text = self._again.popleft()
        else:
            text = next(self._lines)
        self._row.append(text)
        return text.replace("\x00", "\ufffd")

    def start_row(self) -> tuple[int, bool]:
        """The line the next row starts in, and whether it is read again."""
        self._line += len(self._row)
        self._row = []
        return self._line, bool(self._again)

    def give_back(self) -> str | None:
        """Gives back all lines of the row but its first, which is returned if it stood alone."""
        first, *others = self._row
        self._again.extendleft(reversed(others))
        self._row = [first]
        if others:
            return None
        return first


class CsvTable:
    """A CSV file: its header, and the rows below.

    Raises InvalidRequest where no line near the beginning has a column of ours.
    """

    def __init__(self, file: TextIO) -> None:
        header = header_in(file)
        if header is None:
            raise InvalidRequest(
                "The file has no column we know: name them, "
                "for example name, email, phone, company."
            )
        self.names = header.names
        self._rows = _without_footer(_rows(_lines_below(header, file), header.delimiter))

    def __iter__(self) -> Iterator[Row]:
        """Each row with as many cells as the header; a blank row is none."""
        for line, cells, doubtful in self._rows:
            if doubtful and len(cells) != len(self.names):
                yield line, UNREADABLE_ROW
                continue
            width = _width(cells)
            if width > len(self.names):
                yield line, f"the row has {width} cells, the header {len(self.names)}"
            elif width:
                yield line, _filled(cells, len(self.names))


def _width(cells: list[str]) -> int:
    """How many cells there are up to the last that is not blank."""
    for position in range(len(cells), 0, -1):
        if cells[position - 1].strip():
            return position
    return 0


def _filled(cells: list[str], width: int) -> list[str]:
    """As many cells as the header has."""
    return cells[:width] + [""] * (width - len(cells))


def _lines_below(header: Header, file: TextIO) -> _Lines:
    return _Lines(chain(header.lines_below, file), header.end + 1)


CsvRow = tuple[int, list[str], bool]  # (line, cells, whether the cells are a guess)


def _rows(lines: _Lines, delimiter: str) -> Iterator[CsvRow]:
    """The rows, blank ones too: an open quotation mark must not take those behind it along."""
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        line, doubtful = lines.start_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, _loose_cells(lines.give_back(), delimiter), True
            continue
        yield line, cells, doubtful and any(cell.strip() for cell in cells)


def _loose_cells(line: str | None, delimiter: str) -> list[str]:
    """The cells of a line by itself, quotation marks as they are; none where it has none."""
    if line is None:
        return []
    try:
        reader = csv.reader([line], delimiter=delimiter, skipinitialspace=True)
        return next(reader, [])
    except csv.Error:
        return []


def _without_footer(rows: Iterable[CsvRow]) -> Iterator[CsvRow]:
    """The rows without those of one cell at the end of a report, below a blank line.

    They are kept back until it is known whether a lead stands behind them.
    """
    blank = False  # whether the row before is blank, or of a footer
    footer: list[CsvRow] = []
    for row in rows:
        texts = [cell.strip() for cell in row[1] if cell.strip()]
        if not texts and not row[2]:
            blank = True
            continue
        if len(texts) == 1 and _is_footer(texts[0], blank, len(row[1])):
            footer.append(row)
            blank = True
            continue
        yield from footer
        footer = []
        blank = False
        yield row


def _is_footer(text: str, below_blank: bool, cells: int) -> bool:
    if ADDRESS.search(text) and not FOOTER.match(text):
        return False
    return FOOTER.match(text) is not None or (below_blank and cells != 1)
