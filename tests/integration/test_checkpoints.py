"""The steps that are kept while a paid command runs: where, and for how long."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from api.app import create_app
from graph.checkpoints import open_checkpointer
from tests.conftest import NOW, Serve
from tests.fakes import chat_server, text
from tools.db import repository
from tools.db.engine import Sessions, writing
from tools.domain import Command, CommandStatus
from tools.settings import Settings


async def test_without_a_paid_model_nothing_is_kept(settings: Settings) -> None:
    async with open_checkpointer(settings) as checkpointer:
        assert checkpointer is None


async def test_with_a_database_server_steps_are_kept_in_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(_env_file=None, DATABASE_URL="postgresql://leads@127.0.0.1/leads", model="openai:m")
    async with open_checkpointer(settings) as checkpointer:
        assert checkpointer is not None
    assert (tmp_path / "lead_followup.db.steps").exists()


async def test_a_command_that_failed_leaves_no_step_behind(
    settings: Settings, sessions: Sessions, serve: Serve
) -> None:
    request: dict[str, object] = {"site_id": "site_456", "lead_id": "nobody"}
    lost = Command(
        id="cmd_lost",
        site_id="site_456",
        lead_id="lead_789",
        status=CommandStatus.QUEUED,
        request=request,
        created_at=NOW,
    )
    async with writing(sessions) as session:
        await repository.create_command(session, lost)
    with chat_server(text("")) as server:
        app = create_app(settings.model_copy(update={"model": "openai:m", "openai_base_url": server.url}))
        async with serve(app) as client:
            await client.get("/api/commands/cmd_lost/events")
            command = (await client.get("/api/commands/cmd_lost")).json()["data"]
    assert (command["status"], command["error"]["code"]) == ("failed", "LEAD_NOT_FOUND")
    with closing(sqlite3.connect(f"{settings.sqlite_file}.steps")) as steps:
        assert steps.execute("SELECT count(*) FROM checkpoints").fetchone() == (0,)
