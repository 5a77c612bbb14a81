"""Which process is at work on which command, on both databases."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import update

from tests.conftest import NOW
from tools.db.commands import create_command, end_command, find_command
from tools.db.engine import Sessions, open_engine, sessions_of, writing
from tools.db.leases import (
    claim_command,
    free_commands,
    lease_for,
    release_leases,
    renew_leases,
)
from tools.db.tables import CommandRow
from tools.domain.command import Command
from tools.domain.vocabulary import CommandStatus

COMMAND = Command(
    id="cmd_1",
    site_id="site_456",
    lead_id="lead_789",
    status=CommandStatus.QUEUED,
    request={},
    created_at=NOW,
)


@pytest.fixture
async def queued(database: str) -> AsyncIterator[Sessions]:
    """Sessions on a database with a command that process_1 has just queued for itself."""
    engine = open_engine(database)
    sessions = sessions_of(engine)
    async with writing(sessions) as session:
        await create_command(session, COMMAND, **lease_for("process_1"))
    yield sessions
    await engine.dispose()


async def claim(sessions: Sessions, owner: str) -> Command | None:
    async with writing(sessions) as session:
        return await claim_command(session, "cmd_1", owner, NOW)


async def let_the_lease_run_out(sessions: Sessions) -> None:
    async with writing(sessions) as session:
        await session.execute(update(CommandRow).values(lease_until=CommandRow.lease_until - 60))


async def free(sessions: Sessions) -> list[str]:
    async with sessions() as session:
        return list(await free_commands(session, 10))


async def test_a_living_process_keeps_its_commands(queued: Sessions) -> None:
    assert await free(queued) == []
    assert await claim(queued, "process_2") is None
    started = await claim(queued, "process_1")
    assert started
    assert (started.status, started.attempts) == (CommandStatus.RUNNING, 1)


async def test_a_dead_process_loses_them_and_the_next_start_counts(queued: Sessions) -> None:
    await claim(queued, "process_1")
    await let_the_lease_run_out(queued)
    assert await free(queued) == ["cmd_1"]
    second_claim = await claim(queued, "process_2")
    assert second_claim
    assert second_claim.attempts == 2
    assert await claim(queued, "process_1") is None


async def test_a_renewed_lease_counts_from_now(queued: Sessions) -> None:
    await let_the_lease_run_out(queued)
    async with writing(queued) as session:
        await renew_leases(session, "process_1")
    assert await free(queued) == []


async def test_an_owner_that_goes_on_makes_no_further_attempt(queued: Sessions) -> None:
    attempts = [await claim(queued, "process_1") for _ in range(3)]
    assert [attempt and attempt.attempts for attempt in attempts] == [1, 1, 1]


async def test_a_clean_stop_is_no_attempt(queued: Sessions) -> None:
    await claim(queued, "process_1")
    async with writing(queued) as session:
        await release_leases(session, "process_1")
    async with queued() as session:
        command = await find_command(session, "cmd_1")
    assert (command.status, command.attempts) == (CommandStatus.QUEUED, 0)
    assert await free(queued) == ["cmd_1"]


async def test_an_ended_command_is_not_started_again(queued: Sessions) -> None:
    async with writing(queued) as session:
        await end_command(session, "cmd_1", status=CommandStatus.FAILED)
    assert await free(queued) == []
    assert await claim(queued, "process_1") is None
