"""The same lead in several rows of a file: what a later one adds, and nothing it contradicts."""

from dataclasses import replace
from typing import NamedTuple

from tools.lead_files.lead_rows import BadRow, CellLeftOut, ImportedLead, LeadRow
from tools.text import fold


class _First(NamedTuple):
    """Where a lead stands first, and what is known of it there."""

    line: int
    name: int  # the hash of its name
    fields: frozenset[str]


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
        if first is None:
            self._remember(row, row.line, frozenset(row.lead.fields))
            return row
        if first.name and _name(row) not in {first.name, 0}:
            return _refusals_alone(row, first.line)
        return self._added(row, first)

    def _added(self, row: LeadRow, first: _First) -> LeadRow | BadRow:
        lead = row.lead
        fields = {field: lead.fields[field] for field in lead.fields.keys() - first.fields}
        if not (fields or lead.refusals or lead.consents or lead.other_emails or lead.other_phones):
            return BadRow(row.line, _same_lead(first.line), row.record, row.header)
        self._remember(row, first.line, first.fields.union(fields))
        return replace(row, lead=replace(lead, fields=fields), repeats=first.line)

    def _remember(self, row: LeadRow, line: int, fields: frozenset[str]) -> None:
        fields = self._field_sets.setdefault(fields, fields)
        self._firsts[row.lead.key] = _First(line, _name(row), fields)


def _refusals_alone(row: LeadRow, line: int) -> LeadRow | BadRow:
    if not row.lead.refusals:
        return BadRow(row.line, f"{_same_lead(line)}, by another name", row.record, row.header)
    lead = ImportedLead(row.lead.id, row.lead.identity, {}, row.lead.refusals)
    note = CellLeftOut("row", f"{_same_lead(line)}, by another name: only refusals were taken")
    return replace(row, lead=lead, left_out=(*row.left_out, note), repeats=line)


def _same_lead(line: int) -> str:
    return f"the same lead stands in line {line} already"


def _name(row: LeadRow) -> int:
    """A number for the name without case and accents; 0 for none."""
    name = row.lead.fields.get("name")
    return hash(fold(str(name))) if name else 0
