"""The same lead in several rows of a file: what a later one adds, and nothing it contradicts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from tools.lead_files.lead_rows import BadRow, CellLeftOut, ImportedLead, LeadRow
from tools.text import fold


class _First(NamedTuple):
    """Where a lead stands first, and what is known of it there, as numbers; 0 is nothing."""

    line: int
    name: int = 0
    email: int = 0
    phone: int = 0
    fields: frozenset[str] = frozenset()


class Repeats:
    """The leads that were read so far, by what tells them from others."""

    def __init__(self) -> None:
        self._firsts: dict[str, _First] = {}
        self._field_sets: dict[frozenset[str], frozenset[str]] = {}  # each is kept once

    def checked(self, row: LeadRow) -> LeadRow | BadRow:
        """The row, with only what is new where the same lead stands before it.

        Where it stands there by another name, only what it refuses is taken.
        """
        first = self._firsts.get(row.lead.key)
        fields = row.lead.fields
        if first is None:
            self._firsts[row.lead.key] = self._known(_First(row.line), fields)
            return row
        if first.name and _number(fields, "name") not in {first.name, 0}:
            return _refusals_alone(row, first.line)
        return self._added(row, first)

    def _added(self, row: LeadRow, first: _First) -> LeadRow | BadRow:
        lead = _without_known(row.lead, first)
        if not (
            lead.fields or lead.refusals or lead.consents or lead.other_emails or lead.other_phones
        ):
            return BadRow(row.line, _same_lead(first.line), row.record, row.header)
        self._firsts[lead.key] = self._known(first, row.lead.fields)
        return replace(row, lead=lead, repeats=first.line)

    def _known(self, first: _First, values: Mapping[str, Any]) -> _First:
        """What is known with the values of one more row."""
        fields = first.fields.union(values)
        return _First(
            first.line,
            first.name or _number(values, "name"),
            first.email or _number(values, "email"),
            first.phone or _number(values, "phone"),
            self._field_sets.setdefault(fields, fields),
        )


def _without_known(lead: ImportedLead, first: _First) -> ImportedLead:
    """What the first row has not: a second address is kept beside the first."""
    emails, phones = lead.other_emails, lead.other_phones
    if first.email and _number(lead.fields, "email") not in {first.email, 0}:
        emails = (lead.fields["email"], *emails)
    if first.phone and _number(lead.fields, "phone") not in {first.phone, 0}:
        phones = (lead.fields["phone"], *phones)
    fields = {field: lead.fields[field] for field in lead.fields if field not in first.fields}
    return replace(lead, fields=fields, other_emails=emails, other_phones=phones)


def _refusals_alone(row: LeadRow, line: int) -> LeadRow | BadRow:
    if not row.lead.refusals:
        reason = f"{_same_lead(line)}, by another name"
        return BadRow(row.line, reason, row.record, row.header)
    lead = ImportedLead(row.lead.id, row.lead.identity, {}, row.lead.refusals)
    note = CellLeftOut("row", f"{_same_lead(line)}, by another name: only refusals were taken")
    return replace(row, lead=lead, left_out=(*row.left_out, note), repeats=line)


def _same_lead(line: int) -> str:
    return f"the same lead stands in line {line} already"


def _number(values: Mapping[str, Any], field: str) -> int:
    """A number for a text without case and accents; 0 for none."""
    text = values.get(field)
    return hash(fold(text)) if text else 0
