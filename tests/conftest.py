"""What tests share: a migrated database with the demo data, the graph on it, and the API on it."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from graph.workflow import open_sessions
from tools.db.demo import prepare
from tools.db.engine import Sessions
from tools.settings import Settings

NOW = datetime(2024, 4, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated and filled once; tests work on copies."""
    path = tmp_path_factory.mktemp("database") / "demo.db"
    prepare(f"sqlite:///{path}", demo=True)
    return path


@pytest.fixture
def settings(demo_database: Path, tmp_path: Path) -> Settings:
    copy = tmp_path / "leads.db"
    shutil.copy(demo_database, copy)
    return Settings(_env_file=None, DATABASE_URL=f"sqlite:///{copy}")


@pytest.fixture
def sessions(settings: Settings) -> Sessions:
    return open_sessions(settings)


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return create_app(settings, clock=lambda: NOW)


Serve = Callable[[FastAPI], AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def serve() -> Serve:
    """`async with serve(app) as client`: the app with its worker, without a socket."""

    @asynccontextmanager
    async def served(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=60) as client:
                yield client

    return served


@pytest.fixture
async def client(app: FastAPI, serve: Serve) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(app) as client:
        yield client
