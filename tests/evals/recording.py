"""Leads whose answers are recorded: who they are, and what two models wrote to them."""

import json
import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict

from tools.db.engine import Sessions, writing
from tools.db.leads import save_leads
from tools.db.sites import replace_passages, save_site_data
from tools.domain.lead import Lead
from tools.domain.site import Passage
from tools.site_file import site_data

FOLDER: Final = Path(__file__).with_name("recordings")
OF_REQUEST: Final = ("now", "situation", "interactions", "never")
MODELS: Final = ("strong", "mediocre")


class RecordedLead(NamedTuple):
    """A lead, the graph's input for it, when it is written to, and how things stand with it.

    `never` is what would be wrong to say to this lead.
    """

    lead: Lead
    request: dict[str, Any]
    now: datetime
    situation: str
    never: tuple[str, ...] = ()


class RecordedTouch(BaseModel):
    """One touch as a model wrote it."""

    model_config = ConfigDict(extra="forbid")
    position: int
    subject: str
    content: str
    script: str | None = None
    next_steps: list[str] = []


class Flaw(BaseModel):
    """Words of a touch that may not go out, and what kind of fluff they are."""

    model_config = ConfigDict(extra="forbid")
    position: int
    field: str
    kind: str
    words: str


class Recording(BaseModel):
    """A model's whole answer for a lead, and what is wrong with it."""

    model_config = ConfigDict(extra="forbid")
    touches: list[RecordedTouch]
    flaws: list[Flaw] = []


@cache
def recorded_leads() -> tuple[RecordedLead, ...]:
    """The leads, in the order of their file."""
    entries = tomllib.loads((FOLDER / "leads.toml").read_text(encoding="utf-8"))["leads"]
    return tuple(map(_lead_of, entries))


def _lead_of(entry: dict[str, Any]) -> RecordedLead:
    fields = {name: value for name, value in entry.items() if name not in OF_REQUEST}
    lead = Lead.model_validate(fields)
    request = {
        "site_id": lead.site_id,
        "lead_id": lead.id,
        "lead_stage": lead.stage,
        "previous_interactions": entry.get("interactions", []),
    }
    never = tuple(entry.get("never", ()))
    return RecordedLead(lead, request, entry["now"], entry["situation"], never)


@cache
def recording_of(model: str, lead_id: str) -> Recording:
    """What a model wrote to a lead."""
    path = FOLDER / model / f"{lead_id}.json"
    return Recording.model_validate(json.loads(path.read_text(encoding="utf-8")))


async def save_recorded(sessions: Sessions) -> None:
    """Writes the recorded leads, and the site that some of them are leads of."""
    data = tomllib.loads((FOLDER / "site.toml").read_text(encoding="utf-8"))
    passages = data.pop("passages")
    company = site_data(data)
    async with writing(sessions) as session:
        await save_site_data(session, company)
        for passage in map(Passage.model_validate, passages):
            await replace_passages(session, company.sites[0].id, passage.source, [passage])
        for site_id in dict.fromkeys(entry.lead.site_id for entry in recorded_leads()):
            leads = [entry.lead for entry in recorded_leads() if entry.lead.site_id == site_id]
            await save_leads(session, leads, known=())
