"""How a column is read: the field of a lead it fills, whom it is about, and its rank among others.

A name such as "Person - Email - Work" says three things: whom it is about, which field, and which
of several. The first and the last are recognised as what they are, the rest is looked up.
"""

import re
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple

from tools.intake.permission import permissions_in
from tools.lead_files.header_words import (
    LABELS,
    SMALL,
    TABLE,
    header_words,
    names_of,
    words_in,
)

About = Literal["person", "company", "deal"]
ABOUT: Final[tuple[About, ...]] = ("person", "company", "deal")
OTHERS: Final = words_in("about", "others")
PLACES: Final = words_in("places", "words")
REMARKS: Final = words_in("remarks", "words")
# Fields whose texts may say it too: "Former CEO (left 2024)", a state "Unsubscribed".
REMARK_FIELDS: Final = frozenset({"stage", "name", "position", "region"})
NEGATIONS: Final = frozenset({"not", "no", "never", "dont", "opt", "optout", "sin"})
QUESTIONS: Final = frozenset({"is", "has", "was", "can", "es", "tiene"})
ALTERNATIVES: Final = re.compile(r"[/|(),]")
NO_LABEL: Final = 2  # the rank of a column without a label: that of "work"
LAST: Final = 6  # the rank of a company's own address
# What a column about the company or the deal may say of the lead.
OF_COMPANY: Final = frozenset(
    {"company", "position", "email", "phone", "country", "region", "timezone", "language"}
)
OF_DEAL: Final = frozenset({"stage"})
OF_PLACE: Final = frozenset({"country", "region", "timezone"})
CHANNELS: Final = frozenset({"email", "phone"})
ALIASES: Final = dict[str, str](TABLE["fields"])  # the names of each field, with commas between


class Column(NamedTuple):
    """How a column is read. Of several for one field, that with the lowest rank counts."""

    name: str  # as the file has it
    field: str | None
    rank: int = 0
    permission: bool = False  # whether it says itself if the lead may be contacted
    remark: bool = False  # whether its texts may say that somebody is not to be contacted


@cache
def _fields() -> dict[frozenset[str], tuple[str, int]]:
    """The field and the place in its list, by the words of each name."""
    fields: dict[frozenset[str], tuple[str, int]] = {}
    for field in ALIASES:
        for place, words in enumerate(names_of(field)):
            fields.setdefault(words, (field, place))
    return fields


@cache
def about_of(word: str) -> About | None:
    """Whom a word says that a column is about; None for a word that says it of nobody."""
    for about in ABOUT:
        if word in words_in("about", about):
            return about
    return None


@lru_cache(maxsize=4_096)
def column_of(name: str) -> Column:
    """How a column is read, by its name."""
    words = header_words(name)
    if permissions_in(name, "") is not None:
        return _permission(name, words)
    if OTHERS & set(words) and frozenset(words) not in _fields():
        return Column(name, None)
    field, rank = _field_and_rank(words)
    if field is None and ALTERNATIVES.search(name):
        field, rank = _first_alternative(name)
    return Column(name, field, rank, remark=_is_remark(words, field))


def _permission(name: str, words: list[str]) -> Column:
    """A column that says whether a lead may be contacted; a status may be a stage as well."""
    field, rank = _field_and_rank(words)
    if field == "stage":
        return Column(name, field, rank, permission=True, remark=True)
    return Column(name, None, permission=True)


def _first_alternative(name: str) -> tuple[str | None, int]:
    """The reading of the first part of "Correo / Email" that is known."""
    for part in ALTERNATIVES.split(name):
        field, rank = _field_and_rank(header_words(part))
        if field:
            return field, rank
    return None, 0


def _is_remark(words: list[str], field: str | None) -> bool:
    about = {about_of(word) for word in words}
    if "company" in about and field is None:
        return False  # what a company says of itself
    return bool(REMARKS & set(words)) or field in REMARK_FIELDS


def _field_and_rank(words: list[str]) -> tuple[str | None, int]:
    if words and words[-1] == "no":  # "Mobile No."
        words = [*words[:-1], "number"]
    if NEGATIONS & set(words) or (words and words[0] in QUESTIONS):
        return None, 0
    subject = _subject(words)
    match = _match(words, subject)
    if match is None:
        return None, 0
    field, place = match
    return field, _rank(words, field, place, subject)


def _subject(words: list[str]) -> About | None:
    """Whom a column is about: "Company Contact" is a person, "Contact Company" a company."""
    for word in reversed(words):
        about = about_of(word)
        if about:
            return about
    return None


def _match(words: list[str], subject: About | None) -> tuple[str, int] | None:
    """The field of the words, first as they are, then without what says whom and which."""
    meaning = [word for word in words if word not in SMALL]
    rest = [word for word in meaning if not about_of(word)]
    match = _fields().get(frozenset(meaning))
    if match and len(rest) < len(meaning):
        return match  # the name itself says whom it is about: "Contact Number"
    if not rest:
        return _bare(meaning, subject)
    for candidate in _shorter(rest):
        match = _fields().get(candidate)
        if match:
            return _allowed(match, subject)
    return None


def _bare(words: list[str], subject: About | None) -> tuple[str, int] | None:
    """A name that says only whom it is about: "Contact", "Company / Account"."""
    if not words:
        return None
    if subject == "company":
        return "company", 1
    if subject == "person":
        return "name", 9
    return None


def _shorter(rest: list[str]) -> list[frozenset[str]]:
    """The words without ordinals, without labels, and without those of a place."""
    has_ordinal = any(word.isdigit() for word in rest)
    counted = [word for word in rest if not word.isdigit()]
    if has_ordinal:
        counted = [word for word in counted if word != "value"]
    labelled = [word for word in counted if word not in LABELS]
    placed = [word for word in labelled if word not in PLACES]
    return [frozenset(words) for words in (rest, counted, labelled, placed) if words]


def _allowed(match: tuple[str, int], subject: About | None) -> tuple[str, int] | None:
    """The match, where a column about the company or the deal may say it of the lead."""
    field, place = match
    if subject == "company":
        if field in {"name", "first_name"}:
            return "company", place + 1
        if field not in OF_COMPANY:
            return None
    if subject == "deal" and field not in OF_DEAL:
        return None
    if subject == "person" and field == "name":
        return "name", min(place, 1)  # before a "Name" of nobody in particular
    return match


def _rank(words: list[str], field: str, place: int, subject: About | None) -> int:
    """The label's rank first, then the ordinal, then the place in the list of names."""
    if field not in CHANNELS and field not in OF_PLACE:
        return place
    rank = NO_LABEL
    ranks = [LABELS[word][1] for word in words if word in LABELS]
    if ranks:
        rank = min(ranks) if 0 in ranks else max(ranks)
    if subject == "company":
        rank = LAST
    ordinals = [int(word) for word in words if word.isdigit()]
    ordinal = min(ordinals[0], 9) if ordinals else 0
    return rank * 10 + ordinal
