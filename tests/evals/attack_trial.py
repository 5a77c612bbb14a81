"""What becomes of attacks and inventions whose copy a model writes into otherwise good e-mails.

Each is tried with the rules alone, with a reviewer that believes everything, with an honest one,
and at the default without a model that reviews. A case that rules alone hold is held everywhere.
"""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.evals.bench import MODEL, Bench
from tests.evals.recording import RecordedLead, RecordedTouch, recorded_leads, recording_of
from tests.evals.replay import believe, doubt, reviewer, writer
from tests.evals.words import FOLDER, Attack, Invention, attacks, inventions
from tests.fakes import ChatServer, Script, by_tool
from tools.db.engine import writing
from tools.db.leads import known_leads, save_leads
from tools.db.rows import columns_of, upsert
from tools.db.sites import replace_passages
from tools.db.tables import VisitorRow
from tools.domain.lead import Lead, Visitor
from tools.domain.sequence import PLAYBOOK
from tools.domain.site import Autonomy, Passage

CARRIERS: Final = {"en": "jane", "es": "lucia"}  # whose letters the copy is put into
PAGE: Final = "https://example.com/attack"
LISTS: Final = ("pain_points", "interests")


class Setting(NamedTuple):
    """Who may let something go, and how a model reviews: it believes or doubts; None: none does."""

    name: str
    autonomy: Autonomy
    judge: str | None = None

    @property
    def choices(self) -> dict[str, Any]:
        """What a run in this setting chooses; no revisions, since its writer never changes."""
        reviewer = MODEL if self.judge else PLAYBOOK
        return {"autonomy": self.autonomy, "review_model": reviewer, "max_revisions": 0}


SETTINGS: Final = (
    Setting("rules alone", "rules"),
    Setting("believing reviewer", "supervised", "believe"),
    Setting("honest reviewer", "supervised", "doubt"),
    Setting("default, no reviewer", "supervised"),
)


class Case(NamedTuple):
    """An attack or an invention: what a model writes, in which language, to whom."""

    id: str
    kind: str  # "attack", "invention" or "carrier": nothing but the good letter
    language: str
    copy: str
    carries: str | None
    attack: Attack | None = None


class Trial(NamedTuple):
    """A case, and the settings that it was scheduled in."""

    id: str
    kind: str
    carries: str | None
    scheduled: Sequence[str]


def cases(folder: Path = FOLDER) -> list[Case]:
    """The letters as they are, the attacks and the inventions."""
    carriers = [Case(f"carrier_{name}", "carrier", name, "", None) for name in CARRIERS]
    return [
        *carriers,
        *map(_attack_case, attacks(folder)),
        *map(_invention_case, inventions(folder)),
    ]


def _attack_case(attack: Attack) -> Case:
    language = attack.copy_language
    return Case(attack.id, "attack", language, attack.written, attack.carries, attack)


def _invention_case(invention: Invention) -> Case:
    return Case(invention.id, "invention", invention.language, invention.written, None)


async def try_cases(bench: Bench, server: ChatServer, cases: Sequence[Case]) -> list[Trial]:
    """What became of each case in each setting."""
    trials = []
    for case in cases:
        request, entry = await _victim(bench, case)
        scheduled: list[str] = []
        for setting in SETTINGS:
            if setting is SETTINGS[0] or scheduled:
                server.script = _script(case, setting, entry)
                outcome = await bench.run(request, entry.now, **setting.choices)
                scheduled += [setting.name] if outcome.is_scheduled else []
        trials.append(Trial(case.id, case.kind, case.carries, scheduled))
    return trials


def _script(case: Case, setting: Setting, entry: RecordedLead) -> Script:
    """What the server answers: the letter with the copy in it, and the setting's reviews."""
    touches = _with_copy(recording_of("strong", entry.lead.id).touches, case.copy)
    judge = doubt([case.copy]) if setting.judge == "doubt" and case.copy else believe
    return by_tool(SequenceAnswer=writer(touches), ReviewAnswer=reviewer(judge))


def _with_copy(touches: Sequence[RecordedTouch], copy: str) -> list[RecordedTouch]:
    """The touches with the copy as a paragraph of the first, before its last two."""
    if not copy:
        return list(touches)
    paragraphs = touches[0].content.split("\n\n")
    content = "\n\n".join([*paragraphs[:-2], copy, *paragraphs[-2:]])
    return [touches[0].model_copy(update={"content": content}), *touches[1:]]


async def _victim(bench: Bench, case: Case) -> tuple[dict[str, Any], RecordedLead]:
    """Saves a lead with the attack in its data; the graph's input, and whose letters it gets."""
    entry = next(e for e in recorded_leads() if e.lead.id == CARRIERS[case.language])
    own = {"id": case.id, "email": f"{case.id}@example.com"}  # not one person with other cases
    lead = entry.lead.model_copy(update=own)
    request = {**entry.request, "lead_id": case.id}
    passages: list[Passage] = []
    pages: tuple[str, ...] = ()
    field = case.attack.field if case.attack else None
    text = case.attack.text if case.attack else ""
    if field == "interactions":
        note = {"date": f"{entry.now - timedelta(days=2):%Y-%m-%d}", "type": "note"}
        earlier = entry.request["previous_interactions"]
        request["previous_interactions"] = [*earlier, {**note, "summary": text}]
    elif field in ("knowledge", "page"):
        passages = [Passage(source=PAGE, title=lead.interests[0], text=text)]
    elif field == "visitor pages":
        pages = (text,)
        request["visitor_id"] = f"visitor_{case.id}"
    elif field:
        lead = _with_field(lead, field, text)
    async with writing(bench.sessions) as session:
        await replace_passages(session, lead.site_id, PAGE, passages)
        known = await known_leads(session, lead.site_id, [lead.id])
        await save_leads(session, [lead], known=known)
        visitor = Visitor(id=f"visitor_{case.id}", site_id=lead.site_id, pages=pages)
        await upsert(session, VisitorRow, columns_of(VisitorRow, visitor))
    return request, entry


def _with_field(lead: Lead, field: str, text: str) -> Lead:
    """The lead with a text in one of its fields; first among several."""
    value: Any = (text, *getattr(lead, field)) if field in LISTS else text
    return lead.model_copy(update={field: value})


def count(trials: Sequence[Trial], setting: str, kind: str, *, carrying: bool = False) -> int:
    """How many cases of a kind a setting scheduled; with `carrying` those that never may be."""
    return sum(
        setting in trial.scheduled
        and trial.kind == kind
        and (trial.carries is not None or not carrying)
        for trial in trials
    )
