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
        waiting = {
            name: result
            for (waiting_id, name), result in self._waiting.items()
            if waiting_id == command_id
        }
        async with self._sessions() as session:
            return {**await kept_steps_of(session, command_id), **waiting}

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
        """Writes until nothing waits; what cannot be written waits for the next turn."""
        while self._waiting or self._ended:
            steps, ended = dict(self._waiting), set(self._ended)
            rows = [(command_id, name, result) for (command_id, name), result in steps.items()]
            try:
                async with writing(self._sessions) as session:
                    await keep_steps(session, rows)
                    await forget_steps(session, ended)
            except Exception as error:
                log.warning("steps wait to be kept: %s", type(error).__name__)
                return
            self._ended -= ended
            for key, result in steps.items():
                if self._waiting.get(key) is result:
                    del self._waiting[key]


class KeptStepsOfCommand:
    """The finished steps of one command; without a store, new ones are not kept."""

    def __init__(self, store: StepStore | None, command_id: str, steps: Mapping[str, Json]) -> None:
        self._store = store
        self._command_id = command_id
        self._steps = dict(steps)
        self.output: Output | None = None  # what persist brought: the run's end need not be kept

    def get(self, name: str) -> Json | None:
        """A kept result, once: a step that comes a second time in one round is run."""
        return self._steps.pop(name, None)

    def keep(self, name: str, result: Json) -> None:
        """Keeps a step's result."""
        if name.endswith(":persist"):
            self.output = cast(Output, result)
        elif self._store:
            self._store.keep(self._command_id, name, result)


class CommandRun:
    """One command through the graph.

    With a store, one that was cut off goes on at its last finished step.

    `context` is what the command's request was accepted with: it need not be looked up again.
    """

    def __init__(
        self,
        graph: Graph,
        command: Command,
        *,
        store: StepStore | None = None,
        context: LeadContext | None = None,
    ) -> None:
        self.output: Output | None = None  # once it is saved
        self._graph = graph
        self._command = command
        self._store = store
        self._context = context

    async def events(self) -> AsyncIterator[Event]:
        """The events as they come; the output is there when `saved` is told, the last of them."""
        command = self._command
        steps = await self._finished_steps()
        kept_steps = KeptStepsOfCommand(self._store, command.id, steps)
        config: Any = {
            "run_name": "lead_follow_up",
            "tags": [f"site:{command.site_id}", f"command:{command.id}"],
            "metadata": {"site_id": command.site_id, "command_id": command.id},
            "configurable": {KEPT_STEPS: kept_steps},
        }
        fields = {name: value for name, value in command.request.items() if value is not None}
        request: Any = {**fields, "command_id": command.id}
        async for event in self._graph.astream(request, config, stream_mode="custom"):
            self.output = kept_steps.output
            yield cast(Event, event)

    async def _finished_steps(self) -> Mapping[str, Json]:
        """The context of a command that has just been accepted, or what an earlier attempt left."""
        if self._context is None:
            return await self._store.load(self._command.id) if self._store else {}
        request = FollowUpRequest.model_validate(self._command.request)
        loaded = loaded_context(request, self._context, self._command.id)
        started_at = self._context.now
        record = step_record("load_context", 0, started_at, 0)
        return {"0:load_context": {**loaded, "steps": {"0:load_context": record}}}
