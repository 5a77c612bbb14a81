"""What a job does. A job is "look at the row, and run it if it has not ended": whoever carries it, it may come twice."""

import logging
from collections.abc import Callable
from typing import Final

from api.errors import system_error
from graph.events import Event, failed
from graph.recording import Clock
from graph.runs import StepStore, stream_command
from graph.workflow import Graph
from tools.db.commands import end_command
from tools.db.engine import Sessions, writing
from tools.db.leases import claim_command
from tools.domain.vocabulary import CommandStatus
from tools.errors import DatabaseUnavailable, LeadFollowUpError
from tools.telemetry import COMMANDS, span

log = logging.getLogger("lead_followup")
MAX_ATTEMPTS: Final = 3  # a command that takes its process down with it is given up
GIVEN_UP: Final = ("SYSTEM_ERROR", f"The command was started {MAX_ATTEMPTS} times and never ended.")


async def run_command(
    command_id: str,
    *,
    owner: str,
    graph: Graph,
    sessions: Sessions,
    store: StepStore | None,
    clock: Clock,
    tell: Callable[[Event], None],
) -> None:
    """Runs a command to its end, unless it has ended or another process is at work on it.

    Raises DatabaseUnavailable: then the command goes on when the database is back.
    """
    async with writing(sessions) as session:
        command = await claim_command(session, command_id, owner, clock())
    if command is None:
        return
    log.debug("command started", extra={"command_id": command_id, "attempt": command.attempts})
    try:
        if command.attempts > MAX_ATTEMPTS:
            await _fail(command_id, *GIVEN_UP, sessions=sessions, clock=clock, tell=tell)
            return
        with span("lead_followup.command", command_id=command_id, attempt=command.attempts):
            async for event in stream_command(graph, command, store=store):
                tell(event)
    except DatabaseUnavailable:
        raise
    except LeadFollowUpError as error:
        await _fail(command_id, error.code, str(error), sessions=sessions, clock=clock, tell=tell)
    except Exception as error:
        code, message = system_error(command_id, error)
        await _fail(command_id, code, message, sessions=sessions, clock=clock, tell=tell)
    if store:
        store.forget(command_id)


async def _fail(
    command_id: str,
    code: str,
    message: str,
    *,
    sessions: Sessions,
    clock: Clock,
    tell: Callable[[Event], None],
) -> None:
    async with writing(sessions) as session:
        is_first = await end_command(
            session,
            command_id,
            status=CommandStatus.FAILED,
            error_code=code,
            error_message=message,
            ended_at=clock(),
        )
    if not is_first:  # it was saved before this went wrong
        return
    log.warning("command ended", extra={"command_id": command_id, "status": "failed", "code": code})
    COMMANDS.add(1, {"status": CommandStatus.FAILED.value})
    tell(failed(code, message))
