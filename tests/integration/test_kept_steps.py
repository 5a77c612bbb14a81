"""The steps that are kept while a paid command runs, and for how long."""

from sqlalchemy import func, select

from api.app import create_app
from graph.runs import StepStore
from tests.conftest import NOW, Serve
from tests.fakes import chat_server, text
from tools.db.commands import create_command
from tools.db.engine import Sessions, writing
from tools.db.tables import KeptStepRow
from tools.domain.command import Command
from tools.domain.vocabulary import CommandStatus
from tools.settings import Settings

QUEUED = Command(
    id="cmd_1",
    site_id="site_456",
    lead_id="lead_789",
    status=CommandStatus.QUEUED,
    request={"site_id": "site_456", "lead_id": "nobody"},
    created_at=NOW,
)


async def kept_steps(sessions: Sessions) -> int:
    async with sessions() as session:
        return (await session.scalars(select(func.count()).select_from(KeptStepRow))).one()


async def test_a_command_that_failed_leaves_no_step_behind(
    settings: Settings, sessions: Sessions, serve: Serve
) -> None:
    async with writing(sessions) as session:
        await create_command(session, QUEUED)
    with chat_server(text("")) as server:
        paid = {"model": "openai:m", "openai_base_url": server.url}
        app = create_app(settings.model_copy(update=paid))
        async with serve(app) as client:
            await client.get("/api/commands/cmd_1/events")
            command = (await client.get("/api/commands/cmd_1")).json()["data"]
    assert (command["status"], command["error"]["code"]) == ("failed", "LEAD_NOT_FOUND")
    assert await kept_steps(sessions) == 0


async def test_what_was_kept_is_there_until_it_is_forgotten(sessions: Sessions) -> None:
    async with writing(sessions) as session:
        await create_command(session, QUEUED)
    store = StepStore(sessions)
    store.keep("cmd_1", "1:sales_agent", {"round": 1})
    store.keep("cmd_1", "1:sales_agent", {"round": 1, "drafts": []})
    await store.flush()
    assert await store.load("cmd_1") == {"1:sales_agent": {"round": 1, "drafts": []}}
    store.forget("cmd_1")
    await store.flush()
    assert await kept_steps(sessions) == 0


async def test_steps_of_ended_commands_are_removed_at_the_next_start(
    settings: Settings, sessions: Sessions, serve: Serve
) -> None:
    async with writing(sessions) as session:
        await create_command(session, QUEUED.model_copy(update={"status": CommandStatus.COMPLETED}))
        session.add(KeptStepRow(command_id="cmd_1", name="1:sales_agent", result={}))
    async with serve(create_app(settings)) as client:
        assert (await client.get("/healthz")).status_code == 200
        for _ in range(100):
            if await kept_steps(sessions) == 0:
                return
    raise AssertionError("the steps are still there")
