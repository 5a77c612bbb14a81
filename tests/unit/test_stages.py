"""Stages as CRMs name them, and the one of ours that is meant."""

import pytest

from tools.domain.vocabulary import Stage
from tools.intake.synonyms import stage_of

STAGES = {
    Stage.NEW: [
        "Open - Not Contacted",
        "Not yet contacted",
        "No contactado",
        "Uncontacted",
        "Cold",
        "not started",
    ],
    Stage.CONTACTED: ["Working - Contacted", "Attempted to Contact", "Contact Made", "In Progress"],
    Stage.QUALIFIED: [
        "Pre-Qualified",
        "Demo Scheduled",
        "Sales Qualified Lead",
        "Qualified To Buy",
    ],
    Stage.PROPOSAL: ["Proposal/Price Quote", "Proposal Made", "3. Propuesta enviada"],
    Stage.NEGOTIATION: ["Negotiation/Review", "Contract Sent", "En negociación"],
    Stage.CUSTOMER: ["Closed - Converted", "ClosedWon", "Cerrado ganado", "New customer"],
    Stage.LOST: [
        "Closed - Not Converted",
        "Closed Lost",
        "Lost Quotation",
        "Junk Lead",
        "Not Qualified",
        "Former customer",
        "Not interested",
        "Cliente perdido",
    ],
    Stage.GENERAL: ["Do Not Contact", "Not a customer yet", "innovation", "Novartis", ""],
}


@pytest.mark.parametrize(
    ("words", "stage"), [(text, stage) for stage, texts in STAGES.items() for text in texts]
)
def test_a_stage_is_read_by_its_words_and_their_denial(words: str, stage: Stage) -> None:
    assert stage_of(words) is stage
