"""From rows to domain values, and back."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.tables import Row
from tools.domain.vocabulary import Value

V = TypeVar("V", bound=Value)


def value_of(kind: type[V], row: Row) -> V:
    """The domain value of a row, validated."""
    return kind.model_validate({name: getattr(row, name) for name in kind.model_fields})


def columns_of(kind: type[Row], value: Value, **more: Any) -> dict[str, Any]:
    """A row's columns: plain JSON where the value holds more than text, numbers and times."""
    names = _column_names(kind)
    columns = value.model_dump(mode="json", include=names)
    for name in columns:
        moment = getattr(value, name)
        if isinstance(moment, datetime):
            columns[name] = moment
    return columns | more


@cache
def _column_names(kind: type[Row]) -> set[str]:
    return {column.key for column in kind.__table__.columns}


def row_of(kind: type[Row], value: Value, **more: Any) -> Row:
    """The row of a domain value."""
    return kind(**columns_of(kind, value, **more))


async def insert_rows(
    session: AsyncSession, kind: type[Row], rows: Iterable[dict[str, Any]]
) -> None:
    """Inserts rows by their columns, in one statement: cheaper than a row object each."""
    if many := list(rows):
        await session.execute(insert(kind), many)


async def upsert(session: AsyncSession, row: Row) -> None:
    """Writes the row, over the one with the same key."""
    await session.merge(row)
