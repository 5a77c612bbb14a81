"""Leads from CSV and JSON lines files: every good row as a lead, every bad one with its line and reason."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TextIO

from tools.domain import ID_PATTERN, Channel, Lead
from tools.errors import InvalidRequest
from tools.lead_columns import field_of

TRUE: Final = frozenset(["true", "yes", "y", "1", "x", "t", "si", "sí", "verdadero"])
FALSE: Final = frozenset(["", *["false", "no", "n", "0", "f", "falso"]])
MAX_VALUE: Final = 2_000
LISTS: Final = ("pain_points", "interests")
TEXTS: Final = ("company", "position", "linkedin", "stage", "source", "language", "timezone", "country", "budget_range")
Record = Mapping[str, Any]


@dataclass(frozen=True)
class BadRow:
    """A row that was left out; `line` is where it starts, and `reason` holds no lead's data."""

    line: int
    reason: str


class _Bad(Exception):
    """Why a row cannot become a lead."""


def read_leads(path: Path, site_id: str) -> Iterator[Lead | BadRow]:
    """The leads of a file, one by one. Raises InvalidRequest where the file as a whole cannot be read."""
    seen: dict[str, int] = {}
    with path.open(encoding=_encoding(path), errors="replace", newline="") as file:
        for line, record in _records(path, file):
            if isinstance(record, str):
                yield BadRow(line, record)
                continue
            try:
                lead = _lead(record, site_id)
            except _Bad as bad:
                yield BadRow(line, str(bad))
                continue
            if lead.id in seen:
                yield BadRow(line, f"the same lead stands in line {seen[lead.id]} already")
                continue
            seen[lead.id] = line
            yield lead


