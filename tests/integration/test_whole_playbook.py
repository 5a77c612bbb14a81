"""The whole playbook, for leads of every shape: it fits, and both supervisors approve it."""

from itertools import product

import pytest

from agents.checks import customer_success, sales_manager
from agents.facts import facts_of
from agents.measures import misfits
from agents.playbook.catalogue import LANGUAGES
from tests.playbook_leads import context_of, sequence, shapes, situations
from tools.domain.situation import SituationKind
from tools.domain.vocabulary import Channel, Stage

REACHABLE = (
    tuple(Channel),
    (Channel.EMAIL, Channel.MEETING, Channel.VIDEO_MESSAGE),
    (Channel.CALL, Channel.WHATSAPP, Channel.SMS),
    (Channel.CALL,),
    (Channel.LINKEDIN_MESSAGE,),
)
WAYS = [
    *((channels, None) for channels in REACHABLE),
    *((REACHABLE[0], channel) for channel in Channel),
]
STAGES = (Stage.NEW, Stage.PROPOSAL, Stage.CUSTOMER)


@pytest.mark.parametrize(("language", "kind"), list(product(LANGUAGES, SituationKind)))
def test_both_supervisors_approve_every_planned_sequence(
    language: str, kind: SituationKind
) -> None:
    for (channels, first), (shape, has_note), stage in product(WAYS, shapes(language), STAGES):
        context = context_of(
            language, stage, shape, has_note, channels=channels, first_channel=first
        )
        for situation in situations(kind, language):
            drafts = sequence(context, situation)
            facts = facts_of(context, drafts, situation)
            findings = [
                *sales_manager.check(drafts, context, facts),
                *customer_success.check(drafts, context, facts),
            ]
            assert findings == [], (channels, first, shape, has_note, drafts)


@pytest.mark.parametrize(("language", "kind"), list(product(LANGUAGES, SituationKind)))
def test_every_message_fits_every_channel(language: str, kind: SituationKind) -> None:
    for channel, (shape, has_note) in product(Channel, shapes(language)):
        context = context_of(language, Stage.QUALIFIED, shape, has_note)
        for situation in situations(kind, language):
            for draft in sequence(context, situation, channel):
                assert misfits(draft, context.site) == [], (channel, shape, has_note, draft)
