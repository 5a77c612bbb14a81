"""SQLite by aiosqlite, with one trip to its thread for each statement.

SQLAlchemy's own adapter makes four: for the cursor, the statement, its rows and its end. A
command's way to the database then costs three times as much (tests/benchmarks/engine.py).
"""

import sqlite3
from collections import deque
from typing import Any, Final, NamedTuple

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util.concurrency import await_

DRIVER: Final = "sqlite.one_trip"


class Result(NamedTuple):
    """What a statement brought: its columns, the counts that a cursor has, and all its rows."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    rows: tuple[Any, ...] = ()


def run_statement(connection: sqlite3.Connection, many: bool, sql: str, parameters: Any) -> Result:
    """Runs a statement to its end, in the connection's thread."""
    cursor = connection.cursor()
    try:
        if many:
            cursor.executemany(sql, parameters)
        else:
            cursor.execute(sql, parameters)
        rows = tuple(cursor.fetchall()) if cursor.description else ()
        return Result(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
    finally:
        cursor.close()


class OneTripCursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor whose rows are all here when the statement has run."""

    __slots__ = ("_result",)

    def __init__(self, adapt_connection: AsyncAdapt_aiosqlite_connection) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._rows = deque()
        self._result = Result()

    @property
    def description(self) -> Any:
        return self._result.description

    @property
    def rowcount(self) -> int:
        return self._result.rowcount

    @property
    def lastrowid(self) -> Any:
        return self._result.lastrowid

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        self._run(False, operation, parameters or ())

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        self._run(True, operation, seq_of_parameters)

    def _run(self, many: bool, sql: str, parameters: Any) -> None:
        connection: Any = self._connection
        try:
            trip = connection._execute(run_statement, connection._conn, many, sql, parameters)
            self._result = await_(trip)
        except Exception as error:
            self._adapt_connection._handle_exception(error)
        self._rows = deque(self._result.rows)

    async def _async_soft_close(self) -> None:
        """The rows are here, and the real cursor is closed."""

    def close(self) -> None:
        self._rows.clear()


class OneTripConnection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = OneTripCursor  # type: ignore[assignment]


class OneTripModule(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *arguments: Any, **options: Any) -> OneTripConnection:
        connection = super().connect(*arguments, **options)
        return OneTripConnection(self, connection._connection)


class OneTripDialect(SQLiteDialect_aiosqlite):
    driver = "one_trip"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> OneTripModule:
        return OneTripModule(__import__("aiosqlite"), sqlite3)


registry.register(DRIVER, __name__, OneTripDialect.__name__)
