"""The graph on the eval leads and the recorded ones, with the models of a run's choice."""

import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, cast

from agents.llm import open_model
from graph.options import Models
from graph.state import Input
from graph.workflow import Graph, build
from tests.evals.recording import save_recorded
from tests.factories import NOW
from tests.fakes import ChatServer, chat_server
from tools.db.commands import create_command
from tools.db.engine import Sessions, writing
from tools.db.ready import open_sessions
from tools.domain.command import Command
from tools.domain.lead import LeadContext
from tools.domain.review import Finding, Review
from tools.domain.sequence import Draft
from tools.domain.vocabulary import SUPERVISORS, CommandStatus
from tools.intake.request import read_request

MODEL: Final = "openai:recorded"
KEYS: Final = ["context", "situation", "drafts", "reviews", "steps", "decision"]


@dataclass(frozen=True)
class Outcome:
    """What became of a lead: the graph's state at its end."""

    state: dict[str, Any]

    @property
    def context(self) -> LeadContext:
        """All that was known of the lead."""
        return LeadContext.model_validate(self.state["context"])

    @property
    def drafts(self) -> list[Draft]:
        """The touches of the last round."""
        return [Draft.model_validate(draft) for draft in self.state["drafts"]]

    @property
    def is_scheduled(self) -> bool:
        """Whether it would go out without a person."""
        return bool(self.state["decision"] == "approved")

    def reviews(self, round: int = 1) -> list[Review]:
        """The reviews of a round."""
        reviews: list[Review] = []
        for role in SUPERVISORS:
            reviews += map(Review.model_validate, self.state["reviews"][role.value])
        return [review for review in reviews if review.round == round]

    def findings(self, round: int = 1) -> list[Finding]:
        """What sent a round's touches back."""
        findings = [finding for review in self.reviews(round) for finding in review.findings]
        return [finding for finding in findings if finding.decides]


@dataclass
class Bench:
    """A graph that can be asked at a moment of the case's choice."""

    sessions: Sessions
    models: Models
    clock: list[datetime] = field(default_factory=lambda: [NOW])
    commands: Counter[str] = field(default_factory=Counter)  # by lead

    def __post_init__(self) -> None:
        self.graph: Graph = build(
            sessions=self.sessions, models=self.models, clock=lambda: self.clock[0]
        )

    async def run(self, request: dict[str, Any], now: datetime, **choices: Any) -> Outcome:
        """Writes to a lead at a moment; `choices` are those of a run, such as autonomy."""
        self.clock[:] = [now]
        command_id = await self._save_command(request, now)
        state = await self.graph.ainvoke(
            cast(Input, {**request, "command_id": command_id}),
            context=cast(Any, choices),
            output_keys=KEYS,
        )
        return Outcome(cast(dict[str, Any], state))

    async def _save_command(self, request: dict[str, Any], now: datetime) -> str:
        """Saves the lead's next command; its touches' minutes follow from its id.

        A command of the graph's own has an id by chance, and so no two runs are the same.
        """
        accepted = read_request(request, now)
        self.commands[accepted.lead_id] += 1
        command_id = f"{accepted.lead_id}_{self.commands[accepted.lead_id]}"
        command = Command(
            id=command_id,
            site_id=accepted.site_id,
            lead_id=accepted.lead_id,
            status=CommandStatus.RUNNING,
            request=accepted.model_dump(mode="json"),
            created_at=now,
        )
        async with writing(self.sessions) as session:
            await create_command(session, command)
        return command_id


@asynccontextmanager
async def open_bench(models: Models | None = None) -> AsyncIterator[Bench]:
    """A bench on a new database with the demo's leads and the recorded ones."""
    with tempfile.TemporaryDirectory() as folder:
        sessions = open_sessions(f"sqlite:///{folder}/leads.db", demo=True)
        await save_recorded(sessions)
        yield Bench(sessions, models or Models())


@asynccontextmanager
async def open_replay() -> AsyncIterator[tuple[Bench, ChatServer]]:
    """A bench whose model is a local server that answers by its `script`."""
    with chat_server(lambda request: {}) as server:
        model = open_model(
            MODEL,
            api_key=None,
            base_url=server.url,
            timeout_s=30,
            retries=0,
            temperature=None,
            concurrency=4,
            token_budget=1_000_000,
        )
        models = Models(draft=model, review=model)
        try:
            async with open_bench(models) as bench:
                yield bench, server
        finally:
            await models.close()
