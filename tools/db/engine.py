"""Engines and sessions: SQLite with WAL and foreign keys by default, Postgres by URL."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import AsyncAdaptedQueuePool, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

Sessions = Callable[[], AbstractAsyncContextManager[AsyncSession]]
BUSY_TIMEOUT_MS = 30_000


def async_url(url: str) -> str:
    """The URL with the asynchronous driver for its database: `sqlite:///x.db`, `postgresql://...`."""
    drivers = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg"}
    parsed = make_url(url)
    return parsed.set(drivername=drivers.get(parsed.drivername, parsed.drivername)).render_as_string(
        hide_password=False
    )


def open_engine(url: str, *, keep_open: bool = False) -> AsyncEngine:
    """An engine for the running loop. With `keep_open` its connections stay open until the caller disposes of it."""
    if not url.startswith("sqlite"):
        return create_async_engine(async_url(url), pool_pre_ping=True, hide_parameters=True)
    # An SQLite connection that nobody closes keeps its thread, and so the process, alive: none is kept unasked.
    pool = AsyncAdaptedQueuePool if keep_open else NullPool
    engine = create_async_engine(async_url(url), poolclass=pool, hide_parameters=True)
    _prepare_sqlite(engine.sync_engine)
    return engine


def open_sync_sqlite(url: str) -> Engine:
    """For migrations, which are synchronous and run before there is a loop."""
    engine = create_engine(make_url(url).set(drivername="sqlite"), poolclass=NullPool, hide_parameters=True)
    _prepare_sqlite(engine)
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later would fail at once if another wrote in between.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def sessions_of(engine: AsyncEngine) -> Sessions:
    """Sessions for reading; nothing is committed."""
    return async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def writing(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """One transaction that writes: committed at the end, rolled back on any error."""
    async with sessions() as session:
        await session.connection(execution_options={"writes": True})
        yield session
        await session.commit()


class SessionsPerLoop:
    """Sessions whose engine is opened on first use in each running loop, after `prepare()` has run once.

    With `keep_open`, whoever opened them disposes of them at the end.
    """

    def __init__(self, url: str, prepare: Callable[[], None], *, keep_open: bool = False) -> None:
        self._url = url
        self._keep_open = keep_open
        self._prepare = cache(prepare)
        self._engines: WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncEngine] = WeakKeyDictionary()

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[AsyncSession]:
        loop = asyncio.get_running_loop()
        if loop not in self._engines:
            await asyncio.to_thread(self._prepare)
            self._engines.setdefault(loop, open_engine(self._url, keep_open=self._keep_open))
        async with sessions_of(self._engines[loop])() as session:
            yield session

    async def dispose(self) -> None:
        """Closes the running loop's connections."""
        if engine := self._engines.pop(asyncio.get_running_loop(), None):
            await engine.dispose()
