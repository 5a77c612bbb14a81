"""Runs commands: the row is the truth, a job is 'look at the row, and run it if it has not ended'.

Jobs live in this process. One that dies leaves its commands `queued` or `running`, and the next start takes them up.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

from api.errors import system_error
from api.story import Event, event_of_task, failed
from graph.workflow import Graph, forget_steps, stream_steps
from tools.db import repository
from tools.db.engine import Sessions, writing
from tools.domain import CommandStatus
from tools.errors import LeadFollowUpError
from tools.telemetry import COMMANDS, span

log = logging.getLogger("lead_followup")
GRACE_S: Final = 5.0
MAX_ATTEMPTS: Final = 3  # a command that takes the process down with it is given up
GIVEN_UP: Final = ("SYSTEM_ERROR", f"The command was started {MAX_ATTEMPTS} times and never ended.")


class Run:
    """A command that runs here: what it has told so far, and a bell for those who listen."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.task: asyncio.Task[None] | None = None
        self.started = False
        self.over = asyncio.Event()
        self._bell = asyncio.Event()

    def tell(self, *events: Event, ended: bool = False) -> None:
        self.events += events
        if ended:
            self.over.set()
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()

    async def listen(self) -> AsyncIterator[Event]:
        """The events so far, and then each as it comes, until the run has ended."""
        told = 0
        while True:
            bell = self._bell
            for event in self.events[told:]:
                yield event
                told += 1
            if self.over.is_set():
                return
            await bell.wait()


class Worker:
    """Takes command ids, runs each through the graph, and tells those who wait or listen."""

    def __init__(self, graph: Graph, sessions: Sessions, clock: Callable[[], datetime], slots: int) -> None:
        self._graph = graph
        self._sessions = sessions
        self._clock = clock
        self._slots = asyncio.Semaphore(slots)
        self._runs: dict[str, Run] = {}

    async def take_up(self) -> int:
        """Submits what an earlier process left unfinished; how many."""
        async with self._sessions() as session:
            waiting = await repository.unfinished_commands(session)
        for command_id in waiting:
            self.submit(command_id)
        return len(waiting)

    def submit(self, command_id: str) -> None:
        if command_id not in self._runs:
            run = self._runs[command_id] = Run()
            run.task = asyncio.create_task(self._run(command_id, run), name=command_id)

    async def wait(self, command_id: str, seconds: float) -> None:
        """Returns when the command has ended, or after so many seconds."""
        if run := self._runs.get(command_id):
            with suppress(TimeoutError):
                await asyncio.wait_for(run.over.wait(), seconds)

    def run_of(self, command_id: str) -> Run | None:
        """The run of a command that runs here."""
        return self._runs.get(command_id)

    async def stop(self) -> None:
        """Lets go of what waits, gives what runs a moment, then lets go of it too: the next start takes it up.

        A command cut off within a transaction would leave its connection, and so the database's lock, behind.
        """
        runs = [run for run in self._runs.values() if run.task]
        tasks = [run.task for run in runs if run.task]
        for run in runs:
            if run.task and not run.started:
                run.task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE_S)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, command_id: str, run: Run) -> None:
        try:
            await self._run_to_its_end(command_id, run)
            run.tell(ended=True)
            await forget_steps(self._graph, command_id)
        finally:
            self._runs.pop(command_id, None)
            run.tell(ended=True)

    async def _run_to_its_end(self, command_id: str, run: Run) -> None:
        try:
            async with self._slots:
                run.started = True
                await self._run_graph(command_id, run)
        except LeadFollowUpError as error:
            await self._fail(command_id, run, error.code, str(error))
        except Exception as error:
            await self._fail(command_id, run, *system_error(command_id, error))

    async def _run_graph(self, command_id: str, run: Run) -> None:
        async with writing(self._sessions) as session:
            command = await repository.start_attempt(session, command_id, self._clock())
        if command is None:
            return
        if command.attempts > MAX_ATTEMPTS:
            await self._fail(command_id, run, *GIVEN_UP)
            return
        log.info("command started", extra={"command_id": command_id, "attempt": command.attempts})
        again = command.attempts > 1
        with span("lead_followup.command", command_id=command_id, attempt=command.attempts):
            async for task in stream_steps(self._graph, command.request, command_id, again=again):
                if event := event_of_task(task):
                    run.tell(event, ended=event["event"] == "saved")  # who waits need not wait for the tidying up

    async def _fail(self, command_id: str, run: Run, code: str, message: str) -> None:
        ended = {
            "status": CommandStatus.FAILED,
            "error_code": code,
            "error_message": message,
            "ended_at": self._clock(),
        }
        async with writing(self._sessions) as session:
            if not await repository.change_command(session, command_id, **ended):
                return  # it was saved before this went wrong
        log.warning("command failed: %s", code, extra={"command_id": command_id})
        COMMANDS.add(1, {"status": CommandStatus.FAILED.value})
        run.tell(failed(code, message))
