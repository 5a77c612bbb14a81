"""Where things stand with a lead, read from its history."""

from tools.domain.lead import LeadContext
from tools.domain.situation import Situation, SituationKind
from tools.domain.vocabulary import Stage

BY_STAGE = {
    Stage.CUSTOMER: SituationKind.CUSTOMER,
    Stage.LOST: SituationKind.SAID_NO,
    Stage.PROPOSAL: SituationKind.PROPOSAL_OUT,
    Stage.NEGOTIATION: SituationKind.PROPOSAL_OUT,
}


def situation_of(context: LeadContext) -> Situation:
    """Returns where things stand, by the stage alone."""
    kind = BY_STAGE.get(context.stage, SituationKind.NOTHING_KNOWN)
    if kind is SituationKind.NOTHING_KNOWN and context.interactions:
        kind = SituationKind.IN_CONVERSATION
    return Situation(kind=kind, source="lead.stage", because="The stage says so.")
