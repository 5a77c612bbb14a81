"""Which histories are read wrongly: as a situation that nobody who knows sales would see there."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from agents.playbook.situation import situation_of
from tests.evals.words import History
from tests.factories import context, lead
from tools.domain.lead import Interaction
from tools.intake.synonyms import stage_of

NINE = "T09:00:00+00:00"  # the hour of a date without one


class Misreading(NamedTuple):
    """A history, what it was read as, and what is right."""

    id: str
    situation: str
    right: tuple[str, ...]


def misreadings(histories: Sequence[History]) -> list[Misreading]:
    """The histories that were read wrongly."""
    wrong = []
    for history in histories:
        situation = _reading_of(history)
        if situation not in history.situation:
            wrong.append(Misreading(history.id, situation, tuple(history.situation)))
    return wrong


def _reading_of(history: History) -> str:
    interactions = tuple(
        Interaction(at=_moment(note["date"]), type=note["type"], summary=note["summary"])
        for note in history.interactions
    )
    stage = stage_of(history.stage)
    plain_lead = lead(pain_points=(), budget_range=None, stage=history.stage)
    lead_context = context(
        lead=plain_lead,
        interactions=interactions,
        interests=(),
        stage=stage,
        stage_given=history.stage,
        language=history.language,
        now=_moment(history.now, NINE),
    )
    return situation_of(lead_context).kind.value


def _moment(text: str, hour: str = "T00:00:00+00:00") -> datetime:
    """A moment of a date or date-time; in UTC where no zone is named."""
    moment = datetime.fromisoformat(text if "T" in text else text + hour)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
