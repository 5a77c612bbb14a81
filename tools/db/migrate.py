"""Alembic, driven from Python: the schema is what the migrations make, in tests too."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from tools.db.engine import open_engine, open_sync_sqlite
from tools.db.url import parse_database_url
from tools.errors import DatabaseNotMigrated

_ALEMBIC: Final = Lock()  # Alembic keeps the migration that runs in a global


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def run_on(url: str, act: Callable[[Connection], None]) -> None:
    """Runs `act` on a connection that may write; for a thread without a running loop.

    Two processes that start at once must not both build the schema: the second waits, and finds it
    built.
    """
    if parse_database_url(url).is_sqlite:
        engine = open_sync_sqlite(url)
        with engine.connect().execution_options(writes=True) as connection:
            act(connection)
        engine.dispose()
    else:
        asyncio.run(_run_on_server(url, act))


async def _run_on_server(url: str, act: Callable[[Connection], None]) -> None:
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(act)
    finally:
        await engine.dispose()


def migrate(url: str) -> None:
    """Brings the database to the newest schema; an empty one is built."""

    def upgrade(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        with _ALEMBIC:
            command.upgrade(config, "head")

    run_on(url, upgrade)


def ensure_migrated(url: str) -> None:
    """SQLite is migrated on the spot; a server is someone's to migrate: DatabaseNotMigrated if it
    is not.
    """
    if is_migrated(url):
        return
    if not parse_database_url(url).is_sqlite:
        raise DatabaseNotMigrated
    migrate(url)


def is_migrated(url: str) -> bool:
    """Whether the database is at the newest schema."""
    heads = set(ScriptDirectory.from_config(alembic_config()).get_heads())
    current: set[str] = set()

    def read(connection: Connection) -> None:
        current.update(MigrationContext.configure(connection).get_current_heads())

    run_on(url, read)
    return current == heads
