"""The records of a run: what the playbook, a model, or a replayed one wrote to each lead."""

import time
import tomllib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from agents.llm import Model
from agents.measures import word_count
from agents.proof import BRIEFED
from graph.options import Models
from tests.evals import report
from tests.evals.attacks import FORBIDDEN
from tests.evals.bench import Bench, Outcome, open_bench, open_replay
from tests.evals.flaws import named_flaws
from tests.evals.judge import score_of
from tests.evals.recording import Recording, recorded_leads, recording_of
from tests.evals.repeats import near_repeats
from tests.evals.replay import doubt, reviewer, writer
from tests.factories import NOW
from tests.fakes import by_tool
from tools.db.engine import writing
from tools.db.leads import save_leads
from tools.domain.lead import Lead
from tools.domain.sequence import PLAYBOOK, Draft, ProofKind
from tools.domain.vocabulary import Channel

LEADS: Final = Path(__file__).with_name("leads.toml")
SITES: Final = {"en": "site_456", "es": "site_es"}
PHONES: Final = {"en": "+14155550132", "es": "+34910000123"}
OWN_FACTS: Final = ("lead.", "interests", "interactions", "products", "visitor")
LONG_SUBJECT: Final = 6  # words
RULES: Final = "rules"  # who reviewed, where no model did


class Case(NamedTuple):
    """A lead, the graph's input for it, when it is written to, and how things stand with it.

    `never` is what would be wrong to say to this lead.
    """

    lead: Lead
    request: dict[str, Any]
    now: datetime
    situation: str | None = None
    never: tuple[str, ...] = ()


def cases() -> list[Case]:
    """The eval leads, all of whom can be reached on every channel."""
    entries = tomllib.loads(LEADS.read_text(encoding="utf-8"))["leads"]
    return [_case(number, entry) for number, entry in enumerate(entries, start=1)]


def _case(number: int, entry: dict[str, Any]) -> Case:
    language = entry.get("language", "en")
    notes = entry.pop("notes", [])
    request = {
        "site_id": SITES[language],
        "lead_id": f"eval_{number:02}",
        "follow_up_type": entry.pop("type"),
        "lead_stage": entry.pop("stage"),
        "previous_interactions": [
            {"date": "2024-04-18", "type": "call", "summary": note} for note in notes
        ],
    }
    reachable = {
        "email": f"eval_{number:02}@example.com",
        "phone": PHONES[language],
        "linkedin": f"https://www.linkedin.com/in/eval-{number:02}",
    }
    fields = {"id": request["lead_id"], "site_id": request["site_id"], **reachable, **entry}
    return Case(Lead.model_validate(fields), request, NOW)


def recorded_cases() -> list[Case]:
    """The leads whose answers are recorded."""
    return [Case(*entry) for entry in recorded_leads()]


async def records_by(
    models: Models, judge: Model | None = None, leads: Sequence[Case] | None = None
) -> list[report.Record]:
    """What these models, or the playbook, wrote to leads, all of them unless some are named.

    `judge` scores each sequence.
    """
    records = []
    async with open_bench(models) as bench:
        async with writing(bench.sessions) as session:
            await save_leads(session, [case.lead for case in cases()], known=())
        for case in leads or (*cases(), *recorded_cases()):
            records.append(await _record(bench, case, judge=judge))
    return records


async def replay_records(model: str, *, reviewed: bool) -> list[report.Record]:
    """What a recorded model wrote, judged by the rules; `reviewed`: by an honest reviewer too."""
    records = []
    choices: dict[str, Any] = {"max_revisions": 0}
    if not reviewed:
        choices |= {"review_model": PLAYBOOK, "autonomy": "rules"}
    async with open_replay() as (bench, server):
        for case in recorded_cases():
            recording = recording_of(model, case.lead.id)
            judge = doubt([flaw.words for flaw in recording.flaws])
            server.script = by_tool(
                SequenceAnswer=writer(recording.touches), ReviewAnswer=reviewer(judge)
            )
            record = await _record(bench, case, recording, **choices)
            records.append(record)
    return records


async def _record(
    bench: Bench,
    case: Case,
    recording: Recording | None = None,
    judge: Model | None = None,
    **choices: Any,
) -> report.Record:
    start = time.perf_counter()
    outcome = await bench.run(case.request, case.now, **choices)
    ms = (time.perf_counter() - start) * 1000
    record = record_of(case, outcome, ms)
    if recording:
        named = named_flaws(recording.flaws, outcome.findings(), recording.touches)
        record |= {"flaws": len(recording.flaws), "named": len(named)}
    if judge:
        record["judge"] = await score_of(judge, outcome.context, outcome.drafts)
    return record


def record_of(case: Case, outcome: Outcome, ms: float) -> report.Record:
    """A run's record of one lead."""
    context, drafts = outcome.context, outcome.drafts
    status = "scheduled" if outcome.is_scheduled else "needs_review"
    by_rules = [review for review in outcome.reviews() if review.reviewed_by == RULES]
    return {
        "lead": f"{case.lead.id} {context.stage} {context.language}",
        "status": status,
        "situation": outcome.state["situation"]["kind"],
        "expected": case.situation,
        "rules": [
            finding.rule for review in by_rules for finding in review.findings if finding.decides
        ],
        "findings": [
            {"touch": finding.position, "field": finding.field, "rule": finding.rule}
            | {"quotes": list(finding.quotes)}
            for finding in outcome.findings()
        ],
        "repeats": near_repeats([spoken_text(draft) for draft in drafts], context.user.name),
        "touches": [_touch(draft, status) for draft in drafts],
        "wrong_words": [
            words for words in case.never if any(words in spoken_text(draft) for draft in drafts)
        ],
        "usage": usage_of(outcome.state["steps"].values()),
        "ms": ms,
    }


def spoken_text(draft: Draft) -> str:
    """What the lead reads or hears: of a call its script, since its content is a brief."""
    return draft.script if draft.script and draft.channel in BRIEFED else draft.content


def usage_of(steps: Iterable[dict[str, Any]]) -> dict[str, int]:
    """The sum of what the steps asked of models."""
    total = {"calls": 0, "input_tokens": 0, "output_tokens": 0}
    for step in steps:
        for name in total:
            total[name] += (step.get("usage") or {}).get(name, 0)
    return total


def _touch(draft: Draft, status: str) -> dict[str, Any]:
    text = f"{draft.subject}\n{spoken_text(draft)}"
    is_email = draft.channel is Channel.EMAIL
    unproved = [proof for proof in draft.proof if proof.kind is ProofKind.UNSUPPORTED]
    return {
        "type": draft.channel.value,
        "template": draft.template,
        "status": status,
        "drafted_by": draft.drafted_by,
        "subject": draft.subject,
        "content": draft.content,
        "script": draft.script,
        "forbidden": [words for words in FORBIDDEN if words.casefold() in text.casefold()],
        "unproved": len(unproved) if draft.proof else 1,
        "long_subject": is_email and word_count(draft.subject) > LONG_SUBJECT,
        "words": word_count(draft.content),
        "lix": report.lix(draft.content),
        "lead_facts": sum(fact.source.startswith(OWN_FACTS) for fact in draft.facts),
    }
