"""Queries on who must not be contacted. A refusal is taken back by `lift` alone."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, insert, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from tools.addresses import closes
from tools.db.rows import table_of
from tools.db.tables import RefusalRow
from tools.domain.permission import Address, AddressKind, DoNotContact, Refusal
from tools.domain.vocabulary import Channel

TABLE: Final = table_of(RefusalRow)
REFUSALS: Final = TABLE.c
OF_SITE: Final[BindParameter[str]] = bindparam("of_site")
ADDRESS: Final = tuple_(REFUSALS.kind, REFUSALS.value)
KEY: Final = (REFUSALS.site_id, REFUSALS.kind, REFUSALS.value, REFUSALS.channel)

OF_ADDRESSES: Final = (
    select(TABLE)
    .where(REFUSALS.site_id == OF_SITE, ADDRESS.in_(bindparam("addresses", expanding=True)))
    .order_by(REFUSALS.recorded_at, *KEY)
)
IN_FORCE: Final = OF_ADDRESSES.where(REFUSALS.lifted_at.is_(None))
LOCK: Final = text("SELECT pg_advisory_xact_lock(k) FROM unnest(CAST(:keys AS bigint[])) AS k")
LOCK_SHARED: Final = text(
    "SELECT pg_advisory_xact_lock_shared(k) FROM unnest(CAST(:keys AS bigint[])) AS k"
)


async def lock_addresses(
    session: AsyncSession, site_id: str, addresses: Iterable[Address], *, whole_domains: bool
) -> None:
    """Waits until no other transaction is about these addresses, and keeps others out until ours
    ends. SQLite has one writer at a time: nothing to do.

    Leads of one domain keep each other out only with `whole_domains`.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    alone, shared = [], []
    for address in addresses:
        key = _lock_key(site_id, address)
        if address.kind is AddressKind.DOMAIN and not whole_domains:
            shared.append(key)
        else:
            alone.append(key)
    for statement, keys in ((LOCK_SHARED, shared), (LOCK, alone)):
        if keys:  # in one order, so that two transactions never wait for each other
            await session.execute(statement, {"keys": sorted(keys)})


def _lock_key(site_id: str, address: Address) -> int:
    """A number of 64 bits, signed as Postgres has them."""
    name = f"{site_id}|{address.kind}|{address.value}"
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)


async def refusals_of(
    session: AsyncSession, site_id: str, addresses: Sequence[Address]
) -> tuple[Refusal, ...]:
    """The refusals in force for someone with these addresses, one a channel that each closes."""
    rows = await session.execute(IN_FORCE, _values(site_id, addresses))
    refusals: list[Refusal] = []
    for row in rows:
        record = _record(row)
        if record.channel is None and record.address.kind is not AddressKind.PHONE:
            refusals.append(_refusal(record, None))
            continue
        for channel in sorted(closes(record.channel, record.address.kind)):
            refusals.append(_refusal(record, channel))
    return tuple(dict.fromkeys(refusals))


def _refusal(record: DoNotContact, channel: Channel | None) -> Refusal:
    return Refusal(
        cause=record.cause,
        channel=channel,
        source=record.source,
        words=record.words,
        at=record.at,
    )


async def records_of(
    session: AsyncSession, site_id: str, addresses: Sequence[Address]
) -> tuple[DoNotContact, ...]:
    """All that was ever recorded of these addresses, taken back or not, oldest first."""
    rows = await session.execute(OF_ADDRESSES, _values(site_id, addresses))
    return tuple(_record(row) for row in rows)


async def list_records(
    session: AsyncSession, site_id: str, kinds: Sequence[AddressKind], limit: int
) -> tuple[DoNotContact, ...]:
    """The refusals in force that are kept by addresses of these kinds, newest first."""
    newest = (
        select(TABLE)
        .where(REFUSALS.site_id == site_id, REFUSALS.kind.in_(kinds), REFUSALS.lifted_at.is_(None))
        .order_by(REFUSALS.recorded_at.desc(), *KEY)
        .limit(limit)
    )
    return tuple(_record(row) for row in await session.execute(newest))


def _values(site_id: str, addresses: Sequence[Address]) -> dict[str, Any]:
    return {"of_site": site_id, "addresses": _pairs(addresses)}


def _pairs(addresses: Sequence[Address]) -> list[tuple[str, str]]:
    return [(address.kind.value, address.value) for address in addresses]


def _record(row: Any) -> DoNotContact:
    return DoNotContact(
        cause=row.cause,
        channel=Channel(row.channel) if row.channel else None,
        source=row.source,
        words=row.words,
        at=row.said_at,
        address=Address(kind=row.kind, value=row.value),
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        lifted_at=row.lifted_at,
        lifted_by=row.lifted_by,
        lifted_because=row.lifted_because,
    )


async def record_refusals(
    session: AsyncSession,
    site_id: str,
    refusals: Sequence[tuple[Address, Refusal]],
    *,
    actor: str,
    now: datetime,
) -> None:
    """Writes refusals; one that is in force already stays as it was first said.

    One that was taken back comes into force again, unless it was said before that.
    """
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for address, refusal in refusals:
        key = (address.kind.value, address.value, (refusal.channel or ""))
        rows.setdefault(
            key,
            {
                "site_id": site_id,
                "kind": key[0],
                "value": key[1],
                "channel": str(key[2]),
                "cause": refusal.cause.value,
                "source": refusal.source,
                "words": refusal.words,
                "said_at": refusal.at,
                "recorded_at": now,
                "recorded_by": actor,
                "lifted_at": None,
                "lifted_by": None,
                "lifted_because": None,
            },
        )
    known = await _known(session, site_id, [address for address, _ in refusals])
    new = []
    for row in rows.values():
        key = (row["kind"], row["value"], row["channel"])
        if key not in known:
            new.append(row)
            continue
        lifted_at = known[key]
        if lifted_at and not (row["said_at"] and row["said_at"] < lifted_at):
            changes = {name: value for name, value in row.items() if name not in _KEY_NAMES}
            await session.execute(update(TABLE).where(*_is(row)).values(**changes))
    if new:
        await session.execute(insert(TABLE), new)


_KEY_NAMES: Final = tuple(column.name for column in KEY)


def _is(row: dict[str, Any]) -> list[Any]:
    return [REFUSALS[name] == row[name] for name in _KEY_NAMES]


async def _known(
    session: AsyncSession, site_id: str, addresses: Sequence[Address]
) -> dict[tuple[str, str, str], datetime | None]:
    """When each record of these addresses was taken back (None: it is in force), by its key."""
    known = {}
    for start in range(0, len(addresses), 200):  # SQLite takes so many parameters a statement
        values = _values(site_id, addresses[start : start + 200])
        for row in await session.execute(OF_ADDRESSES, values):
            known[row.kind, row.value, row.channel] = row.lifted_at
    return known


async def lift_refusals(
    session: AsyncSession,
    site_id: str,
    addresses: Sequence[Address],
    *,
    channel: Channel | None,
    reason: str,
    actor: str,
    now: datetime,
) -> int:
    """Takes back the refusals of these addresses in force; with a channel, those of it alone.

    Returns how many.
    """
    wide = [REFUSALS.channel == channel.value] if channel else []
    result: Any = await session.execute(
        update(TABLE)
        .where(
            REFUSALS.site_id == site_id,
            REFUSALS.lifted_at.is_(None),
            ADDRESS.in_(_pairs(addresses)),
            *wide,
        )
        .values(lifted_at=now, lifted_by=actor, lifted_because=reason)
    )
    return int(result.rowcount)
