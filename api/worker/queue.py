"""The queue of this process: it runs commands, keeps its leases alive, and takes up what dead
processes left.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Final
from uuid import uuid4

from api.actions.commands import NewCommand
from api.worker.jobs import Workshop, run_command
from api.worker.live import LiveRun
from graph.recording import Clock
from graph.runs import StepStore
from graph.workflow import Graph
from tools.db.engine import Sessions, writing
from tools.db.kept_steps import forget_steps_of_ended_commands
from tools.db.leases import LEASE_S, free_commands, release_leases, renew_leases
from tools.errors import DatabaseUnavailable, QueueFull

log = logging.getLogger("lead_followup")
GRACE_S: Final = 3.0  # for commands that run when the process is told to stop
HEARTBEAT_S: Final = LEASE_S / 4
RETRY_S: Final = 1.0  # between two looks at a database that is away


class CommandQueue:
    """Runs commands, so many at a time, and tells those who wait or listen."""

    def __init__(
        self,
        *,
        graph: Graph,
        sessions: Sessions,
        clock: Clock,
        store: StepStore | None,
        slots: int,
        limit: int,
    ) -> None:
        owner = f"process_{uuid4().hex[:16]}"
        self.closing = asyncio.Event()
        self._workshop = Workshop(owner, graph, sessions, store, clock)
        self._slots = asyncio.Semaphore(slots)
        self._limit = limit
        self._runs: dict[str, LiveRun] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._looking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to look after the leases, and takes up what an earlier process left."""
        self._looking = asyncio.create_task(self._look_after_leases(), name="leases")

    def require_room(self) -> None:
        """Raises QueueFull where as many commands wait or run as the queue takes."""
        if len(self._tasks) >= self._limit:
            raise QueueFull

    def state(self) -> str:
        """`ok`, `full` or `closing`."""
        if self.closing.is_set():
            return "closing"
        return "full" if len(self._tasks) >= self._limit else "ok"

    @property
    def owner(self) -> str:
        """The name that this process's leases are in."""
        return self._workshop.owner

    def has_free_slot(self) -> bool:
        """Whether a command that is submitted now starts now."""
        return not self._slots.locked()

    def submit(self, command_id: str, new: NewCommand | None = None) -> LiveRun:
        """Runs the command as soon as there is a slot; `new` is one that was just saved for this
        process.
        """
        run = self._runs.get(command_id) or LiveRun()
        if command_id not in self._tasks and not self.closing.is_set():
            self._runs[command_id] = run
            work = self._run(command_id, run, new)
            self._tasks[command_id] = asyncio.create_task(work, name=command_id)
        return run

    def live_run(self, command_id: str) -> LiveRun | None:
        """The run of a command that waits or runs here."""
        return self._runs.get(command_id)

    async def wait(self, run: LiveRun, seconds: float) -> None:
        """Returns when the run has ended, after so many seconds, or when the process is to stop."""
        waiting = [asyncio.create_task(run.ended.wait()), asyncio.create_task(self.closing.wait())]
        try:
            await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()

    def close(self) -> None:
        """Lets go of who waits and listens; what runs goes on until `stop`."""
        self.closing.set()
        for run in self._runs.values():
            run.end()

    async def stop(self) -> None:
        """Gives what runs a moment, and the rest back: another process, or the next start, takes it
        up.
        """
        self.close()
        if self._looking:
            await self._looking
        tasks = list(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE_S)
        # A command cut off within a transaction would leave its connection, and so a lock, behind.
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._workshop.store:
            await self._workshop.store.flush()
        with suppress(DatabaseUnavailable):
            async with writing(self._workshop.sessions) as session:
                await release_leases(session, self.owner)

    async def _run(self, command_id: str, run: LiveRun, new: NewCommand | None) -> None:
        try:
            async with self._slots:
                await self._run_until_it_ends(command_id, run, new)
        except Exception as error:
            log.error("%s: the queue lost it: %s", command_id, type(error).__name__)
        finally:
            self._runs.pop(command_id, None)
            self._tasks.pop(command_id, None)
            run.end()

    async def _run_until_it_ends(
        self, command_id: str, run: LiveRun, new: NewCommand | None
    ) -> None:
        """A command whose database is away waits for it, and goes on."""
        while not self.closing.is_set():
            try:
                await run_command(command_id, run, self._workshop, new=new)
                return
            except DatabaseUnavailable:
                new = None  # its lease may have run out by then
                await asyncio.sleep(RETRY_S)

    async def _look_after_leases(self) -> None:
        is_tidy = False
        was_away = False
        while not self.closing.is_set():
            try:
                async with writing(self._workshop.sessions) as session:
                    await renew_leases(session, self.owner)
                    if not is_tidy:
                        await forget_steps_of_ended_commands(session)
                        is_tidy = True
                # After an outage every lease is old: the living get one heartbeat to say so.
                if not was_away:
                    await self._take_up()
                was_away = False
            except DatabaseUnavailable:
                was_away = True
            except Exception as error:
                log.error("the leases could not be looked after: %s", type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.closing.wait(), RETRY_S if was_away else HEARTBEAT_S)

    async def _take_up(self) -> None:
        """Submits what no living process is at work on, as far as there is room."""
        room = self._limit - len(self._tasks)
        if room <= 0:
            return
        async with self._workshop.sessions() as session:
            command_ids = await free_commands(session, room)
        taken_up = [command_id for command_id in command_ids if command_id not in self._tasks]
        for command_id in taken_up:
            self.submit(command_id)
        if taken_up:
            log.info("took up %d commands that another process left unfinished", len(taken_up))
