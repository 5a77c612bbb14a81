"""What tests share: a migrated database with the demo data, the graph on it, and the API on it."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx
import pytest

from tests.postgres import PostgresServer, postgres_server
from tools.db.engine import Sessions
from tools.db.migrate import migrate
from tools.db.ready import make_ready, open_sessions
from tools.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

NOW = datetime(2024, 4, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated and filled once; tests work on copies."""
    path = tmp_path_factory.mktemp("database") / "demo.db"
    make_ready(f"sqlite:///{path}", demo=True)
    return path


@pytest.fixture
def settings(demo_database: Path, tmp_path: Path) -> Settings:
    copy = tmp_path / "leads.db"
    shutil.copy(demo_database, copy)
    return Settings(_env_file=None, DATABASE_URL=f"sqlite:///{copy}")


@pytest.fixture
def sessions(settings: Settings) -> Sessions:
    return open_sessions(settings.database_url)


@pytest.fixture
def app(settings: Settings) -> "FastAPI":
    """The API on the demo data."""
    from api.app import create_app  # not for unit tests: it takes a second

    return create_app(settings, clock=lambda: NOW)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server of our own; the test is skipped where none is installed."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with the demo data, on SQLite and on Postgres."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/leads.db"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.new_database(f"test_{uuid4().hex}")
    migrate(url)
    make_ready(url, demo=True)
    return url


Serve = Callable[["FastAPI"], AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def serve() -> Serve:
    """`async with serve(app) as client`: the app with its worker, without a socket."""

    @asynccontextmanager
    async def open_client(app: "FastAPI") -> AsyncIterator[httpx.AsyncClient]:
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://test", timeout=60
            ) as client:
                yield client

    return open_client


@pytest.fixture
async def client(app: "FastAPI", serve: Serve) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(app) as client:
        yield client
