"""From rows to domain values, and back.

Queries use the tables' own columns and not SQLAlchemy's mapped objects: a command makes a dozen of
them, and the objects' bookkeeping costs more than SQLite does. Statements that every command needs
are built once.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Table, insert
from sqlalchemy.engine import Row as ResultRow
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.tables import Row
from tools.domain.vocabulary import Value

V = TypeVar("V", bound=Value)


def table_of(kind: type[Row]) -> Table:
    """The table that a kind of row is kept in."""
    return cast(Table, kind.__table__)


def value_of(kind: type[V], row: "ResultRow[*tuple[Any, ...]]") -> V:
    """The domain value of a row, validated; columns that it does not have are left out."""
    return kind.model_validate(row._mapping, extra="ignore")


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
    return {column.key for column in table_of(kind).columns}


@cache
def _insert_into(kind: type[Row]) -> Any:
    return insert(table_of(kind))


async def insert_rows(
    session: AsyncSession, kind: type[Row], rows: Iterable[dict[str, Any]]
) -> None:
    """Inserts rows by their columns. Raises IntegrityError."""
    if many := list(rows):
        await session.execute(_insert_into(kind), many)


async def upsert(session: AsyncSession, kind: type[Row], columns: dict[str, Any]) -> None:
    """Writes a row, over the one with the same key."""
    await session.merge(kind(**columns))
