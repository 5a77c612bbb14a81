"""What the rows of a lead file become: a lead with what was left out of it, or a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tools.domain.permission import Consent, Refusal

Record = list[str] | dict[str, Any]  # a row's cells, or a JSON object, as the file has them


class CellLeftOut(NamedTuple):
    """A cell that was not understood; `reason` holds none of it."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportedLead:
    """What a row says of a lead, and nothing about what it does not say.

    `fields` has the texts (tuples of texts for pain_points and interests) of the columns that are
    in the file and have a value; what is absent there must not overwrite anything. `id` is the
    file's own, and `identity` tells the lead from others where there is none: the e-mail address
    without case, else the phone number, else name, company and profile.
    """

    id: str | None
    identity: str
    fields: Mapping[str, Any]
    refusals: tuple[Refusal, ...] = ()
    consents: tuple[Consent, ...] = ()
    other_emails: tuple[str, ...] = ()
    other_phones: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What is the same in every row for this lead."""
        return self.id or self.identity


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A row that became a lead, and the cells that were left out.

    `repeats` is the line in which the same lead stands first; the row then has only what that
    one has not.
    """

    line: int
    lead: ImportedLead
    left_out: tuple[CellLeftOut, ...] = ()
    record: Record | None = None
    header: tuple[str, ...] = ()  # of a CSV file
    repeats: int | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out; `line` is where it starts, and `reason` holds no lead's data."""

    line: int
    reason: str
    record: Record | None = None
    header: tuple[str, ...] = ()  # of a CSV file
