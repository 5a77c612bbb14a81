"""Which of a record's values fill which field, decided once for all records of the same columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tools.lead_files.columns import Column, about_of, column_of
from tools.lead_files.header_words import header_words

# What a record with a person in it says of itself, not of the person: "title" of a deal.
OF_RECORD: Final = frozenset({"id", "name", "position"})


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns, and the positions of each kind; of a field's, the one that counts first."""

    columns: tuple[Column, ...]
    fields: Mapping[str, tuple[int, ...]]
    permissions: tuple[int, ...]
    remarks: tuple[int, ...]


@lru_cache(maxsize=512)
def shape_of(names: Sequence[str]) -> Shape:
    """How records with columns of these names are read."""
    columns = [column_of(name) for name in names]
    if any(_is_of_person(name) for name in names):
        columns = [_of_person(column) for column in columns]
    return Shape(
        columns=tuple(columns),
        fields=_positions(columns),
        permissions=_where([column.permission for column in columns]),
        remarks=_where([column.remark for column in columns]),
    )


def _where(flags: Sequence[bool]) -> tuple[int, ...]:
    return tuple(position for position, flag in enumerate(flags) if flag)


def _positions(columns: Sequence[Column]) -> dict[str, tuple[int, ...]]:
    positions: dict[str, list[int]] = {}
    for position, column in enumerate(columns):
        if column.field:
            positions.setdefault(column.field, []).append(position)
    ranked = {}
    for field, places in positions.items():
        ranked[field] = tuple(sorted(places, key=lambda place: columns[place].rank))
    return ranked


def _is_of_person(name: str) -> bool:
    """Whether a name is a path into a person inside a record: `person_id.email`."""
    parent, dot, _ = name.partition(".")
    if not dot:
        return False
    words = [word for word in header_words(parent) if word != "id"]
    return bool(words) and all(about_of(word) == "person" for word in words)


def _of_person(column: Column) -> Column:
    if "." not in column.name and column.field in OF_RECORD:
        return Column(column.name, None)
    return column
