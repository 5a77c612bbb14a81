"""`python -m tests.evals.run [--out FILE]`: the set of leads through the graph, a row for each model configured."""

import argparse
import asyncio
import re
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

from agents import sales_agent
from agents.checks import care, selling
from agents.prompts import AS_DATA
from agents.texts import word_count
from api import evals
from graph.workflow import Models, build, open_models, open_sessions
from tests.evals.attacks import FORBIDDEN
from tests.factories import NOW
from tools.db import repository, tables
from tools.db.engine import writing
from tools.domain import Draft, Lead, LeadContext
from tools.settings import Settings

LEADS = Path(__file__).with_name("leads.toml")
SITES = {"en": "site_456", "es": "site_es"}
PHONES = {"en": "+14155550132", "es": "+34910000123"}
OWN_FACTS = ("lead.", "interests", "interactions", "products", "visitor")


def cases() -> list[tuple[Lead, dict[str, Any]]]:
    """(lead, graph input) for each lead of the set; all can be reached on every channel."""
    found = []
    for number, entry in enumerate(tomllib.loads(LEADS.read_text(encoding="utf-8"))["leads"], start=1):
        language = entry.get("language", "en")
        request = {
            "site_id": SITES[language],
            "lead_id": f"eval_{number:02}",
            "follow_up_type": entry.pop("type"),
            "lead_stage": entry.pop("stage"),
            "previous_interactions": [
                {"date": "2024-04-18", "type": "call", "summary": note} for note in entry.pop("notes", [])
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


async def run(settings: Settings, models: Models) -> list[evals.Record]:
    sessions = open_sessions(settings)
    graph = build(sessions=sessions, models=models, clock=lambda: NOW)
    records = []
    for lead, request in cases():
        async with writing(sessions) as session:
            await repository.upsert(session, repository.row_of(tables.LeadRow, lead))
        started = time.perf_counter()
        state: Any = await graph.ainvoke(request, output_keys=["context", "drafts", "steps", "decision"])
        records.append(_record(lead.id, state, (time.perf_counter() - started) * 1000))
    return records


def _record(lead_id: str, state: dict[str, Any], ms: float) -> evals.Record:
    context = LeadContext.model_validate(state["context"])
    drafts = [Draft.model_validate(draft) for draft in state["drafts"]]
    status = "scheduled" if state["decision"] == "approved" else "needs_review"
    usages = [step["usage"] for step in state["steps"].values() if step.get("usage")]
    prompts = (sales_agent.PROMPT, AS_DATA)
    reasons = [*selling.check(drafts, context), *care.check(drafts, context, prompts)]
    return {
        "lead": f"{lead_id} {context.stage} {context.language}",
        "status": status,
        "touches": [
            _touch(draft, context, status, [r.rule for r in reasons if r.position == draft.position])
            for draft in drafts
        ],
        "usage": {name: sum(usage[name] for usage in usages) for name in ("calls", "input_tokens", "output_tokens")},
        "ms": ms,
    }


def _touch(draft: Draft, context: LeadContext, status: str, misses: list[str]) -> dict[str, Any]:
    text = f"{draft.subject}\n{draft.content}\n{draft.script or ''}"
    sentences = [sentence for sentence in re.split(r"[.?!]\s|\n", draft.content) if word_count(sentence) > 2]
    return {
        "type": draft.channel.value,
        "template": draft.template,
        "status": status,
        "content": draft.content,
        "misses": misses,
        "forbidden": [words for words in FORBIDDEN if words.casefold() in text.casefold()],
        "wrong_person": "wrong_person" in misses,
        "words": word_count(draft.content),
        "words_a_sentence": word_count(draft.content) / max(len(sentences), 1),
        "lead_facts": sum(fact.source.startswith(OWN_FACTS) for fact in draft.facts),
    }


async def rows(out: Path | None) -> dict[str, dict[str, float]]:
    """The baseline, and the configured model where there is one."""
    configured = Settings()
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        wanted = {"playbook": Models(None, None)}
        if configured.model != "playbook":
            wanted[configured.model] = open_models(configured)
        for name, models in wanted.items():
            url = f"sqlite:///{folder}/{len(found)}.db"
            records = await run(Settings(_env_file=None, DATABASE_URL=url, demo=True), models)  # type: ignore[call-arg]
            found[name] = evals.row_of(records)
            if out:
                evals.write(out.with_stem(f"{out.stem}-{name.replace(':', '-').replace('/', '-')}"), records)
            if misses := evals.misses_by_kind(records):
                print(f"{name}: misses by kind {dict(misses)}", file=sys.stderr)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="where the records go, as JSON lines, one file a model")
    print(evals.table(asyncio.run(rows(parser.parse_args().out))))
