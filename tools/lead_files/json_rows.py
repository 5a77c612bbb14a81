"""The objects of JSON files, one by one: lines, an array, an array in an answer's wrapper.

A broken object costs itself only, and the file is never held whole.
"""

import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final, TextIO

CHUNK: Final = 65_536  # characters
MAX_ELEMENT: Final = 1_048_576  # characters of an array's element
OPENING: Final = re.compile(r"\[")
ELEMENT: Final = re.compile(r"(?=[^\s,])")
NEXT_OBJECT: Final = re.compile(r",\s*(?=\{)")
# {"success": true, "data": [ ... and the like, with one more object around it at most.
WRAPPER: Final = re.compile(
    r"""\s*\{(?:\s*"\w+"\s*:\s*\{)?
    (?:\s*"\w+"\s*:\s*(?:"[^"\\]*"|-?[\d.]+|true|false|null|\{[^{}]*\})\s*,)*
    \s*"(?:results|data|records|value|items|contacts|leads|people|persons|objects|rows)"
    \s*:\s*(?=\[\s*[{\]])""",
    re.VERBOSE,
)
Row = tuple[int, dict[str, Any] | str]  # (line, object), or (line, why there is none)


def json_rows(file: TextIO) -> Iterator[Row]:
    """The objects of a file, in whichever of these forms they come."""
    start = file.read(CHUNK)
    file.seek(0)
    if start.lstrip().startswith("["):
        return _array_rows(file)
    wrapper = WRAPPER.match(start)
    if wrapper:
        return _wrapped_rows(file, wrapper.end())
    if _is_printed_over_lines(start):
        return _object_rows(file)
    return _line_rows(file, 1)


def _is_printed_over_lines(start: str) -> bool:
    """Whether the first object goes on behind its first line."""
    return start.lstrip().partition("\n")[0].strip() == "{"


def _line_rows(lines: Iterable[str], start: int) -> Iterator[Row]:
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
        return line, value
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

    def rows(self, end: str) -> Iterator[Row]:
        """The values up to the character `end`; behind a broken one, those from the next object."""
        while self.find(ELEMENT):
            line = self.line
            if self.text[self.at] == end:
                return
            try:
                value = self.element()
            except (ValueError, RecursionError):
                yield line, "the element is not valid JSON"
                self.go(self.at + 1)
                if not self.find(NEXT_OBJECT):
                    return
                continue
            yield _object_row(line, value, "element")


def _array_rows(file: TextIO) -> Iterator[Row]:
    """The objects of one JSON array, and one a line behind it."""
    window = _Window(file)
    window.find(OPENING)
    yield from window.rows("]")
    rest = window.text[window.at + 1 :] + file.readline()
    yield from _line_rows(chain(io.StringIO(rest, newline=""), file), window.line)


def _wrapped_rows(file: TextIO, start: int) -> Iterator[Row]:
    """The objects of the array that begins `start` characters into the file."""
    window = _Window(file)
    window.grow()
    window.go(start + 1)
    return window.rows("]")


def _object_rows(file: TextIO) -> Iterator[Row]:
    """Objects one behind the other, each over several lines."""
    return _Window(file).rows("\x00")