def _encoding(path: Path) -> str:
    """UTF-8, UTF-16 with its mark, or, where the bytes are not UTF-8, Windows' Western code page."""
    with path.open("rb") as file:
        start = file.read(65_536)
    if not start.strip():
        raise InvalidRequest("The file is empty.")
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if b"\x00" in start[:1024]:
        raise InvalidRequest("The file is not a text file: send CSV or JSON lines.")
    try:
        start[: start.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _records(path: Path, file: TextIO) -> Iterator[tuple[int, Record | str]]:
    """(line, record), or (line, why there is none)."""
    first = next((line for line in file if line.strip()), "")
    file.seek(0)
    is_json = path.suffix.lower() in (".jsonl", ".ndjson", ".json") or first.lstrip()[:1] in ("{", "[")
    return _json_records(file, first) if is_json else _csv_records(file, first)


def _json_records(file: TextIO, first: str) -> Iterator[tuple[int, Record | str]]:
    if first.lstrip().startswith("["):
        yield from _array_records(file.read())
        return
    for line, text in enumerate(file, start=1):
        if text.strip():
            try:
                record = json.loads(text)
            except (ValueError, RecursionError):
                yield line, "the line is not valid JSON"
                continue
            yield line, record if isinstance(record, dict) else "the line is not a JSON object"


def _array_records(text: str) -> Iterator[tuple[int, Record | str]]:
    """The objects of one JSON array, each with the line it starts in."""
    decoder, at = json.JSONDecoder(), text.index("[") + 1
    while match := re.compile(r"[\s,]*(?=[^\s,\]])").match(text, at):
        line = text.count("\n", 0, match.end()) + 1
        try:
            record, at = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            yield line, "the JSON is not valid from here on"
            return
        yield line, record if isinstance(record, dict) else "the element is not a JSON object"


def _csv_records(file: TextIO, first: str) -> Iterator[tuple[int, Record | str]]:
    delimiter = max(",;\t|", key=first.count)
    rows = csv.reader((line.replace("\x00", "\ufffd") for line in file), delimiter=delimiter)
    header = next((row for row in rows if any(row)), [])
    if not any(map(field_of, header)):
        raise InvalidRequest("The file has no column we know: name them, for example name, email, phone, company.")
    line = rows.line_num + 1
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                too_many = f"the row has {len(row)} cells, the header {len(header)}"
                yield line, dict(zip(header, row, strict=False)) if len(row) <= len(header) else too_many
            line = rows.line_num + 1
    except csv.Error:
        yield line, "the row cannot be read: a cell is longer than 131,072 characters"


def _lead(record: Record, site_id: str) -> Lead:
    values = _values(record)
    texts = {
        field: _text(values, field) for field in (*TEXTS, "id", "name", "first_name", "last_name", "email", "phone")
    }
    texts["name"] = texts["name"] or " ".join(filter(None, (texts.pop("first_name"), texts.pop("last_name")))) or None
    if not any(texts[field] for field in ("name", "email", "phone", "linkedin")):
        raise _Bad("there is no name, e-mail, phone or LinkedIn profile")
    _check_addresses(texts)
    consent = {
        channel: False
        for field, channel in (("no_email", Channel.EMAIL), ("no_call", Channel.CALL))
        if _flag(record, field)
    }
    return Lead(
        id=_id(texts, site_id),
        site_id=site_id,
        name=texts["name"],
        email=texts["email"],
        phone=texts["phone"],
        opted_out=_flag(record, "opted_out"),
        consent=consent,
        **{field: texts[field] for field in TEXTS},
        **{field: _list(values, field) for field in LISTS},
    )


def _values(record: Record) -> dict[str, tuple[str, Any]]:
    """field -> (column, value): the first column with a value wins."""
    found: dict[str, tuple[str, Any]] = {}
    for column, value in record.items():
        field = field_of(str(column))
        if field and value not in (None, "") and field not in found:
            found[field] = (str(column), value)
    return found


def _text(values: Mapping[str, tuple[str, Any]], field: str) -> str | None:
    column, value = values.get(field, (field, ""))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _Bad(f"{column}: expected a text")
    text = " ".join(str(value).split())
    if len(text) > MAX_VALUE or "\ufffd" in text or re.search("[\x00\ud800-\udfff]", text):
        raise _Bad(f"{column}: expected at most {MAX_VALUE} characters of valid text")
    return text or None


def _list(values: Mapping[str, tuple[str, Any]], field: str) -> tuple[str, ...]:
    column, value = values.get(field, (field, ""))
    parts: Iterable[Any] = (
        value
        if isinstance(value, list)
        else re.split(r"[;|\n]" if re.search(r"[;|\n]", str(value)) else ",", str(value))
    )
    texts = (_text({field: (column, part)}, field) for part in parts)
    return tuple(text for text in texts if text)[:50]


def _flag(record: Record, field: str) -> bool:
    """Whether any of the field's columns says yes; in doubt, the row is left for a person."""
    said = [
        (str(column), str(value or "").strip().casefold())
        for column, value in record.items()
        if field_of(str(column)) == field
    ]
    for column, word in said:
        if word not in TRUE | FALSE:
            raise _Bad(f"{column}: expected yes or no")
    return any(word in TRUE for _, word in said)


def _check_addresses(texts: Mapping[str, str | None]) -> None:
    email, phone = texts["email"], texts["phone"]
    if email and not re.fullmatch(r"[^@\s<>,;]{1,64}@[^@\s<>,;]+\.[^@\s<>,;]+", email):
        raise _Bad("email: expected an address such as jane@example.com")
    if phone and sum(c.isdigit() for c in phone) < 7:
        raise _Bad("phone: expected at least 7 digits")


def _id(texts: Mapping[str, str | None], site_id: str) -> str:
    """The file's own id, or one that is the same at every import."""
    if given := texts["id"]:
        if not re.fullmatch(ID_PATTERN, given):
            raise _Bad("id: expected 1 to 64 letters, digits, _ and -")
        return given
    known = (
        texts["email"] or texts["phone"] or "|".join(filter(None, (texts["name"], texts["company"], texts["linkedin"])))
    )
    return "lead_" + sha256(f"{site_id}|{known}".casefold().encode()).hexdigest()[:16]
