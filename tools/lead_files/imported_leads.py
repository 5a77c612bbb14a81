"""A record as a lead: its fields, what it refuses or agrees to, and whether it can be reached."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from tools.domain.permission import Cause, Consent, Refusal
from tools.intake.permission import Permissions, permissions_in, refusal_in_name, refusal_in_text
from tools.lead_files.cells import BadCell, raw_text
from tools.lead_files.lead_rows import CellLeftOut, ImportedLead
from tools.lead_files.places import country_in
from tools.lead_files.record_reading import RecordReading
from tools.lead_files.shape import Shape

TEXTS: Final = ("company", "source", "language", "region")
LISTS: Final = ("pain_points", "interests")
ADDRESSES: Final = ("email", "phone", "linkedin")
NOBODY: Final = "there is no name, e-mail, phone or LinkedIn profile"
NO_ADDRESS: Final = "nobody can be reached yet: no e-mail, phone or LinkedIn profile is given"
CONTACT: Final = re.compile(r"contact|\bcall\b|e-?mail|llam(?:ar|en)\b", re.IGNORECASE)
ASKED: Final = frozenset({Cause.OPTED_OUT, Cause.UNCLEAR})
NO_WAY: Final = "nobody can be reached: no e-mail, phone or LinkedIn profile works"


class NoLead(Exception):
    """Why a record is no lead."""


def lead_of(
    shape: Shape, values: Sequence[Any], site_country: str | None
) -> tuple[ImportedLead, tuple[CellLeftOut, ...]]:
    """The lead of a record, and the cells that were left out of it. Raises NoLead."""
    reading = RecordReading(shape, values, site_country)
    fields = _plain_fields(reading)
    emails = reading.emails()
    phones = reading.phones(country_in(fields.get("country", "")))
    linkedin = reading.linkedin()
    fields |= _present(
        email=emails[0] if emails else None,
        phone=phones[0] if phones else None,
        linkedin=linkedin,
    )
    own_id = reading.id()
    _check_reachable(reading, fields, own_id)
    refusals, consents = _permissions(shape, values, fields.get("name"))
    lead = ImportedLead(
        id=own_id,
        identity=_identity(fields),
        fields=fields,
        refusals=refusals,
        consents=consents,
        other_emails=emails[1:],
        other_phones=phones[1:],
    )
    return lead, tuple(reading.left_out)


def _present(**values: Any) -> dict[str, Any]:
    return {field: value for field, value in values.items() if value}


def _plain_fields(reading: RecordReading) -> dict[str, Any]:
    """The fields that are not addresses, where they have a value."""
    country = reading.country()
    fields = _present(
        name=reading.name(),
        position=reading.position(),
        stage=reading.stage(),
        country=country,
        timezone=reading.timezone(country_in(country or "")),
        budget_range=reading.budget(),
        **{field: reading.first(field) for field in TEXTS if reading.has_column(field)},
        **{field: reading.texts(field) for field in LISTS if reading.has_column(field)},
    )
    if fields.get("position") == fields.get("name"):
        fields.pop("position", None)  # a record's title, which is the person's name
    return fields


def _check_reachable(reading: RecordReading, fields: dict[str, Any], own_id: str | None) -> None:
    """Raises NoLead where nobody can be reached by the addresses that the record gives.

    A record that gives none may be about a lead that is known by its id; a name alone is told.
    """
    if any(fields.get(field) for field in ADDRESSES):
        return
    if any(reading.has(field) for field in ADDRESSES) and not own_id:
        raise NoLead(_with_columns(reading.left_out) or NO_WAY)
    if own_id:
        return
    if not fields.get("name"):
        raise NoLead(NOBODY)
    reading.leave_out("row", NO_ADDRESS)


def _with_columns(left_out: Sequence[CellLeftOut]) -> str:
    return "; ".join(f"{column}: {reason}" for column, reason in left_out)


def _identity(fields: dict[str, Any]) -> str:
    """What tells the lead from others: its e-mail address, else its phone, else who it is."""
    address = fields.get("email") or fields.get("phone")
    if address:
        return str(address).casefold()
    parts = (fields.get("name"), fields.get("company"), fields.get("linkedin"))
    return "|".join(part for part in parts if part).casefold()


def _permissions(
    shape: Shape, values: Sequence[Any], name: str | None
) -> tuple[tuple[Refusal, ...], tuple[Consent, ...]]:
    """What the record refuses and agrees to, in columns of its own and in remarks."""
    refusals: list[Refusal] = []
    consents: list[Consent] = []
    for position in shape.permissions:
        permissions = _permissions_in(shape.columns[position].name, values[position])
        refusals += permissions.refusals
        consents += permissions.consents
    for position in shape.remarks:
        column = shape.columns[position]
        refusal = _refusal_in(column.name, values[position])
        if refusal and column.field == "name":
            refusal = refusal_in_name(refusal.words or "", column.name) or refusal
        if refusal:
            refusals.append(refusal)
    for position in shape.fields.get("company", ()):
        refusal = _refusal_beside_company(shape.columns[position].name, values[position])
        if refusal:
            refusals.append(refusal)
    if name and not shape.fields.get("name"):
        refusal = refusal_in_name(name, "name")  # in first and last name together
        if refusal:
            refusals.append(refusal)
    return _unique(refusals), tuple(consents)


def _unique(refusals: Sequence[Refusal]) -> tuple[Refusal, ...]:
    unique: list[Refusal] = []
    for refusal in refusals:
        if refusal not in unique:
            unique.append(refusal)
    return tuple(unique)


def _permissions_in(column: str, value: Any) -> Permissions:
    if value is None or value == "":
        return Permissions()
    if isinstance(value, str):
        return _permissions_in_text(column, value)
    return permissions_in(column, value) or Permissions()


@lru_cache(maxsize=8_192)
def _permissions_in_text(column: str, text: str) -> Permissions:
    return permissions_in(column, text) or Permissions()


def _refusal_in(column: str, value: Any) -> Refusal | None:
    if value is None or value == "":
        return None
    if isinstance(value, list):
        value = "; ".join(part for part in value if isinstance(part, str))
    try:
        text = raw_text(value)
    except BadCell:
        text = str(value)  # too long or garbled, and yet it may say something
    return _refusal_in_text(text, column)


def _refusal_beside_company(column: str, value: Any) -> Refusal | None:
    """A refusal that somebody wrote into a company's name, such as "DO NOT CONTACT Fjordline".

    A company may be called Unsubscribe.me: one that does not speak of contact is no refusal.
    """
    if not isinstance(value, str) or not CONTACT.search(value):
        return None
    refusal = refusal_in_name(value, column)
    return refusal if refusal and refusal.cause in ASKED else None


@lru_cache(maxsize=8_192)
def _refusal_in_text(text: str, column: str) -> Refusal | None:
    if not text.strip():
        return None
    return refusal_in_text(text, column)
