"""What a job does. A job is "look at the row, and run it if it has not ended": whoever carries it,
it may come twice.
"""

import logging
from dataclasses import dataclass
from typing import Final

from api.actions.commands import NewCommand
from api.errors import system_error
from api.worker.live import LiveRun
from graph.events import failed
from graph.recording import Clock
from graph.runs import CommandRun, StepStore
from graph.workflow import Graph
from tools.db.commands import end_command
from tools.db.engine import Sessions, writing
from tools.db.leases import claim_command
from tools.domain.command import Command
from tools.domain.vocabulary import CommandStatus
from tools.errors import DatabaseUnavailable, LeadFollowUpError
from tools.telemetry import COMMANDS, span

log = logging.getLogger("lead_followup")
MAX_ATTEMPTS: Final = 3  # a command that takes its process down with it is given up
GIVEN_UP: Final = ("SYSTEM_ERROR", f"The command was started {MAX_ATTEMPTS} times and never ended.")


@dataclass(frozen=True)
class Workshop:
    """What a job works with; `owner` is the process that carries it."""

    owner: str
    graph: Graph
    sessions: Sessions
    store: StepStore | None
    clock: Clock


async def run_command(
    command_id: str, run: LiveRun, workshop: Workshop, *, new: NewCommand | None = None
) -> None:
    """Runs a command to its end, unless it has ended or another process is at work on it.

    `new` is one that this process has just saved as running: it need not be claimed, nor its
    context looked up. Raises DatabaseUnavailable: then the command goes on when the database is
    back.
    """
    if new:
        command, context = new
    else:
        claimed = await _claim(command_id, workshop)
        if claimed is None:
            return
        command, context = claimed, None
    graph_run = CommandRun(workshop.graph, command, store=workshop.store, context=context)
    try:
        with span("lead_followup.command", command_id=command_id, attempt=command.attempts):
            async for event in graph_run.events():
                run.output = graph_run.output
                run.tell(event)
    except DatabaseUnavailable:
        raise
    except LeadFollowUpError as error:
        await fail_command(command_id, error.code, str(error), run, workshop)
    except Exception as error:
        await fail_command(command_id, *system_error(command_id, error), run, workshop)
    if workshop.store:
        workshop.store.forget(command_id)


async def _claim(command_id: str, workshop: Workshop) -> Command | None:
    """The command, now running for us; None where it has ended, another has it, or it was started
    too often.
    """
    async with writing(workshop.sessions) as session:
        command = await claim_command(session, command_id, workshop.owner, workshop.clock())
    if command and command.attempts > MAX_ATTEMPTS:
        await fail_command(command_id, *GIVEN_UP, LiveRun(), workshop)
        return None
    return command


async def fail_command(
    command_id: str, code: str, message: str, run: LiveRun, workshop: Workshop
) -> None:
    """Ends a command with an error, unless it was saved before it went wrong."""
    ended_at = workshop.clock()
    async with writing(workshop.sessions) as session:
        is_first = await end_command(
            session,
            command_id,
            status=CommandStatus.FAILED,
            error_code=code,
            error_message=message,
            ended_at=ended_at,
        )
    if not is_first:
        return
    log.warning("command ended", extra={"command_id": command_id, "status": "failed", "code": code})
    COMMANDS.add(1, {"status": CommandStatus.FAILED.value})
    run.tell(failed(code, message))
