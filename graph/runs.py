"""One command through the graph: its events, and its finished steps for a later attempt."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any, cast

from graph.events import Event
from graph.nodes import loaded_context
from graph.recording import KEPT_STEPS, step_record
from graph.state import Json, Output
from graph.workflow import Graph
from tools.db.engine import Sessions, writing
from tools.db.kept_steps import forget_steps, keep_steps, kept_steps_of
from tools.domain.command import Command
from tools.domain.lead import LeadContext
from tools.errors import DatabaseUnavailable
from tools.intake.request import FollowUpRequest

log = logging.getLogger("lead_followup")


class StepStore:
    """Saves the results of finished steps in the background, many in one transaction.

    A step does not wait for the disk: a process killed in between pays one model call twice.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._waiting: dict[tuple[str, str], Json] = {}
        self._ended: set[str] = set()
        self._writing: asyncio.Task[None] | None = None

    async def load(self, command_id: str) -> Mapping[str, Json]:
        """The results of an earlier attempt's steps, by `round:node`."""
        async with self._sessions() as session:
            return await kept_steps_of(session, command_id)

    def keep(self, command_id: str, name: str, result: Json) -> None:
        """Saves a step's result, in the background."""
        self._waiting[command_id, name] = result
        self._write_soon()

    def forget(self, command_id: str) -> None:
        """Deletes a command's steps, in the background."""
        self._waiting = {key: step for key, step in self._waiting.items() if key[0] != command_id}
        self._ended.add(command_id)
        self._write_soon()

    async def flush(self) -> None:
        """Waits until everything is written."""
        if self._writing:
            await self._writing

    def _write_soon(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        while self._waiting or self._ended:
            steps, self._waiting = self._waiting, {}
            ended, self._ended = self._ended, set()
            rows = [(command_id, name, result) for (command_id, name), result in steps.items()]
            try:
                async with writing(self._sessions) as session:
                    await keep_steps(session, rows)
                    await forget_steps(session, ended)
            except DatabaseUnavailable:
                log.warning("steps could not be kept: the database is away")


class KeptStepsOfCommand:
    """The finished steps of one command; without a store, new ones are not kept."""

    def __init__(self, store: StepStore | None, command_id: str, steps: Mapping[str, Json]) -> None:
        self._store = store
        self._command_id = command_id
        self._steps = dict(steps)

    def get(self, name: str) -> Json | None:
        """A kept result, once: a step that comes a second time in one round is run."""
        return self._steps.pop(name, None)

    def keep(self, name: str, result: Json) -> None:
        """Saves a step's result, in the background."""
        self._store.keep(self._command_id, name, result)


async def stream_command(
    graph: Graph, command: Command, *, store: StepStore | None
) -> AsyncIterator[Event]:
    """The events of a command. With a store, one that was cut off goes on where it stopped."""
    configurable: dict[str, Any] = {}
    if store:
        steps = await store.load(command.id) if command.attempts > 1 else {}
        configurable[KEPT_STEPS] = KeptStepsOfCommand(store, command.id, steps)
    request: Any = {**command.request, "command_id": command.id}
    config: Any = {
        "run_name": "lead_follow_up",
        "tags": [f"site:{command.site_id}", f"command:{command.id}"],
        "metadata": {"site_id": command.site_id, "command_id": command.id},
        "configurable": configurable,
    }
    async for event in graph.astream(request, config, stream_mode="custom"):
        yield cast(Event, event)
