"""A record read as a lead: what each field's columns hold, and the cells that are left out."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from tools.domain.vocabulary import ID_PATTERN, Stage
from tools.intake.fields import read_budget
from tools.intake.synonyms import stage_of
from tools.lead_files.cells import BadCell, list_of, name_of, raw_text, text_of
from tools.lead_files.emails import emails_in
from tools.lead_files.lead_rows import CellLeftOut
from tools.lead_files.phones import DECIMALS, country_of_prefix, phones_in
from tools.lead_files.places import country_in, zone_in
from tools.lead_files.shape import Shape
from tools.text import fold_to_ascii

NOTHING: Final[tuple[Any, ...]] = (None, "", [])
ID: Final = re.compile(ID_PATTERN)
DOCUMENT: Final = re.compile(r"[A-Z]{2,}(?:-[A-Z\d]+)*-\d+")  # "CRM-LEAD-2024-00012", no name
PROFILE: Final = re.compile(r"linkedin\.com/(?!company/|school/|showcase/|jobs/|feed/)\S+", re.I)
HANDLE: Final = re.compile(r"(?:in/)?[\w%-]{3,100}/?")
ENDS: Final = frozenset({Stage.CUSTOMER, Stage.LOST})
SALUTATIONS: Final = frozenset(
    "mr mrs ms miss mx sir madam dr prof sr sra srta dna don herr frau hr fr m mme mlle".split()
)
NO_ID: Final = "expected 1 to 64 letters, digits, _ and -"
NO_PROFILE: Final = "expected a person's profile such as linkedin.com/in/jane-smith"
NO_COUNTRY: Final = "this country is not known"
PERHAPS_NAMIBIA: Final = '"NA" may be Namibia or no country: write the name in full'
NO_ZONE: Final = "this time zone is not known: expected one such as Europe/Madrid"


class RecordReading:
    """The values of one record by field; `left_out` grows as they are read."""

    def __init__(self, shape: Shape, values: Sequence[Any], site_country: str | None) -> None:
        self._shape = shape
        self._values = values
        self._site_country = site_country
        self.left_out: list[CellLeftOut] = []

    def cells(self, field: str) -> Iterable[tuple[str, Any]]:
        """The field's columns with their values that are not blank, the one that counts first."""
        for position in self._shape.fields.get(field, ()):
            value = self._values[position]
            if value not in NOTHING:
                yield self._shape.columns[position].name, value

    def has_column(self, field: str) -> bool:
        """Whether a column fills the field, be it blank."""
        return field in self._shape.fields

    def has(self, field: str) -> bool:
        """Whether any of the field's columns has something in it, be it a placeholder."""
        return any(str(value).strip() for _, value in self.cells(field))

    def leave_out(self, column: str, reason: str) -> None:
        """Remembers a cell that is not taken."""
        self.left_out.append(CellLeftOut(column, reason))

    def _read(self, column: str, value: Any, read: Callable[[Any], Any]) -> Any:
        try:
            return read(value)
        except BadCell as reason:
            self.leave_out(column, str(reason))
            return None

    def first(self, field: str, read: Callable[[Any], Any] = text_of) -> Any:
        """The value of the first of the field's columns that has one."""
        for column, value in self.cells(field):
            result = self._read(column, value, read)
            if result:
                return result
        return None

    def name(self) -> str | None:
        """First and last name where both are there, else the whole name, else what there is."""
        first: str | None = self.first("first_name", name_of)
        last: str | None = self.first("last_name", name_of)
        if first and last:
            return f"{first} {last}"
        whole: str | None = self.first("name", name_of)
        if whole and not DOCUMENT.fullmatch(whole):
            return whole
        return first or last

    def position(self) -> str | None:
        """A job title; not the "Ms." of a column for titles."""
        for column, value in self.cells("position"):
            text: str | None = self._read(column, value, text_of)
            if text and fold_to_ascii(text).strip(". ") not in SALUTATIONS:
                return text
        return None

    def id(self) -> str | None:
        """The file's own id, where it is one of ours."""
        text: str | None = self.first("id")
        if text is None:
            return None
        text = DECIMALS.sub("", text)
        if ID.fullmatch(text):
            return text
        self.leave_out(next(iter(self.cells("id")))[0], NO_ID)
        return None

    def emails(self) -> tuple[str, ...]:
        """The addresses that work, the one that counts first."""
        emails: list[str] = []
        for column, value in self.cells("email"):
            text = self._read(column, value, _joined)
            if not text:
                continue
            addresses = emails_in(text)
            emails += addresses.emails
            if addresses.fault:
                self.leave_out(column, addresses.fault)
        return _unique(emails)

    def phones(self, country: str | None) -> tuple[str, ...]:
        """The numbers that work, the one that counts first; `country` is the lead's ISO code."""
        phones: list[str] = []
        country = self._dialled_country() or country
        for column, value in self.cells("phone"):
            text = self._read(column, value, _joined)
            if not text:
                continue
            numbers = phones_in(text, country, self._site_country)
            phones += numbers.phones
            if numbers.fault:
                self.leave_out(column, numbers.fault)
        return _unique(phones)

    def _dialled_country(self) -> str | None:
        """The country of a prefix that stands in a column of its own: "+44", "44", "GB"."""
        text = self.first("dial_code")
        if not text:
            return None
        return country_in(text) or country_of_prefix(text)

    def linkedin(self) -> str | None:
        """A person's profile; of a column for any page, only one on LinkedIn."""
        for column, value in self.cells("linkedin"):
            text = self._read(column, value, text_of)
            if text and (PROFILE.search(text) or HANDLE.fullmatch(text)):
                return str(text)
            if text:
                self.leave_out(column, NO_PROFILE)
        for column, value in self.cells("url"):
            text = self._read(column, value, text_of)
            if text and PROFILE.search(text):
                return str(text)
        return None

    def stage(self) -> str | None:
        """The stage that is an end, else the first that is known, else the first."""
        texts: list[str] = []
        for column, value in self.cells("stage"):
            text = self._read(column, value, text_of)
            if text:
                texts.append(text)
        for text in texts:
            if stage_of(text) in ENDS:
                return text
        for text in texts:
            if stage_of(text) is not Stage.GENERAL:
                return text
        return texts[0] if texts else None

    def country(self) -> str | None:
        """A country that is known; the first of the columns that has one."""
        for column, value in self.cells("country"):
            text = self._read(column, value, text_of)
            if text and country_in(text):
                return str(text)
            if text:
                self.leave_out(column, NO_COUNTRY)
            elif str(value).strip() == "NA":
                self.leave_out(column, PERHAPS_NAMIBIA)
        return None

    def timezone(self, country: str | None) -> str | None:
        """A time zone that is known; the first of the columns that has one."""
        for column, value in self.cells("timezone"):
            text = self._read(column, value, text_of)
            if text and zone_in(text, country):
                return str(text)
            if text:
                self.leave_out(column, NO_ZONE)
        return None

    def budget(self) -> str | None:
        """A text, or a range such as {"min": 5000, "max": 10000}."""
        budget: str | None = self.first("budget_range", _budget)
        return budget

    def texts(self, field: str) -> tuple[str, ...]:
        """The parts of a list."""
        return self.first(field, list_of) or ()


def _budget(value: Any) -> str | None:
    return text_of(read_budget(value))


def _joined(value: Any) -> str:
    """The text of a cell, or of a list of addresses."""
    if isinstance(value, list):
        return ";".join(raw_text(part) for part in value)
    return raw_text(value)


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts without those that differ from one before in case alone."""
    unique: dict[str, str] = {}
    for text in texts:
        unique.setdefault(text.casefold(), text)
    return tuple(unique.values())
