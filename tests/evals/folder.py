"""Honest and fluff-filled sequences of a folder besides the repository, judged by rules alone.

The folder has `sites.json`, `leads.json`, `honest.jsonl` and `fluff.jsonl`; whichever is missing is
left out.
"""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from agents import customer_success, sales_manager
from agents.facts import facts_of
from agents.llm import Meter
from agents.playbook.situation import situation_of
from agents.review import Submission
from tests.evals.flaws import named_flaws
from tests.evals.recording import Flaw, RecordedTouch
from tests.factories import draft
from tools.db.engine import Sessions, writing
from tools.db.leads import save_leads
from tools.db.ready import open_sessions
from tools.db.sites import replace_passages, save_site_data
from tools.domain.lead import Lead, LeadContext
from tools.domain.review import Finding
from tools.domain.sequence import Draft
from tools.domain.site import Agent, Passage, Product, Site, User
from tools.intake.request import read_request
from tools.lead_context import assemble
from tools.site_file import SiteData
from tools.times.hours import hours_for

CHANNELS = {"linkedin": "linkedin_message"}
DEMO_SITES = {"Plumeworks": "site_456", "Almazara Digital": "site_es"}


class Sequence(NamedTuple):
    """A sequence, its flaws, and what the rules found in it."""

    id: str
    flaws: list[Flaw]
    findings: list[Finding]
    named: list[Flaw]


FIGURES = ("sequences", "sent back by rules", "flaws planted", "flaws named")


def figures_of(sequences: list[Sequence]) -> dict[str, float]:
    """How many sequences there are, how many of them rules send back, and the flaws they name."""
    figures: dict[str, float] = {
        "sequences": len(sequences),
        "sent back by rules": sum(bool(sequence.findings) for sequence in sequences),
    }
    if flaws := sum(len(sequence.flaws) for sequence in sequences):
        figures["flaws planted"] = flaws
        figures["flaws named"] = sum(len(sequence.named) for sequence in sequences)
    return figures


async def judged_sequences(folder: Path) -> dict[str, list[Sequence]]:
    """The honest sequences and those full of fluff, each with what decides against it."""
    with tempfile.TemporaryDirectory() as database:
        sessions = open_sessions(f"sqlite:///{database}/leads.db", demo=True)
        honest = [sequence async for sequence in _honest(sessions, folder)]
        fluff = [sequence async for sequence in _fluff(sessions, folder)]
    return {"honest": honest, "fluff": fluff}


async def _honest(sessions: Sessions, folder: Path) -> AsyncIterator[Sequence]:
    if not (folder / "honest.jsonl").exists():
        return
    sites = json.loads((folder / "sites.json").read_text(encoding="utf-8"))
    await _save_sites(sessions, sites)
    leads = {e["id"]: e for e in json.loads((folder / "leads.json").read_text(encoding="utf-8"))}
    for line in _lines(folder / "honest.jsonl"):
        entry = leads[line["lead"]]
        context = await _context(sessions, entry["id"], entry["site"], entry)
        yield await _judged(entry["id"], context, line["touches"], [])


async def _fluff(sessions: Sessions, folder: Path) -> AsyncIterator[Sequence]:
    for line in _lines(folder / "fluff.jsonl"):
        entry = {"lead": line["lead"], "request": {}, "now": "2026-03-10T09:00:00Z"}
        context = await _context(sessions, line["id"], DEMO_SITES[line["site"]], entry)
        flaws = [Flaw.model_validate(flaw) for flaw in line["flaws"]]
        yield await _judged(line["id"], context, line["touches"], flaws)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


async def _save_sites(sessions: Sessions, sites: list[dict[str, Any]]) -> None:
    for entry in sites:
        fields = {name: value for name, value in entry.items() if name in Site.model_fields}
        if str(entry.get("terms_of_address", "")).startswith("t"):
            fields["form_of_address"] = "tú"
        site = Site.model_validate(fields)
        user = User(id=f"user_{site.id}", site_id=site.id, **entry["user"])
        agent = Agent(id=f"agent_{site.id}", site_id=site.id, user_id=user.id)
        products = [
            Product(id=f"p{number}", site_id=site.id, **product)
            for number, product in enumerate(entry["products"])
        ]
        async with writing(sessions) as session:
            await save_site_data(session, SiteData((site,), (user,), (agent,), tuple(products)))
            for page in entry["pages"]:
                source = f"{site.url}/{page['title']}"
                passage = Passage(source=source, title=page["title"], text=page["text"])
                await replace_passages(session, site.id, source, [passage])


async def _context(
    sessions: Sessions, lead_id: str, site_id: str, entry: dict[str, Any]
) -> LeadContext:
    lead = Lead.model_validate({**entry["lead"], "id": lead_id, "site_id": site_id})
    now = datetime.fromisoformat(entry["now"].replace("Z", "+00:00"))
    if now.tzinfo is None:
        now = now.replace(hour=9, tzinfo=UTC)
    request = read_request({**entry["request"], "site_id": site_id, "lead_id": lead_id}, now)
    async with writing(sessions) as session:
        await save_leads(session, [lead], known=())
    async with sessions() as session:
        return await assemble(session, request, now)


async def _judged(
    id: str, context: LeadContext, touches: list[dict[str, Any]], flaws: list[Flaw]
) -> Sequence:
    drafts = [_draft(touch, context) for touch in touches]
    situation = situation_of(context)
    facts = facts_of(context, drafts, situation)
    submission = Submission(drafts, context, situation, facts, round=1)
    reviews = await asyncio.gather(
        sales_manager.review(submission, model=None, meter=Meter()),
        customer_success.review(submission, model=None, meter=Meter()),
    )
    findings = []
    for reviewed in reviews:
        for finding in reviewed.review.findings:  # channels and times are the plan's, not theirs
            if finding.decides and finding.field not in ("type", "scheduled_for"):
                findings.append(finding)
    recorded = [
        RecordedTouch.model_validate(
            {name: touch.get(name) or "" for name in ("subject", "content", "script")}
            | {"position": touch["position"], "next_steps": touch.get("next_steps") or []}
        )
        for touch in touches
    ]
    return Sequence(id, flaws, findings, named_flaws(flaws, findings, recorded))


def _draft(touch: dict[str, Any], context: LeadContext) -> Draft:
    """A touch as a model's draft, at the local hour that its writer had in mind."""
    fields = {name: value for name, value in touch.items() if name != "at"}
    fields["subject"] = touch["subject"] or ""
    fields["channel"] = CHANNELS.get(touch["channel"], touch["channel"])
    if at := touch.get("at"):
        zone: ZoneInfo = hours_for(context).zone
        fields["scheduled_for"] = datetime.fromisoformat(at).replace(tzinfo=zone)
    return draft(**fields, drafted_by="openai:recorded")
