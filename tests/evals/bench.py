"""The graph on the recorded leads, with a model on a local server that says what each case wants."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from agents.llm import open_model
from graph.options import Models
from graph.state import Input
from graph.workflow import Graph, build
from tests.evals.recorded import save_recorded
from tests.factories import NOW
from tests.fakes import ChatServer, Script, chat_server
from tools.db.engine import Sessions
from tools.db.ready import open_sessions
from tools.domain.review import Finding, Review
from tools.domain.sequence import Draft
from tools.domain.site import Autonomy
from tools.domain.vocabulary import SUPERVISORS

MODEL = "openai:recorded"
KEYS = ["context", "situation", "drafts", "reviews", "steps", "decision", "follow_ups", "warnings"]


@dataclass(frozen=True)
class Outcome:
    """What became of a lead: the graph's state at its end."""

    state: dict[str, Any]

    @property
    def drafts(self) -> list[Draft]:
        """The touches of the last round."""
        return [Draft.model_validate(draft) for draft in self.state["drafts"]]

    @property
    def is_scheduled(self) -> bool:
        """Whether anything would go out without a person."""
        return self.state["decision"] == "approved"

    def findings(self, round: int = 1) -> list[Finding]:
        """What sent a round's touches back."""
        findings: list[Finding] = []
        for role in SUPERVISORS:
            reviews = map(Review.model_validate, self.state["reviews"][role.value])
            for review in reviews:
                if review.round == round:
                    findings += [finding for finding in review.findings if finding.decides]
        return findings


@dataclass
class Bench:
    """A graph whose model answers by `server.script`, at a time of the case's choice."""

    sessions: Sessions
    server: ChatServer
    graph: Graph
    clock: list[datetime]

    async def run(
        self,
        request: dict[str, Any],
        now: datetime,
        script: Script,
        *,
        autonomy: Autonomy = "supervised",
        reviewed: bool = False,
        revisions: int = 0,
    ) -> Outcome:
        """Writes to a lead with what the script answers; `reviewed`: the model reviews as well."""
        self.clock[:] = [now]
        self.server.script = script
        choices = {"autonomy": autonomy, "max_revisions": revisions}
        if not reviewed:
            choices["review_model"] = "playbook"
        state = await self.graph.ainvoke(
            cast(Input, request), context=cast(Any, choices), output_keys=KEYS
        )
        return Outcome(cast(dict[str, Any], state))


@asynccontextmanager
async def open_bench() -> AsyncIterator[Bench]:
    """A bench on a new database with the demo's leads and the recorded ones."""
    with tempfile.TemporaryDirectory() as folder, chat_server(lambda request: {}) as server:
        sessions = open_sessions(f"sqlite:///{folder}/leads.db", demo=True)
        await save_recorded(sessions)
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
        clock = [NOW]
        graph = build(sessions=sessions, models=models, clock=lambda: clock[0])
        try:
            yield Bench(sessions, server, graph, clock)
        finally:
            await models.close()
