"""The rows of CSV and JSON files, one by one: a broken one costs itself only, and the file is never
held whole.
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

CHUNK: Final = 65_536
MAX_ELEMENT: Final = 1_048_576
OPENING, ELEMENT, NEXT_OBJECT = (
    re.compile(r"\["),
    re.compile(r"(?=[^\s,])"),
    re.compile(r",\s*(?=\{)"),
)
Found = tuple[int, Record | str]  # (line, record), or (line, why there is none)


def json_records(lines: Iterable[str], start: int) -> Iterator[Found]:
    for line, text in enumerate(lines, start):
        if text.strip():
            try:
                record = json.loads(text)
            except (ValueError, RecursionError):
                yield line, "the line is not valid JSON"
                continue
            yield (
                line,
                record.items() if isinstance(record, dict) else "the line is not a JSON object",
            )


class _Window:
    """A stretch of a JSON file that moves on as it is read, and knows its line."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._decoder = file, json.JSONDecoder()
        self.text, self.at, self.line = "", 0, 1

    def go(self, to: int) -> None:
        self.line += self.text.count("\n", self.at, to)
        self.at = to

    def grow(self) -> bool:
        """False at the end of the file."""
        more = self._file.read(CHUNK)
        self.text, self.at = self.text[self.at :] + more, 0
        return bool(more)

    def find(self, pattern: re.Pattern[str]) -> bool:
        while not (match := pattern.search(self.text, self.at)):
            comma = self.text.rfind(",", self.at)
            self.go(comma if comma >= 0 else len(self.text))
            if not self.grow():
                return False
        self.go(match.end())
        return True

    def element(self) -> Any:
        while True:
            try:
                value, end = self._decoder.raw_decode(self.text, self.at)
            except (ValueError, RecursionError):
                if len(self.text) - self.at > MAX_ELEMENT or not self.grow():
                    raise
                continue
            self.go(end)
            return value


def array_records(file: TextIO) -> Iterator[Found]:
    """The objects of one JSON array; behind a broken one, reading goes on at the next."""
    window = _Window(file)
    window.find(OPENING)
    while window.find(ELEMENT):
        line = window.line
        if window.text[window.at] == "]":
            rest = io.StringIO(window.text[window.at + 1 :] + file.readline(), newline="")
            yield from json_records(chain(rest, file), line)
            return
        try:
            record = window.element()
        except (ValueError, RecursionError):
            yield line, "the element is not valid JSON"
            window.go(window.at + 1)
            if not window.find(NEXT_OBJECT):
                return
            continue
        yield (
            line,
            record.items() if isinstance(record, dict) else "the element is not a JSON object",
        )


class _Lines:
    """A file's lines, where those that a broken row swallowed can be read again."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._again, self._taken, self._line = file, deque[str](), list[str](), 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        text = self._again.popleft() if self._again else next(self._file)
        self._taken.append(text)
        return text.replace("\x00", "\ufffd")

    def start_row(self) -> tuple[int, bool]:
        """The line the next row starts in, and whether it is read again."""
        self._line += len(self._taken)
        self._taken = []
        return self._line, bool(self._again)

    def give_back(self) -> str | None:
        """All lines of the row but its first are read again; the first, where it stood alone."""
        self._again.extendleft(reversed(self._taken[1:]))
        alone = len(self._taken) == 1
        self._taken = self._taken[:1]
        return self._taken[0] if alone else None


def csv_records(file: TextIO, first: str) -> Iterator[Found]:
    lines, delimiter = _Lines(file), max(",;\t|", key=re.sub(r'"[^"]*"', "", first).count)
    header: list[str] = []
    for line, row, doubtful in _rows(lines, delimiter):
        if not header:
            header = row
            if not any(map(field_of, header)):
                break
        elif doubtful and len(row) != len(header):
            yield (
                line,
                "the row cannot be read: a quotation mark is out of place, or a cell is over "
                "131,072 characters",
            )
        elif len(row) > len(header):
            yield line, f"the row has {len(row)} cells, the header {len(header)}"
        else:
            yield line, zip(header, row, strict=False)
    if not any(map(field_of, header)):
        raise InvalidRequest(
            "The file has no column we know: name them, for example name, email, phone, company."
        )


def _rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str], bool]]:
    """(line, cells, whether the cells are a guess): an open quotation mark must not take the rows
    behind it along.
    """
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        line, doubtful = lines.start_row()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, _loose_row(lines.give_back(), delimiter), True
            continue
        if any(cell.strip() for cell in row):
            yield line, row, doubtful


def _loose_row(line: str | None, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line or ""], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []
