"""A database made ready, and sessions on it: migrated, and, where it is asked for and new, with the
demo data.
"""

import asyncio
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.engine import SessionsPerLoop, open_engine, sessions_of, unavailable_told, writing
from tools.db.leads import save_interactions
from tools.db.migrate import ensure_migrated, migrate
from tools.db.rows import columns_of, insert_rows
from tools.db.sites import has_sites, save_site_data
from tools.db.tables import VisitorRow
from tools.db.url import parse_database_url
from tools.demo.data import DemoData, demo_data
from tools.errors import InvalidSettings
from tools.records.leads import save_lead_records


def open_sessions(url: str, *, demo: bool = False, keep_open: bool = False) -> SessionsPerLoop:
    """Sessions on a database that is made ready on first use; `keep_open` for who disposes of them.

    Raises InvalidSettings for a URL that is none. The sessions raise what `make_ready` raises.
    """
    parse_database_url(url)
    return SessionsPerLoop(url, partial(make_ready, url, demo=demo), keep_open=keep_open)


def make_ready(url: str, *, demo: bool = False, upgrade: bool = False) -> None:
    """Makes a database ready; with `upgrade`, a server's too. For a thread without a running loop.

    Raises InvalidSettings for a file that cannot be opened, DatabaseUnavailable for a server
    that cannot be reached, and DatabaseNotMigrated for one that is not at the newest schema.
    """
    _create_file(url)
    try:
        with unavailable_told():
            migrate(url) if upgrade else ensure_migrated(url)
            if demo:
                asyncio.run(_fill_if_new(url, demo_data()))
    except DatabaseError as error:
        if not parse_database_url(url).is_sqlite:
            raise
        problem = f"{parse_database_url(url).url.database} is no SQLite database"
        raise InvalidSettings("DATABASE_URL", problem, "expected another file") from error


def _create_file(url: str) -> None:
    """Creates SQLite's file, for its owner's eyes only: SQLite gives its journals the same mode."""
    address = parse_database_url(url)
    if not address.is_sqlite:
        return
    path = Path(address.url.database or "")
    try:
        path.touch(mode=0o600)
        with path.open("r+b"):
            pass
    except OSError as error:
        problem = f"{path} cannot be written ({error.strerror})"
        raise InvalidSettings(
            "DATABASE_URL", problem, "expected a file in a folder you may write to"
        ) from error


async def _fill_if_new(url: str, data: DemoData) -> None:
    engine = open_engine(url)
    try:
        async with writing(sessions_of(engine)) as session:
            if not await has_sites(session):
                await fill(session, data)
    finally:
        await engine.dispose()


async def fill(session: AsyncSession, data: DemoData) -> None:
    """Writes the demo data: the company first, since all else belongs to one of its sites."""
    await save_site_data(session, data.company)
    visitors = [columns_of(VisitorRow, visitor) for visitor in data.visitors]
    await insert_rows(session, VisitorRow, visitors)
    for site in data.company.sites:
        leads = [lead for lead in data.leads if lead.site_id == site.id]
        await save_lead_records(session, site, leads, actor="demo", now=datetime.now(UTC))
    await session.flush()
    for (site_id, lead_id), interactions in data.interactions.items():
        await save_interactions(session, site_id, lead_id, interactions)
