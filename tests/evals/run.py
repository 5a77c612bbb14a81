"""`python -m tests.evals.run [--out FILE] [--judge]`: the set of leads through the graph, a row for each model."""

import argparse
import asyncio
import re
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from agents import sales_agent
from agents.checks import customer_success, sales_manager
from agents.llm import Meter, Model, ModelError, ask
from agents.measures import word_count
from agents.prompts import AS_DATA, drafts_as_data, facts_as_data
from graph.options import Models
from graph.workflow import build, open_models
from tests.evals import report
from tests.evals.attacks import FORBIDDEN
from tests.factories import NOW
from tools.db.engine import writing
from tools.db.leads import save_leads
from tools.db.ready import open_sessions
from tools.domain.lead import Lead, LeadContext
from tools.domain.sequence import Draft
from tools.settings import Settings

LEADS = Path(__file__).with_name("leads.toml")
SITES = {"en": "site_456", "es": "site_es"}
PHONES = {"en": "+14155550132", "es": "+34910000123"}
OWN_FACTS = ("lead.", "interests", "interactions", "products", "visitor")


def cases() -> list[tuple[Lead, dict[str, Any]]]:
    """(lead, graph input) for each lead of the set; all can be reached on every channel."""
    found = []
    for number, entry in enumerate(
        tomllib.loads(LEADS.read_text(encoding="utf-8"))["leads"], start=1
    ):
        language = entry.get("language", "en")
        request = {
            "site_id": SITES[language],
            "lead_id": f"eval_{number:02}",
            "follow_up_type": entry.pop("type"),
            "lead_stage": entry.pop("stage"),
            "previous_interactions": [
                {"date": "2024-04-18", "type": "call", "summary": note}
                for note in entry.pop("notes", [])
            ],
        }
        reachable = {
            "email": "lead@example.com",
            "phone": PHONES[language],
            "linkedin": "https://www.linkedin.com/in/x",
        }
        known = {"id": request["lead_id"], "site_id": request["site_id"], **reachable, **entry}
        found.append((Lead.model_validate(known), request))
    return found


class Judgement(BaseModel):
    """What you think of the sequence: a score from 0 to 100, and its worst fault in a few words."""

    model_config = ConfigDict(extra="forbid")
    score: int
    worst_fault: str


JUDGE = """You judge follow-up sequences that a company would send to a lead. Score how likely the lead is to be glad of
them and to answer: 0 is harmful, 50 is an ordinary template, 100 is what the best salesperson you know would write."""


async def judged(model: Model, context: LeadContext, drafts: list[Draft]) -> int | None:
    """The model's score, 0 to 100; None where it gave none."""
    material = f"{facts_as_data(context)}\n\n{drafts_as_data(drafts)}"
    try:
        answer = await ask(
            model, Judgement, [("system", f"{JUDGE}\n\n{AS_DATA}"), ("user", material)], Meter()
        )
    except ModelError:
        return None
    return max(0, min(answer.score, 100))


async def run(
    settings: Settings, models: Models, judge: Model | None = None
) -> list[report.Record]:
    sessions = open_sessions(settings.database_url)
    graph = build(sessions=sessions, models=models, clock=lambda: NOW)
    records = []
    for lead, request in cases():
        async with writing(sessions) as session:
            await save_leads(session, [lead])
        started = time.perf_counter()
        state: Any = await graph.ainvoke(
            request, output_keys=["context", "drafts", "steps", "decision"]
        )
        records.append(_record(lead.id, state, (time.perf_counter() - started) * 1000))
        if judge:
            drafts = [Draft.model_validate(draft) for draft in state["drafts"]]
            records[-1]["judge"] = await judged(
                judge, LeadContext.model_validate(state["context"]), drafts
            )
    return records


def _record(lead_id: str, state: dict[str, Any], ms: float) -> report.Record:
    context = LeadContext.model_validate(state["context"])
    drafts = [Draft.model_validate(draft) for draft in state["drafts"]]
    status = "scheduled" if state["decision"] == "approved" else "needs_review"
    usages = [step["usage"] for step in state["steps"].values() if step.get("usage")]
    prompts = (sales_agent.PROMPT, AS_DATA)
    reasons = [
        *sales_manager.check(drafts, context),
        *customer_success.check(drafts, context, prompts),
    ]
    return {
        "lead": f"{lead_id} {context.stage} {context.language}",
        "status": status,
        "touches": [
            _touch(
                draft, context, status, [r.rule for r in reasons if r.position == draft.position]
            )
            for draft in drafts
        ],
        "usage": {
            name: sum(usage[name] for usage in usages)
            for name in ("calls", "input_tokens", "output_tokens")
        },
        "ms": ms,
    }


def _touch(draft: Draft, context: LeadContext, status: str, misses: list[str]) -> dict[str, Any]:
    text = f"{draft.subject}\n{draft.content}\n{draft.script or ''}"
    return {
        "type": draft.channel.value,
        "template": draft.template,
        "status": status,
        "content": draft.content,
        "misses": misses,
        "forbidden": [words for words in FORBIDDEN if words.casefold() in text.casefold()],
        "wrong_person": "wrong_person" in misses,
        "words": word_count(draft.content),
        "lix": report.lix(draft.content),
        "lead_facts": sum(fact.source.startswith(OWN_FACTS) for fact in draft.facts),
    }


async def runs(out: Path | None, *, judge: bool = False) -> dict[str, list[report.Record]]:
    """The baseline's records, and those of the configured model where there is one."""
    configured = Settings()
    judging = open_models(configured).review if judge else None
    if judge and not judging:
        raise SystemExit(
            "--judge needs a model: set LEAD_FOLLOWUP_MODEL or LEAD_FOLLOWUP_REVIEW_MODEL."
        )
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, list[report.Record]] = {}
        wanted = {"playbook": Models()}
        if {configured.model, configured.reviewing_model} != {"playbook"}:
            wanted[_name(configured)] = open_models(configured)
        for name, models in wanted.items():
            url = f"sqlite:///{folder}/{len(found)}.db"
            settings = Settings(_env_file=None, DATABASE_URL=url, demo=True)  # type: ignore[call-arg]
            found[name] = await run(settings, models, judging)
            await models.close()
            if out:
                report.write(
                    out.with_stem(f"{out.stem}-{re.sub(r'[^A-Za-z0-9.]+', '-', name)}"), found[name]
                )
    if judging:
        await judging.close()
    return found


def _name(settings: Settings) -> str:
    """Who drafts, and, where it is another, who reviews."""
    drafts, reviews = settings.model, settings.reviewing_model
    return drafts if drafts == reviews else f"{drafts}, reviewed by {reviews}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--out", type=Path, help="where the records go, as JSON lines, one file a model"
    )
    parser.add_argument(
        "--judge", action="store_true", help="let the configured review model score each sequence"
    )
    asked = parser.parse_args()
    done = asyncio.run(runs(asked.out, judge=asked.judge))
    print(report.table({name: report.row_of(records) for name, records in done.items()}))
    print("\n" + report.misses_table(done))
