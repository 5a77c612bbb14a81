"""Leads from CSV and JSON lines files: every good row as a lead, every bad one with its reason."""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from tools.domain.lead import Lead
from tools.domain.permission import Cause, Consent, Refusal
from tools.domain.vocabulary import ID_PATTERN, Channel
from tools.errors import InvalidRequest
from tools.lead_files.rows import CHUNK, Row, array_records, csv_records, json_records
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
from tools.text import has_phone_digits, is_email

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
    "region",
    "budget_range",
)
ADDRESSES: Final = ("name", "email", "phone", "linkedin")  # one of them is needed
JSON_SUFFIXES: Final = frozenset({".jsonl", ".ndjson", ".json"})
UTF_16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class BadRow:
    """A row that was left out; `line` is where it starts, and `reason` holds no lead's data."""

    line: int
    reason: str


def read_leads(path: Path, site_id: str) -> Iterator[Lead | BadRow]:
    """The leads of a file, one by one.

    Raises InvalidRequest where the file as a whole cannot be read.
    """
    line_of: dict[str, int] = {}  # by the lead's id
    with path.open(encoding=_encoding(path), errors="replace", newline="") as file:
        for line, record in _records(path, file):
            row = _lead_or_bad(line, record, site_id)
            if isinstance(row, Lead):
                if row.id in line_of:
                    yield BadRow(line, f"the same lead stands in line {line_of[row.id]} already")
                    continue
                line_of[row.id] = line
            yield row


def _encoding(path: Path) -> str:
    """UTF-16 with its mark, else UTF-8, else Windows' Western code page.

    It is the last where most of what is not ASCII is not UTF-8.
    """
    with path.open("rb") as file:
        start = file.read(CHUNK)
        if not start.strip():
            raise InvalidRequest("The file is empty.")
        if start.startswith(UTF_16_MARKS):
            return "utf-16"
        if _is_binary(start):
            raise InvalidRequest("The file is not a text file: send CSV or JSON lines.")
        file.seek(0)
        if _is_mostly_utf_8(file):
            return "utf-8-sig"
        return "cp1252"


def _is_binary(start: bytes) -> bool:
    """Whether the first line has a NUL byte, or more than a tenth of all bytes are."""
    first_line = start.lstrip().split(b"\n", 1)[0]
    return b"\x00" in first_line or start.count(0) * 10 > len(start)


def _is_mostly_utf_8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    invalid = 0
    not_ascii = 0
    while chunk := file.read(CHUNK):
        text = decoder.decode(chunk)
        invalid += text.count("\ufffd")
        not_ascii += len(text) - len(text.encode("ascii", "ignore"))
    return invalid * 2 <= not_ascii


def _records(path: Path, file: TextIO) -> Iterator[Row]:
    first = next((line for line in file if line.strip()), "")
    file.seek(0)
    opening = first.lstrip()[:1]
    if opening == "[":
        return array_records(file)
    if opening == "{" or path.suffix.lower() in JSON_SUFFIXES:
        return json_records(file, 1)
    return csv_records(file, first)


def _lead_or_bad(line: int, record: Record | str, site_id: str) -> Lead | BadRow:
    if isinstance(record, str):
        return BadRow(line, record)
    try:
        return _lead(values_of(record), site_id)
    except BadValue as bad:
        return BadRow(line, str(bad))


def _lead(values: Values, site_id: str) -> Lead:
    texts = {field: text_of(values, field) for field in (*TEXTS, "id", "name", "email", "phone")}
    texts["name"] = texts["name"] or _name_in_parts(values)
    if not any(texts[field] for field in ADDRESSES):
        raise BadValue("there is no name, e-mail, phone or LinkedIn profile")
    _check_addresses(texts, values)
    return Lead(
        id=_id(texts, values, site_id),
        site_id=site_id,
        name=texts["name"],
        email=texts["email"],
        phone=texts["phone"],
        refusals=_refusals(values),
        consents=_consents(values),
        **{field: texts[field] for field in TEXTS},
        **{field: list_of(values, field) for field in LISTS},
    )


def _refusals(values: Values) -> tuple[Refusal, ...]:
    channels: list[Channel | None] = []
    if flag_of(values, "opted_out"):
        channels.append(None)
    channels += [channel for channel, agreed in consent_of(values).items() if not agreed]
    return tuple(
        Refusal(cause=Cause.OPTED_OUT, channel=channel, source="file") for channel in channels
    )


def _consents(values: Values) -> tuple[Consent, ...]:
    agreed = [channel for channel, agreed in consent_of(values).items() if agreed]
    return tuple(Consent(channel=channel, source="file") for channel in agreed)


def _name_in_parts(values: Values) -> str | None:
    parts = (text_of(values, "first_name"), text_of(values, "last_name"))
    return " ".join(part for part in parts if part) or None


def _check_addresses(texts: Mapping[str, str | None], values: Values) -> None:
    email, phone = texts["email"], texts["phone"]
    if email and not is_email(email):
        column = column_of(values, "email")
        raise BadValue(f"{column}: expected an address such as jane@example.com")
    if phone and not has_phone_digits(phone):
        column = column_of(values, "phone")
        raise BadValue(f"{column}: expected at least 7 digits")


def _id(texts: Mapping[str, str | None], values: Values, site_id: str) -> str:
    """The file's own id, or one that is the same at every import."""
    own_id = texts["id"]
    if not own_id:
        identity = f"{site_id}|{_identity(texts)}".casefold()
        return "lead_" + sha256(identity.encode()).hexdigest()[:16]
    if not re.fullmatch(ID_PATTERN, own_id):
        column = column_of(values, "id")
        raise BadValue(f"{column}: expected 1 to 64 letters, digits, _ and -")
    return own_id


def _identity(texts: Mapping[str, str | None]) -> str:
    """What tells the lead from others: its e-mail address, else its phone, else who it is."""
    address = texts["email"] or texts["phone"]
    if address:
        return address
    parts = (texts["name"], texts["company"], texts["linkedin"])
    return "|".join(part for part in parts if part)
