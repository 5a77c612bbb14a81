"""Leads from CSV and JSON lines files: every good row as a lead, every bad one with its line and
reason.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Final, TextIO

from tools.domain.lead import Lead
from tools.domain.vocabulary import ID_PATTERN
from tools.errors import InvalidRequest
from tools.lead_files.rows import CHUNK, Found, array_records, csv_records, json_records
from tools.lead_files.values import (
    BadValue,
    Record,
    Values,
    column_of,
    consent_of,
    flag_of,
    list_of,
    text_of,
    values_of,
)
from tools.text import has_enough_digits, is_email

LISTS: Final = ("pain_points", "interests")
TEXTS: Final = (
    "company",
    "position",
    "linkedin",
    "stage",
    "source",
    "language",
    "timezone",
    "country",
    "budget_range",
)


@dataclass(frozen=True)
class BadRow:
    """A row that was left out; `line` is where it starts, and `reason` holds no lead's data."""

    line: int
    reason: str


def read_leads(path: Path, site_id: str) -> Iterator[Lead | BadRow]:
    """The leads of a file, one by one.

    Raises InvalidRequest where the file as a whole cannot be read.
    """
    first_lines: dict[str, int] = {}
    with path.open(encoding=_encoding(path), errors="replace", newline="") as file:
        for line, record in _records(path, file):
            row = (
                BadRow(line, record)
                if isinstance(record, str)
                else _lead_or_bad(line, record, site_id)
            )
            if isinstance(row, Lead):
                if row.id in first_lines:
                    row = BadRow(
                        line, f"the same lead stands in line {first_lines[row.id]} already"
                    )
                else:
                    first_lines[row.id] = line
            yield row


def _encoding(path: Path) -> str:
    """UTF-8, UTF-16 with its mark, or, where most of what is not ASCII is not UTF-8, Windows'
    Western code page.
    """
    with path.open("rb") as file:
        start = file.read(CHUNK)
        if not start.strip():
            raise InvalidRequest("The file is empty.")
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\x00" in start.lstrip().split(b"\n", 1)[0] or start.count(0) * 10 > len(start):
            raise InvalidRequest("The file is not a text file: send CSV or JSON lines.")
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        wrong = strange = 0
        for chunk in chain([start], iter(lambda: file.read(CHUNK), b"")):
            text = decoder.decode(chunk)
            wrong += text.count("\ufffd")
            strange += len(text) - len(text.encode("ascii", "ignore"))
    return "cp1252" if wrong * 2 > strange else "utf-8-sig"


def _records(path: Path, file: TextIO) -> Iterator[Found]:
    first = next((line for line in file if line.strip()), "")
    file.seek(0)
    if first.lstrip().startswith("["):
        return array_records(file)
    is_json = path.suffix.lower() in (".jsonl", ".ndjson", ".json") or first.lstrip().startswith(
        "{"
    )
    return json_records(file, 1) if is_json else csv_records(file, first)


def _lead_or_bad(line: int, record: Record, site_id: str) -> Lead | BadRow:
    try:
        return _lead(values_of(record), site_id)
    except BadValue as bad:
        return BadRow(line, str(bad))


def _lead(values: Values, site_id: str) -> Lead:
    texts = {field: text_of(values, field) for field in (*TEXTS, "id", "name", "email", "phone")}
    parts = (text_of(values, "first_name"), text_of(values, "last_name"))
    texts["name"] = texts["name"] or " ".join(filter(None, parts)) or None
    if not any(texts[field] for field in ("name", "email", "phone", "linkedin")):
        raise BadValue("there is no name, e-mail, phone or LinkedIn profile")
    _check_addresses(texts, values)
    return Lead(
        id=_id(texts, values, site_id),
        site_id=site_id,
        name=texts["name"],
        email=texts["email"],
        phone=texts["phone"],
        opted_out=flag_of(values, "opted_out"),
        consent=consent_of(values),
        **{field: texts[field] for field in TEXTS},
        **{field: list_of(values, field) for field in LISTS},
    )


def _check_addresses(texts: Mapping[str, str | None], values: Values) -> None:
    email, phone = texts["email"], texts["phone"]
    if email and not is_email(email):
        raise BadValue(
            f"{column_of(values, 'email')}: expected an address such as jane@example.com"
        )
    if phone and not has_enough_digits(phone):
        raise BadValue(f"{column_of(values, 'phone')}: expected at least 7 digits")


def _id(texts: Mapping[str, str | None], values: Values, site_id: str) -> str:
    """The file's own id, or one that is the same at every import."""
    if name_parts := texts["id"]:
        if not re.fullmatch(ID_PATTERN, name_parts):
            raise BadValue(f"{column_of(values, 'id')}: expected 1 to 64 letters, digits, _ and -")
        return name_parts
    details = (
        texts["email"]
        or texts["phone"]
        or "|".join(filter(None, (texts["name"], texts["company"], texts["linkedin"])))
    )
    return "lead_" + sha256(f"{site_id}|{details}".casefold().encode()).hexdigest()[:16]
