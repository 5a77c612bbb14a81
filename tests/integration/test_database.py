"""The tables, on SQLite and, where its programs are installed, on a real Postgres server."""

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from graph.workflow import build
from tests.conftest import NOW
from tests.processes import free_port
from tools.db import repository, tables
from tools.db.demo import prepare
from tools.db.engine import Sessions, open_engine, sessions_of, writing
from tools.db.migrate import ensure_migrated, migrate
from tools.demo import demo_data
from tools.domain import Command, CommandStatus, Lead, Passage
from tools.errors import DatabaseNotMigrated
from tools.lead_context import assemble
from tools.request import read_request

POSTGRES = Path("/usr/lib/postgresql")


def program(name: str) -> str | None:
    found = sorted(POSTGRES.glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A server of our own on a free loopback port; it refuses to run as root, so root lends it another user."""
    if not (program("initdb") and program("postgres")):
        pytest.skip("no Postgres server is installed")
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))  # every user may enter the folder above it
    user = None
    if os.geteuid() == 0:
        user = "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"
        shutil.chown(folder, user)
    port = free_port()
    run: dict[str, Any] = {"user": user, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([program("initdb"), "-D", "data", "-U", "leads", "-A", "trust"], check=True, **run)
    options = ["-D", "data", "-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    server = subprocess.Popen([program("postgres"), *options], **run)
    url = f"postgresql://leads@127.0.0.1:{port}/postgres"
    try:
        _wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(url: str) -> None:
    async def connect() -> None:
        engine = open_engine(url)
        try:
            async with engine.connect():
                pass
        finally:
            await engine.dispose()

    for _ in range(100):
        try:
            asyncio.run(connect())
            return
        except (OSError, asyncpg.PostgresError):
            time.sleep(0.1)
    raise AssertionError("Postgres did not start")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/leads.db" if request.param == "sqlite" else str(request.getfixturevalue("postgres"))
    migrate(url)
    prepare(url, demo=True)
    return url


async def rows(sessions: Sessions, table: type[tables.Row]) -> int:
    async with sessions() as session:
        return (await session.scalars(select(func.count()).select_from(table))).one()


async def test_the_whole_job_is_saved(database: str) -> None:
    engine = open_engine(database)
    sessions = sessions_of(engine)
    graph = build(sessions=sessions, clock=lambda: NOW)
    before = await rows(sessions, tables.FollowUpRow)
    result = await graph.ainvoke({"site_id": "site_es", "lead_id": "lead_lucia"})
    assert await rows(sessions, tables.FollowUpRow) == before + 3
    async with sessions() as session:
        command = await repository.find_command(session, result["command_id"])
        reviews = await repository.reviews_of(session, command.id)
        follow_ups = await repository.follow_ups_of(session, command.id)
    assert command.status is CommandStatus.COMPLETED
    assert len(reviews) == 2
    assert follow_ups[0].scheduled_for.utcoffset() == timedelta(0)
    await engine.dispose()


async def test_saving_twice_gives_the_same_rows(database: str) -> None:
    engine = open_engine(database)
    sessions = sessions_of(engine)
    graph = build(sessions=sessions, clock=lambda: NOW)
    result = await graph.ainvoke({"site_id": "site_456", "lead_id": "lead_789"})
    async with sessions() as session:
        follow_ups = await repository.follow_ups_of(session, result["command_id"])
    async with writing(sessions) as session:
        again = await repository.save_result(session, result["command_id"], follow_ups[:1], [], status="failed")
    async with sessions() as session:
        assert await repository.follow_ups_of(session, result["command_id"]) == follow_ups
    assert again is False
    await engine.dispose()


async def test_a_lead_id_of_two_sites_is_two_leads(database: str) -> None:
    engine = open_engine(database)
    sessions = sessions_of(engine)
    for site in ("site_456", "site_es"):
        async with writing(sessions) as session:
            await repository.upsert(
                session, repository.row_of(tables.LeadRow, Lead(id="1001", site_id=site, name=site))
            )
    async with sessions() as session:
        assert (await repository.find_site_and_lead(session, "site_456", "1001"))[1].name == "site_456"
        assert set(await repository.sites_of_lead(session, "1001")) == {"site_456", "site_es"}
    await engine.dispose()


async def test_what_a_site_knows_and_allows_reaches_the_context_of_its_leads(database: str) -> None:
    engine = open_engine(database)
    sessions = sessions_of(engine)
    company = demo_data().company
    site = company.sites[0].model_copy(update={"words_to_avoid": ("synergy",), "max_email_words": 90})
    agents = tuple(agent.model_copy(update={"instructions": "Be brief."}) for agent in company.agents)
    passages = [Passage(source="about.md", title=None, text=f"Number {i} on content automation.") for i in range(9)]
    for kept in (passages, passages[:1]):
        async with writing(sessions) as session:
            await repository.save_site_data(session, company._replace(sites=(site,), agents=agents))
            await repository.replace_passages(session, site.id, "about.md", kept)
    request = read_request({"site_id": site.id, "lead_id": "lead_789"}, NOW)
    async with sessions() as session:
        context = await assemble(session, request, NOW)
        assert await repository.sources_of(session, site.id) == [("about.md", 1)]
    assert context.site == site
    assert context.instructions == {"sales": "Be brief."}
    assert context.knowledge == (passages[0],)
    await engine.dispose()


async def test_a_killed_attempt_is_counted_and_an_ended_command_is_not_started(database: str) -> None:
    engine = open_engine(database)
    sessions = sessions_of(engine)
    command = Command(
        id="cmd_twice", site_id="site_456", lead_id="lead_789", status=CommandStatus.QUEUED, request={}, created_at=NOW
    )
    async with writing(sessions) as session:
        await repository.upsert(session, repository.row_of(tables.CommandRow, command))
        attempts = [await repository.start_attempt(session, command.id, NOW) for _ in range(2)]
        await repository.change_command(session, command.id, status=CommandStatus.FAILED)
        ended = await repository.start_attempt(session, command.id, NOW)
    assert [attempt and attempt.attempts for attempt in attempts] == [1, 2]
    assert ended is None
    await engine.dispose()


async def test_a_command_for_a_lead_that_is_not_there_cannot_be_saved(database: str) -> None:
    engine = open_engine(database)
    command = Command(
        id="cmd_x", site_id="site_456", lead_id="nobody", status=CommandStatus.QUEUED, request={}, created_at=NOW
    )
    with pytest.raises(IntegrityError):
        async with writing(sessions_of(engine)) as session:
            await repository.create_command(session, command)
    await engine.dispose()


def test_a_server_that_nobody_migrated_is_refused(postgres: str) -> None:
    async def create_empty() -> None:
        connection = await asyncpg.connect(postgres)
        await connection.execute("CREATE DATABASE nobody_migrated")
        await connection.close()

    asyncio.run(create_empty())
    with pytest.raises(DatabaseNotMigrated, match="lead-followup migrate"):
        ensure_migrated(postgres.replace("/postgres", "/nobody_migrated"))
