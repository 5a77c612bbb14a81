"""The tables, on SQLite and, where its programs are installed, on a real Postgres server."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import IntegrityError

from graph.workflow import build
from tests.conftest import NOW
from tests.postgres import PostgresServer
from tools.db import tables
from tools.db.commands import (
    create_command,
    end_command,
    find_command,
    reviews_of,
)
from tools.db.engine import Sessions, open_engine, sessions_of, writing
from tools.db.follow_ups import follow_ups_of
from tools.db.leads import find_lead, save_leads, sites_of_lead
from tools.db.migrate import ensure_migrated, migrate
from tools.db.sites import replace_passages, save_site_data, sources_of
from tools.demo.data import demo_data
from tools.domain.command import Command
from tools.domain.lead import Lead
from tools.domain.site import Passage
from tools.domain.vocabulary import CommandStatus
from tools.errors import DatabaseNotMigrated
from tools.intake.request import read_request
from tools.lead_context import assemble


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
        command = await find_command(session, result["command_id"])
        reviews = await reviews_of(session, command.id)
        follow_ups = await follow_ups_of(session, command.id)
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
        follow_ups = await follow_ups_of(session, result["command_id"])
    async with writing(sessions) as session:
        again = await end_command(session, result["command_id"], status="failed")
    async with sessions() as session:
        assert await follow_ups_of(session, result["command_id"]) == follow_ups
    assert again is False
    await engine.dispose()


async def test_a_lead_id_of_two_sites_is_two_leads(database: str) -> None:
    engine = open_engine(database)
    sessions = sessions_of(engine)
    for site in ("site_456", "site_es"):
        async with writing(sessions) as session:
            await save_leads(session, [Lead(id="1001", site_id=site, name=site)], known=())
    async with sessions() as session:
        assert (await find_lead(session, "site_456", "1001")).name == "site_456"
        assert set(await sites_of_lead(session, "1001")) == {"site_456", "site_es"}
    await engine.dispose()


async def test_what_a_site_knows_and_allows_reaches_the_context_of_its_leads(database: str) -> None:
    engine = open_engine(database)
    sessions = sessions_of(engine)
    company = demo_data().company
    site = company.sites[0].model_copy(
        update={"words_to_avoid": ("synergy",), "max_email_words": 90}
    )
    agents = tuple(
        agent.model_copy(update={"instructions": "Be brief."}) for agent in company.agents
    )
    passages = [
        Passage(source="about.md", title=None, text=f"Number {i} on content automation.")
        for i in range(9)
    ]
    for pages in (passages, passages[:1]):
        async with writing(sessions) as session:
            await save_site_data(session, company._replace(sites=(site,), agents=agents))
            await replace_passages(session, site.id, "about.md", pages)
    request = read_request({"site_id": site.id, "lead_id": "lead_789"}, NOW)
    async with sessions() as session:
        context = await assemble(session, request, NOW)
        assert await sources_of(session, site.id) == [("about.md", 1)]
    assert context.site == site
    assert context.instructions == {"sales": "Be brief."}
    assert context.knowledge == (passages[0],)
    await engine.dispose()


async def test_a_command_for_a_lead_that_is_not_there_cannot_be_saved(database: str) -> None:
    engine = open_engine(database)
    command = Command(
        id="cmd_x",
        site_id="site_456",
        lead_id="nobody",
        status=CommandStatus.QUEUED,
        request={},
        created_at=NOW,
    )
    with pytest.raises(IntegrityError):
        async with writing(sessions_of(engine)) as session:
            await create_command(session, command)
    await engine.dispose()


def test_a_server_that_nobody_migrated_is_refused(postgres: PostgresServer) -> None:
    with pytest.raises(DatabaseNotMigrated, match="lead-followup migrate"):
        ensure_migrated(postgres.new_database("nobody_migrated"))


def test_a_new_schema_is_built_in_one_transaction(tmp_path: Path) -> None:
    """Or a second process would find it half built, and build the rest as well."""
    commits: list[object] = []
    note_commit = commits.append
    event.listen(Engine, "commit", note_commit)
    try:
        migrate(f"sqlite:///{tmp_path}/leads.db")
    finally:
        event.remove(Engine, "commit", note_commit)
    assert len(commits) == 1
