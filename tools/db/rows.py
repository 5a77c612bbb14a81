"""From rows to domain values, and back."""

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.tables import Row
from tools.domain.vocabulary import Value

V = TypeVar("V", bound=Value)


def value_of(kind: type[V], row: Row) -> V:
    """The domain value of a row, validated."""
    return kind.model_validate({name: getattr(row, name) for name in kind.model_fields})


def row_of(kind: type[Row], value: Value, **more: Any) -> Row:
    """The row of a domain value, in plain JSON where the value holds more than text and numbers."""
    columns = {column.key for column in kind.__table__.columns}
    plain = value.model_dump(mode="json", include=columns)
    times = {
        name: moment
        for name in columns & plain.keys()
        if isinstance(moment := getattr(value, name), datetime)
    }
    return kind(**{**plain, **times, **more})


async def upsert(session: AsyncSession, row: Row) -> None:
    """Writes the row, over the one with the same key."""
    await session.merge(row)
