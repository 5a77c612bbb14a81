"""The rows of CSV and JSON files, one by one.

A broken row costs itself only, and the file is never held whole.
"""

import csv
import io
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final, TextIO

from tools.errors import InvalidRequest
from tools.lead_files.columns import field_of
from tools.lead_files.values import Record

CHUNK: Final = 65_536  # bytes or characters
MAX_ELEMENT: Final = 1_048_576  # characters of an array's element
DELIMITERS: Final = ",;\t|"
OPENING: Final = re.compile(r"\[")
ELEMENT: Final = re.compile(r"(?=[^\s,])")
NEXT_OBJECT: Final = re.compile(r",\s*(?=\{)")
UNREADABLE_ROW: Final = (
    "the row cannot be read: a quotation mark is out of place, or a cell is over 131,072 characters"
)
Row = tuple[int, Record | str]  # (line, record), or (line, why there is none)


def json_records(lines: Iterable[str], start: int) -> Iterator[Row]:
    """One object a line; `start` is the number of the first line."""
    for line, text in enumerate(lines, start):
        if not text.strip():
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            yield line, "the line is not valid JSON"
            continue
        yield _object_row(line, value, "line")


def _object_row(line: int, value: Any, what: str) -> Row:
    if isinstance(value, dict):
        return line, value.items()
    return line, f"the {what} is not a JSON object"


class _Window:
    """A stretch of a JSON file that moves on as it is read, and knows its line."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._decoder = json.JSONDecoder()
        self.text = ""
        self.at = 0  # the position in `text`
        self.line = 1

    def go(self, to: int) -> None:
        """Moves to a position in `text`."""
        self.line += self.text.count("\n", self.at, to)
        self.at = to

    def grow(self) -> bool:
        """Reads on; False at the end of the file."""
        chunk = self._file.read(CHUNK)
        self.text = self.text[self.at :] + chunk
        self.at = 0
        return bool(chunk)

    def find(self, pattern: re.Pattern[str]) -> bool:
        """Moves behind the next match; False where there is none."""
        while True:
            match = pattern.search(self.text, self.at)
            if match:
                self.go(match.end())
                return True
            comma = self.text.rfind(",", self.at)  # a match may begin at the last one
            self.go(comma if comma >= 0 else len(self.text))
            if not self.grow():
                return False

    def element(self) -> Any:
        """The value that begins here. Raises ValueError or RecursionError where there is none."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self.text, self.at)
            except (ValueError, RecursionError):
                if len(self.text) - self.at > MAX_ELEMENT or not self.grow():
                    raise
                continue
            self.go(end)
            return value


def array_records(file: TextIO) -> Iterator[Row]:
    """The objects of one JSON array, and one a line behind it.

    Behind a broken element, reading goes on at the next object.
    """
    window = _Window(file)
    window.find(OPENING)
    while window.find(ELEMENT):
        line = window.line
        if window.text[window.at] == "]":
            rest = window.text[window.at + 1 :] + file.readline()
            yield from json_records(chain(io.StringIO(rest, newline=""), file), line)
            return
        try:
            value = window.element()
        except (ValueError, RecursionError):
            yield line, "the element is not valid JSON"
            window.go(window.at + 1)
            if not window.find(NEXT_OBJECT):
                return
            continue
        yield _object_row(line, value, "element")


class _Lines:
    """A file's lines, where those that a broken row swallowed can be read again."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again = deque[str]()
        self._row = list[str]()  # the lines of the row that is being read
        self._line = 1  # where it starts

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._again:
            text = self._again.popleft()
        else:
            text = next(self._file)
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


def csv_records(file: TextIO, first: str) -> Iterator[Row]:
    """The rows below a header; the delimiter is the most frequent one in the line `first`.

    Raises InvalidRequest where the header has no column of ours.
    """
    lines = _Lines(file)
    header: list[str] | None = None
    for line, cells, doubtful in _rows(lines, _delimiter(first)):
        if header is None:
            header = cells
            if not any(map(field_of, header)):
                break
        elif doubtful and len(cells) != len(header):
            yield line, UNREADABLE_ROW
        elif len(cells) > len(header):
            yield line, f"the row has {len(cells)} cells, the header {len(header)}"
        else:
            yield line, zip(header, cells, strict=False)
    if not any(map(field_of, header or [])):
        raise InvalidRequest(
            "The file has no column we know: name them, for example name, email, phone, company."
        )


def _delimiter(line: str) -> str:
    without_quotations = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=without_quotations.count)


def _rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str], bool]]:
    """(line, cells, whether the cells are a guess).

    An open quotation mark must not take the rows behind it along.
    """
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
        if any(cell.strip() for cell in cells):
            yield line, cells, doubtful


def _loose_cells(line: str | None, delimiter: str) -> list[str]:
    """The cells of a line by itself, quotation marks as they are; none where it has none."""
    if line is None:
        return []
    try:
        reader = csv.reader([line], delimiter=delimiter, skipinitialspace=True)
        return next(reader, [])
    except csv.Error:
        return []
