"""The eval leads through the graph, a row for each model.

`python -m tests.evals.run [--out FILE] [--judge]`
"""

import argparse
import asyncio
import re
import tempfile
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ConfigDict

from agents import sales_agent
from agents.checks import customer_success, sales_manager
from agents.facts import facts_of
from agents.llm import Meter, Model, ModelError, ask
from agents.measures import word_count
from agents.prompts import AS_DATA, as_data, fact_line
from agents.revision import draft_lines
from graph.options import Models
from graph.state import Input
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
KEYS = ["context", "drafts", "steps", "decision"]
OWN_FACTS = ("lead.", "interests", "interactions", "products", "visitor")


def cases() -> list[tuple[Lead, dict[str, Any]]]:
    """(lead, graph input) for each lead of the set; all can be reached on every channel."""
    pairs = []
    entries = tomllib.loads(LEADS.read_text(encoding="utf-8"))["leads"]
    for number, entry in enumerate(entries, start=1):
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
        fields = {"id": request["lead_id"], "site_id": request["site_id"], **reachable, **entry}
        pairs.append((Lead.model_validate(fields), request))
    return pairs


class Judgement(BaseModel):
    """What you think of the sequence: a score from 0 to 100, and its worst fault in a few words."""

    model_config = ConfigDict(extra="forbid")
    score: int
    worst_fault: str


JUDGE = """You judge follow-up sequences that a company would send to a lead. Score how likely the
lead is to be glad of them and to answer: 0 is harmful, 50 is an ordinary template, 100 is what the
best salesperson you know would write."""


async def score_of(model: Model, context: LeadContext, drafts: list[Draft]) -> int | None:
    """The model's score of a sequence, 0 to 100; None where it gave none."""
    facts = "\n".join(fact_line(fact) for fact in facts_of(context, drafts))
    messages = [
        ("system", f"{JUDGE}\n\n{AS_DATA}"),
        ("user", f"{as_data(facts)}\n\n{as_data(draft_lines(drafts))}"),
    ]
    try:
        answer = await ask(model, Judgement, messages, Meter(), most_tokens=200)
    except ModelError:
        return None
    return max(0, min(answer.score, 100))


async def run(
    settings: Settings, models: Models, judge: Model | None = None
) -> list[report.Record]:
    """Each lead's record, in the order of the set, with a score where there is a judge."""
    sessions = open_sessions(settings.database_url, demo=settings.demo)
    graph = build(sessions=sessions, models=models, clock=lambda: NOW)
    records = []
    for lead, request in cases():
        async with writing(sessions) as session:
            await save_leads(session, [lead], known=())
        start = time.perf_counter()
        state: Any = await graph.ainvoke(cast(Input, request), output_keys=KEYS)
        record = _record(lead.id, state, (time.perf_counter() - start) * 1000)
        if judge:
            drafts = [Draft.model_validate(draft) for draft in state["drafts"]]
            context = LeadContext.model_validate(state["context"])
            record["judge"] = await score_of(judge, context, drafts)
        records.append(record)
    return records


def _record(lead_id: str, state: dict[str, Any], ms: float) -> report.Record:
    context = LeadContext.model_validate(state["context"])
    drafts = [Draft.model_validate(draft) for draft in state["drafts"]]
    status = "scheduled" if state["decision"] == "approved" else "needs_review"
    misses: dict[int, list[str]] = {draft.position: [] for draft in drafts}
    for reason in sales_manager.check(drafts, context):
        misses[reason.position].append(reason.rule)
    for reason in customer_success.check(drafts, context, (sales_agent.PROMPT, AS_DATA)):
        misses[reason.position].append(reason.rule)
    return {
        "lead": f"{lead_id} {context.stage} {context.language}",
        "status": status,
        "touches": [_touch(draft, status, misses[draft.position]) for draft in drafts],
        "usage": _usage_of(state["steps"].values()),
        "ms": ms,
    }


def _usage_of(steps: Iterable[dict[str, Any]]) -> dict[str, int]:
    """The sum of what the steps asked of models."""
    total = {"calls": 0, "input_tokens": 0, "output_tokens": 0}
    for step in steps:
        for name in total:
            total[name] += (step.get("usage") or {}).get(name, 0)
    return total


def _touch(draft: Draft, status: str, misses: list[str]) -> dict[str, Any]:
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
    configuration = Settings()
    judge_model = open_models(configuration).review if judge else None
    if judge and not judge_model:
        raise SystemExit(
            "--judge needs a model: set LEAD_FOLLOWUP_MODEL or LEAD_FOLLOWUP_REVIEW_MODEL."
        )
    writers = {"playbook": Models()}
    if {configuration.model, configuration.reviewing_model} != {"playbook"}:
        writers[_name(configuration)] = open_models(configuration)
    records: dict[str, list[report.Record]] = {}
    for name, models in writers.items():
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/leads.db"
            settings = Settings(_env_file=None, DATABASE_URL=url, demo=True)
            records[name] = await run(settings, models, judge_model)
        await models.close()
        if out:
            report.write(_file_for(name, out), records[name])
    if judge_model:
        await judge_model.close()
    return records


def _file_for(name: str, out: Path) -> Path:
    """Where a writer's records go: `evals-openai-gpt.jsonl` for `evals.jsonl`."""
    words = re.sub(r"[^A-Za-z0-9.]+", "-", name)
    return out.with_stem(f"{out.stem}-{words}")


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
    arguments = parser.parse_args()
    by_writer = asyncio.run(runs(arguments.out, judge=arguments.judge))
    print(report.table({name: report.row_of(records) for name, records in by_writer.items()}))
    print("\n" + report.misses_table(by_writer))
