"""Engines and sessions: SQLite with WAL and foreign keys by default, Postgres by URL."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    closing,
    contextmanager,
    nullcontext,
)
from threading import Lock
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import AsyncAdaptedQueuePool, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from tools.db import sqlite_driver  # noqa: F401  (registers its dialect)
from tools.db.url import parse_database_url
from tools.errors import DatabaseUnavailable

Sessions = Callable[[], AbstractAsyncContextManager[AsyncSession]]
BUSY_TIMEOUT_MS: Final = 30_000
WAL_PAUSE_MS: Final = 20
# SQLSTATE classes of a server that is away, shutting down, starting up, out of connections, or that
# does not know us or the database.
AWAY: Final = ("08", "57P", "53", "28", "3D")


def open_engine(url: str, *, keep_open: bool = False) -> AsyncEngine:
    """An engine for the running loop; with `keep_open`, connections stay until the caller disposes
    of it.
    """
    address = parse_database_url(url)
    if not address.is_sqlite:
        return create_async_engine(
            address.url,
            connect_args=address.connect_args,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=10,
            pool_timeout=10,
            hide_parameters=True,
        )
    # An SQLite connection that nobody closes keeps its thread, and so the process, alive.
    pool = AsyncAdaptedQueuePool if keep_open else NullPool
    engine = create_async_engine(address.url, poolclass=pool, hide_parameters=True)
    _prepare_sqlite(engine.sync_engine)
    return engine


def open_sync_sqlite(url: str) -> Engine:
    """For migrations, which are synchronous and run before there is a loop."""
    address = parse_database_url(url).url.set(drivername="sqlite")
    _switch_to_wal(address.database or "")
    engine = create_engine(address, poolclass=NullPool, hide_parameters=True)
    _prepare_sqlite(engine)
    return engine


def _switch_to_wal(path: str) -> None:
    """Gives a new file its journal mode, which stays with it.

    SQLite does not wait for another process that does the same, whatever its busy timeout: we do.
    Any other fault is left to the engine, which names it.
    """
    for _ in range(BUSY_TIMEOUT_MS // WAL_PAUSE_MS):
        try:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
                return
            time.sleep(WAL_PAUSE_MS / 1000)
        else:
            return


def _prepare_sqlite(engine: Engine) -> None:
    pragmas = (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=NORMAL",
    )

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later would fail at once if another wrote in
        # between.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_TURNS: Final[WeakKeyDictionary[Any, asyncio.Lock]] = WeakKeyDictionary()  # engine -> its turns


def sessions_of(engine: AsyncEngine) -> Sessions:
    """Sessions for reading; nothing is committed. They raise DatabaseUnavailable."""
    make_session = async_sessionmaker(engine, expire_on_commit=False)

    @asynccontextmanager
    async def open_session() -> AsyncIterator[AsyncSession]:
        with unavailable_told():
            async with make_session() as session:
                yield session

    return open_session


@contextmanager
def unavailable_told() -> Iterator[None]:
    """Turns a driver's ways of saying that the database is away into DatabaseUnavailable."""
    try:
        yield
    except (OSError, PoolTimeout) as error:
        raise DatabaseUnavailable from error
    except DBAPIError as error:
        if _is_away(error):
            raise DatabaseUnavailable from error
        raise


def _is_away(error: DBAPIError) -> bool:
    if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated:
        return True
    return str(getattr(error.orig, "sqlstate", "") or "").startswith(AWAY)


@asynccontextmanager
async def writing(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """One transaction that writes: committed at the end, rolled back on any error."""
    async with sessions() as session, _turn_to_write(session):
        await session.connection(execution_options={"writes": True})
        yield session
        await session.commit()


def _turn_to_write(session: AsyncSession) -> AbstractAsyncContextManager[Any]:
    """SQLite lets one connection write at a time, and others sleep: ours wait for each other."""
    engine = session.get_bind()
    if engine.dialect.name != "sqlite":
        return nullcontext()
    return _TURNS.setdefault(engine, asyncio.Lock())


class SessionsPerLoop:
    """Sessions whose engine is opened on first use in each running loop, after `prepare()` has run
    once.

    With `keep_open`, whoever opened them disposes of them at the end.
    """

    def __init__(self, url: str, prepare: Callable[[], None], *, keep_open: bool = False) -> None:
        self._url = url
        self._keep_open = keep_open
        self._prepare = prepare
        self._preparing = Lock()
        self._prepared = False
        self._sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[AsyncEngine, Sessions]]
        self._sessions = WeakKeyDictionary()

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[AsyncSession]:
        loop = asyncio.get_running_loop()
        if loop not in self._sessions:
            await asyncio.to_thread(self._prepare_once)
            if loop not in self._sessions:  # another task may have been sooner
                engine = open_engine(self._url, keep_open=self._keep_open)
                self._sessions[loop] = (engine, sessions_of(engine))
        _, sessions = self._sessions[loop]
        async with sessions() as session:
            yield session

    def _prepare_once(self) -> None:
        with self._preparing:
            if not self._prepared:
                self._prepare()
                self._prepared = True

    async def dispose(self) -> None:
        """Closes the running loop's connections."""
        if opened := self._sessions.pop(asyncio.get_running_loop(), None):
            await opened[0].dispose()
