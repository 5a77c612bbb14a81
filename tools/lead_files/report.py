"""What an import says of a file: how its columns were read, what was left out, and which rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tools.lead_files.columns import Column
from tools.lead_files.lead_rows import BadRow, LeadRow

MAX_ROWS: Final = 1_000  # of each kind that a report keeps; it counts the others
MEANINGS: Final = {
    "position": "job title",
    "linkedin": "LinkedIn profile",
    "url": "LinkedIn profile, where it is one",
    "dial_code": "prefix of the phone number",
    "email": "e-mail address",
    "phone": "phone number",
    "timezone": "time zone",
}
PERMISSION: Final = "whether the lead may be contacted"
REMARK: Final = "read for refusals only"
NOT_USED: Final = "not used"
SEVERAL: Final = frozenset({"email", "phone"})  # what stands in the others is kept
IN_PARTS: Final = frozenset({"first_name", "last_name", "name", "stage"})


@dataclass
class ImportReport:
    """The rows of a file that was read, as far as they have to be told; it grows row by row."""

    columns: Sequence[Column] = ()
    leads: int = 0  # rows that became leads
    refusals: int = 0  # those of them that refuse something
    repeats: int = 0  # rows that add to a lead that stands before them
    incomplete: int = 0  # rows that became leads, with cells left out
    bad: int = 0  # rows that were left out
    bad_rows: list[BadRow] = field(default_factory=list)
    incomplete_rows: list[LeadRow] = field(default_factory=list)  # without their records

    def add(self, row: LeadRow | BadRow) -> None:
        """Counts a row, and keeps what has to be told of it."""
        if isinstance(row, BadRow):
            self.bad += 1
            if len(self.bad_rows) < MAX_ROWS:
                self.bad_rows.append(BadRow(row.line, row.reason))
            return
        self.leads += row.repeats is None
        self.repeats += row.repeats is not None
        self.refusals += bool(row.lead.refusals)
        self.incomplete += bool(row.left_out)
        if row.left_out and len(self.incomplete_rows) < MAX_ROWS:
            self.incomplete_rows.append(LeadRow(row.line, row.lead, row.left_out))


def column_lines(columns: Sequence[Column]) -> Iterator[str]:
    """How each column was read, one a line: "Company / Account: company"."""
    for column in columns:
        if column.name.strip():
            yield f"{column.name}: {_meaning(column, columns)}"


def _meaning(column: Column, columns: Sequence[Column]) -> str:
    if column.permission and column.field is None:
        return PERMISSION
    if column.field is None:
        return REMARK if column.remark else NOT_USED
    meaning = MEANINGS.get(column.field, column.field.replace("_", " "))
    if column.field in IN_PARTS:
        return meaning
    others = [other for other in columns if other.field == column.field and other != column]
    first = min([column, *others], key=lambda other: other.rank)
    if first == column:
        return meaning
    if column.field in SEVERAL:
        return f"{meaning}, after {first.name}"
    return f"{meaning}, where {first.name} has none"


def left_out_lines(rows: Sequence[LeadRow]) -> Iterator[str]:
    """What was left out of rows that were kept, one a line: "line 4: Phone: expected ..."."""
    for row in rows:
        for cell in row.left_out:
            yield f"line {row.line}: {cell.column}: {cell.reason}"


def bad_row_lines(rows: Sequence[BadRow]) -> Iterator[str]:
    """Why rows were left out, one a line."""
    for row in rows:
        yield f"line {row.line}: {row.reason}"


def result_of(row: LeadRow | BadRow) -> tuple[str, str]:
    """What became of a row in a word, and the reason: ("kept", "Phone: expected ...")."""
    if isinstance(row, BadRow):
        return "left out", row.reason
    reasons = [f"{cell.column}: {cell.reason}" for cell in row.left_out]
    refusals = [f"{refusal.source}: {refusal.cause}" for refusal in row.lead.refusals]
    if row.repeats is not None:
        return "added", "; ".join([f"to the lead in line {row.repeats}", *reasons, *refusals])
    if refusals:
        return "kept, refuses", "; ".join([*refusals, *reasons])
    return "kept", "; ".join(reasons)
